import type { VerdictEvent } from '../../../core/records/index.ts';

/** What evaluate publishes of a study's first verdict, "not compliant" unless said otherwise. */
export function verdictEvent({
  site,
  studyKey,
  revision = 1,
  ...facts
}: Pick<VerdictEvent, 'site' | 'studyKey'> & Partial<VerdictEvent>): VerdictEvent {
  return {
    schema: 'ms-mri-check/verdict-event/1',
    site,
    studyKey,
    revision,
    outcome: 'not-compliant',
    previousOutcome: null,
    protocols: [],
    reportPath: `/r/${site}/${studyKey}/${revision}`,
    ...facts,
  };
}
