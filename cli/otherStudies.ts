import type { Acquisition } from '../core/acquisition/index.ts';
import { knownOtherStudies, type OtherStudies, regionsImaged } from '../core/compliance/index.ts';
import { makesAllDoubtful } from '../core/dicom/index.ts';
import type { MrStudy } from './earlierStudies.ts';
import type { ReadStudy } from './groupStudies.ts';
import { isSamePatient } from './patientMark.ts';

/** What the other studies that were given, and name the same patient, show beyond this one. Whether there are more nobody knows here. */
export function otherStudiesOf(
  study: ReadStudy & { readonly acquisitions: readonly Acquisition[] },
  given: readonly MrStudy[],
): OtherStudies {
  const others = given
    .filter(
      (other) =>
        other.studyInstanceUid !== study.studyInstanceUid &&
        isSamePatient(study.patientMarks, other.patientMarks) === true &&
        !mayBeAltered(other),
    )
    .map(({ studyDate, acquisitions }) => ({ studyDate, regions: regionsImaged(acquisitions) }));
  return knownOtherStudies(study, others);
}

/** Whether any header of the study may be altered: then nothing in it is certain. */
export function mayBeAltered({ reading }: ReadStudy): boolean {
  return reading.rejected.some(({ code }) => makesAllDoubtful(code));
}
