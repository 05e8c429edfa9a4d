import type { StudyItem } from '../../core/records/index.ts';

/** Whether the patient's other studies know a study by the patient and day that it has now. */
export function isKnownAsItIs({ patientPk, studyDate, patientPkTold, studyDateTold }: StudyItem): boolean {
  return patientPkTold === patientPk && studyDateTold === studyDate;
}

/**
 * The study as the patient's other studies know it, where its patient or its day was corrected since, or came only then; `null` where neither
 * was, and where no verdict of it was announced yet.
 */
export function formerlyKnown(study: StudyItem): StudyItem | null {
  if (study.announcedRevision === undefined || isKnownAsItIs(study)) return null;
  return { ...study, patientPk: study.patientPkTold, studyDate: study.studyDateTold };
}
