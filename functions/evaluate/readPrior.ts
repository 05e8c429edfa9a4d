import { type Acquisition, recogniseAcquisitions } from '../../core/acquisition/index.ts';
import { priorFit } from '../../core/compliance/index.ts';
import type { AcquisitionHeader } from '../../core/dicom/index.ts';
import { currentObjects, type PriorInputs, type StudyItem } from '../../core/records/index.ts';
import { studyDateOf } from '../../core/report/index.ts';
import type { EarlierStudies } from '../tables/earlierStudies.ts';
import { StudyTooLargeError } from '../tables/studyTooLarge.ts';
import type { StudyVerdicts } from '../tables/studyVerdicts.ts';
import { headersOf } from './headersOf.ts';

export type PriorStudy = PriorInputs & {
  readonly headers: readonly AcquisitionHeader[];
  readonly acquisitions: readonly Acquisition[];
  /** `YYYY-MM-DD` */
  readonly studyDate: string | null;
};

export type ReadPriorDependencies = {
  readonly earlier: EarlierStudies;
  readonly verdicts: Pick<StudyVerdicts, 'readStudy' | 'readObjects'>;
};

/**
 * The latest earlier study of the same patient at the same site that fits (`priorFit`), as its objects stand now; `null` where there is
 * none.
 */
export async function readPrior(
  study: StudyItem,
  acquisitions: readonly Acquisition[],
  { earlier, verdicts }: ReadPriorDependencies,
): Promise<PriorStudy | null> {
  if (acquisitions.length === 0) return null;
  let second: PriorStudy | null = null;
  for (const studyInstanceUid of await earlier.before(study)) {
    const item = await verdicts.readStudy(study.site, studyInstanceUid);
    if (item === null) continue;
    const held = await unlessTooLarge(item, verdicts);
    if (held === null) continue;
    const { instances, rejects, headers } = held;
    const priorAcquisitions = recogniseAcquisitions(headers);
    const fit = priorFit(acquisitions, priorAcquisitions);
    if (fit === 'none') continue;
    const studyDate = studyDateOf(headers) ?? item.studyDate ?? null;
    const prior = { studyInstanceUid, studyDate, instances, rejects, headers, acquisitions: priorAcquisitions };
    if (fit === 'best') return prior;
    second ??= prior;
  }
  return second;
}

/** An earlier study that nobody can judge keeps no later one from being judged: it is not compared with. */
async function unlessTooLarge(item: StudyItem, verdicts: Pick<StudyVerdicts, 'readObjects'>) {
  try {
    const stored = await verdicts.readObjects(item);
    const { instances, rejects } = currentObjects(stored.instances, stored.rejects);
    return { instances, rejects, headers: headersOf(instances) };
  } catch (error) {
    if (error instanceof StudyTooLargeError) return null;
    throw error;
  }
}
