import type { StudyReport } from './report.ts';
import { noEdition, noKnownEdition, nothingToJudge } from './words.ts';

/** What is said of a study without any verdict. */
export function whyNothingJudged({ acquisitions, reading }: StudyReport): string {
  if (acquisitions.length === 0) return nothingToJudge;
  return reading.rejected.some(({ code }) => code === 'unknown-edition') ? noKnownEdition : noEdition;
}
