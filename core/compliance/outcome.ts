import type { Outcome, RequirementVerdict, Verdict } from './verdict.ts';

/** The outcome of one verdict from its requirements. */
export function outcomeOf(requirements: readonly RequirementVerdict[]): Outcome {
  const required = requirements.filter(({ level }) => level === 'required');
  if (required.some(({ status, verification }) => status === 'not-met' && verification !== 'pending'))
    return 'not-compliant';
  if (required.some(({ status }) => status !== 'met')) return 'cannot-tell';
  return requirements.some(isRemarkable) ? 'compliant-with-remarks' : 'compliant';
}

function isRemarkable({ level, status, findings }: RequirementVerdict): boolean {
  if (level === 'optional') return false;
  return status === 'not-met' || (status === 'met' && findings.some(({ remark }) => remark));
}

const worstFirst: readonly Outcome[] = [
  'not-compliant',
  'cannot-tell',
  'compliant-with-remarks',
  'compliant',
  'not-applicable',
];

/** The worst outcome of a study's verdicts; `not-applicable` when there is none. */
export function overallOutcome(verdicts: readonly Verdict[]): Outcome {
  return worstFirst.find((outcome) => verdicts.some((verdict) => verdict.outcome === outcome)) ?? 'not-applicable';
}
