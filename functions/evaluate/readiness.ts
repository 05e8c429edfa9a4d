import type { SettleMessage, StudyItem } from '../../core/records/index.ts';

export type Readiness =
  | { readonly kind: 'judge' }
  /** Something newer arrived, and a newer message is on its way that sees all of it. */
  | { readonly kind: 'superseded' }
  /**
   * Something newer arrived, and no message is known of that sees all of it: the newest arrival relies on this one, or whoever counted it
   * died. To be looked at when the study will have been quiet; `null` where it does not say when that is.
   */
  | { readonly kind: 'overtaken'; readonly seconds: number | null }
  /** Objects are missing of those that `study.json` announces, or an archive is being read: look again when the wait may end. */
  | { readonly kind: 'wait'; readonly seconds: number };

export type ReadinessInput = {
  readonly message: SettleMessage;
  readonly study: StudyItem;
  /** Objects of the study that are here. */
  readonly present: number;
  /** From `study.json`; `null` when it does not say. */
  readonly expected: number | null;
  /** How much longer an archive with images of the study may be read, or be read again; `null` when none is. */
  readonly readingSeconds: number | null;
  readonly nowMs: number;
  readonly capSeconds: number;
};

/** Whether a study is to be judged now. */
export function readiness(input: ReadinessInput): Readiness {
  const { message, study, present, expected, readingSeconds, nowMs, capSeconds } = input;
  const waitedSeconds = (nowMs - (study.waitingSinceMs ?? nowMs)) / 1000;
  const remainingSeconds = Math.ceil(capSeconds - waitedSeconds);
  if (remainingSeconds <= 0) return { kind: 'judge' };
  const short = expected !== null && present < expected;
  // Only a count shows that nothing is on its way any more; the word "complete" alone may have overtaken objects.
  if (readingSeconds === null && message.complete && expected !== null && !short) return { kind: 'judge' };
  if (message.arrival < study.arrivals) {
    // News that somebody is to be told of is told by this message: the newer one may be a backfill's.
    const givesWay = message.aloud !== true && message.arrival < (study.sentArrival ?? 0);
    if (givesWay && isSeenLater(study, nowMs)) return { kind: 'superseded' };
    const seconds = study.quietAtMs === undefined ? null : Math.round((study.quietAtMs - nowMs) / 1000);
    // A message that comes late may find that the study has been quiet since.
    if (seconds === null || seconds > 0) return { kind: 'overtaken', seconds };
  }
  // Also where nothing waits: of what the archive held before, the first image of a new version leaves nothing standing.
  if (readingSeconds !== null) return { kind: 'wait', seconds: Math.min(readingSeconds, remainingSeconds) };
  // Nothing waits: this arrival was judged before, and is again, should its verdict not have been announced.
  if (study.waitingSinceMs === undefined) return { kind: 'judge' };
  return short ? { kind: 'wait', seconds: remainingSeconds } : { kind: 'judge' };
}

/**
 * Whether a message of another number is sure to see every arrival up to now: the newest arrival's own, or one that is still held back. A newer
 * one that was in a hurry ("complete") may have been handled before the newest arrival was counted, which relied on an older one.
 */
function isSeenLater({ arrivals, sentArrival, nextLookMs = 0 }: StudyItem, nowMs: number): boolean {
  return sentArrival === arrivals || nextLookMs > nowMs;
}
