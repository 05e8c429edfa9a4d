import { recogniseAcquisitions } from '../../core/acquisition/index.ts';
import { inputDigest, type StudyItem } from '../../core/records/index.ts';
import { type Judgement, judge, type Looked } from './judge.ts';
import { type ReadOtherStudiesDependencies, readOtherStudies } from './otherStudies.ts';
import type { StudyInputs } from './readInputs.ts';
import { type ReadPriorDependencies, readPrior } from './readPrior.ts';

export type LookDependencies = ReadPriorDependencies & ReadOtherStudiesDependencies;

export type Look = Looked & {
  /** Of everything that the verdict depends on: the same as the latest verdict's where nothing has changed. */
  readonly digest: string;
  /** The verdict itself takes the most time, and is the same wherever the digest is. */
  readonly judged: () => Judgement;
};

/** What a study and the patient's others show now. Only reads: whoever foresees a verdict looks as whoever writes it. */
export async function lookAtStudy(
  study: StudyItem,
  inputs: StudyInputs,
  dependencies: LookDependencies,
): Promise<Look> {
  const acquisitions = recogniseAcquisitions(inputs.headers);
  const prior = await readPrior(study, acquisitions, dependencies);
  const otherStudies = await readOtherStudies(study, { ...inputs, acquisitions }, dependencies);
  const looked = { acquisitions, prior, otherStudies };
  return {
    ...looked,
    digest: inputDigest({ ...inputs, prior, otherStudies: otherStudies.studies }),
    judged: () => judge(study, inputs, looked),
  };
}
