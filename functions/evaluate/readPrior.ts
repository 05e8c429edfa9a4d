import { type Acquisition, recogniseAcquisitions } from '../../core/acquisition/index.ts';
import type { AcquisitionHeader } from '../../core/dicom/index.ts';
import { currentObjects, type PriorInputs, type StudyItem, storedHeader } from '../../core/records/index.ts';
import { studyDateOf } from '../../core/report/index.ts';
import type { EarlierStudies } from '../tables/earlierStudies.ts';
import type { StudyVerdicts } from '../tables/studyVerdicts.ts';

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
 * The latest earlier study of the same patient at the same site that shares a sequence of a region with this one, as its objects stand
 * now; `null` where there is none.
 */
export async function readPrior(
  study: StudyItem,
  headers: readonly AcquisitionHeader[],
  { earlier, verdicts }: ReadPriorDependencies,
): Promise<PriorStudy | null> {
  if (headers.length === 0) return null;
  const kinds = kindsOf(recogniseAcquisitions(headers));
  for (const studyInstanceUid of await earlier.before(study)) {
    const item = await verdicts.readStudy(study.site, studyInstanceUid);
    if (item === null) continue;
    const stored = await verdicts.readObjects(item);
    const { instances, rejects } = currentObjects(stored.instances, stored.rejects);
    const priorHeaders = instances.map(storedHeader);
    const acquisitions = recogniseAcquisitions(priorHeaders);
    if (kinds.isDisjointFrom(kindsOf(acquisitions))) continue;
    const studyDate = studyDateOf(priorHeaders) ?? item.studyDate ?? null;
    return { studyInstanceUid, studyDate, instances, rejects, headers: priorHeaders, acquisitions };
  }
  return null;
}

/** Sequences that nothing is compared by, or that may be anything. */
const passedOver: ReadonlySet<string> = new Set(['LOCALIZER', 'OTHER', 'UNKNOWN']);

function kindsOf(acquisitions: readonly Acquisition[]): ReadonlySet<string> {
  return new Set(
    acquisitions
      .filter(({ derived, sequence, region }) => !derived && !passedOver.has(sequence) && region !== 'unknown')
      .map(({ sequence, region }) => `${sequence} ${region}`),
  );
}
