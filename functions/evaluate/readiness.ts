import type { SettleMessage, StudyItem } from '../../core/records/index.ts';

export type Readiness =
  | { readonly kind: 'judge' }
  /** Something newer arrived, and a newer message is on its way. */
  | { readonly kind: 'superseded' }
  /** Something newer arrived, but nobody knows whether its message was sent. */
  | { readonly kind: 'overtaken' }
  /** Objects are missing of those that `study.json` announces: look again when the wait may end. */
  | { readonly kind: 'wait'; readonly seconds: number };

export type ReadinessInput = {
  readonly message: SettleMessage;
  readonly study: StudyItem;
  /** Objects of the study that are here. */
  readonly present: number;
  /** From `study.json`; `null` when it does not say. */
  readonly expected: number | null;
  readonly nowMs: number;
  readonly capSeconds: number;
};

/** Whether a study is to be judged now. */
export function readiness({ message, study, present, expected, nowMs, capSeconds }: ReadinessInput): Readiness {
  const waitedSeconds = (nowMs - (study.waitingSinceMs ?? nowMs)) / 1000;
  const remainingSeconds = Math.ceil(capSeconds - waitedSeconds);
  if (remainingSeconds <= 0) return { kind: 'judge' };
  const short = expected !== null && present < expected;
  // Only a count shows that nothing is on its way any more; the word "complete" alone may have overtaken objects.
  if (message.complete && expected !== null && !short) return { kind: 'judge' };
  if (message.arrival < study.arrivals)
    return { kind: message.arrival < (study.sentArrival ?? 0) ? 'superseded' : 'overtaken' };
  // Nothing waits: this arrival was judged before, and is again, should its verdict not have been announced.
  if (study.waitingSinceMs === undefined) return { kind: 'judge' };
  return short ? { kind: 'wait', seconds: remainingSeconds } : { kind: 'judge' };
}
