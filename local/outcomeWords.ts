import type { VerdictItem } from '../core/records/index.ts';
import type { Report } from '../core/report/index.ts';

/**
 * A study's outcome; where nothing was judged because no guideline edition was in force on its date, that. Each edition in force gives
 * a verdict, be it `not-applicable`, so that an empty list means just this.
 */
export function outcomeWords(outcome: VerdictItem['outcome'], report: Report): string {
  const unjudged = report.studies.find(({ verdicts }) => verdicts?.length === 0);
  if (unjudged === undefined) return outcome;
  return (
    `no guideline edition was in force on ${unjudged.studyDate ?? 'an unknown date'}; nothing was judged ` +
    '(the command line judges it by the editions of another day: check --as-of YYYY-MM-DD)'
  );
}
