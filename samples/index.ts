import { diagnosisCompliant } from './compliantStudy.ts';
import { generateStudy, type SampleFile, type SampleOptions } from './generateStudy.ts';
import type { StudyData } from './studyData.ts';
import { followUpThreeMisses } from './threeMissesStudy.ts';

export type { SampleFile } from './generateStudy.ts';

export type SampleStudy = {
  readonly name: string;
  readonly title: string;
  readonly defaultSeed: number;
};

const studies: readonly StudyData[] = [diagnosisCompliant, followUpThreeMisses];

/** The sample studies that can be made. */
export const sampleStudies: readonly SampleStudy[] = studies.map(({ name, title, defaultSeed }) => ({
  name,
  title,
  defaultSeed,
}));

/**
 * The files of a sample study, made one at a time as they are asked for: its DICOM files, then its `study.json`.
 * The same name and options always make the same bytes.
 *
 * @param options.seed a non-negative integer, by default the study's own; another seed makes another study (other UIDs)
 * @param options.pixels `none` keeps the headers and stores two bytes of pixel data, for tests; by default `full`
 * @param options.complete whether `study.json` says that nothing more will come; by default it does not say
 * @throws UnknownSampleError when there is no study of that name
 * @throws RangeError when the seed is not a non-negative integer
 */
export function generateSample(
  name: string,
  options: Partial<SampleOptions> & { readonly complete?: boolean } = {},
): Iterable<SampleFile> {
  const study = studies.find((candidate) => candidate.name === name);
  if (study === undefined) throw new UnknownSampleError(name);
  const { seed = study.defaultSeed, pixels = 'full', complete = false } = options;
  if (!Number.isSafeInteger(seed) || seed < 0) {
    throw new RangeError(`the seed of a sample must be a non-negative integer, not ${seed}`);
  }
  return {
    *[Symbol.iterator]() {
      yield* generateStudy(study, { seed, pixels });
      yield studyNote(study, complete);
    },
  };
}

/** No sample study has that name. */
export class UnknownSampleError extends Error {
  constructor(name: string) {
    super(`there is no sample study "${name}"; choose one of: ${studies.map((study) => study.name).join(', ')}`);
    this.name = 'UnknownSampleError';
  }
}

function studyNote(study: StudyData, complete: boolean): SampleFile {
  const note = complete ? { ...study.note, complete } : study.note;
  return { path: 'study.json', bytes: new TextEncoder().encode(`${JSON.stringify(note, null, 2)}\n`) };
}
