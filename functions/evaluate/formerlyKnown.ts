import type { StudyItem } from '../../core/records/index.ts';

/** The study as the patient's other studies know it, where its patient or its day was corrected since; `null` where neither was. */
export function formerlyKnown(study: StudyItem): StudyItem | null {
  const { patientPk, studyDate, patientPkTold = patientPk, studyDateTold = studyDate } = study;
  if (patientPkTold === patientPk && studyDateTold === studyDate) return null;
  return { ...study, patientPk: patientPkTold, studyDate: studyDateTold };
}
