const minute = 60;
const hour = 60 * minute;

/**
 * How long to wait before the next try, in seconds: after the first, the second, and so on. The first is longer than the lease of a claim
 * (`functions/tables/deliveries.ts`), so that a try that ended in the dark does not take the next one's place.
 */
const waits = [3 * minute, 10 * minute, 30 * minute, 2 * hour, 6 * hour] as const;

/** After so many tries the message is a dead letter: the queue's `maxReceiveCount`. */
export const mostTries = waits.length + 1;

/** Of the last try none: the queue is to give it to the dead letters as soon as it can. */
export function waitAfterTry(tries: number): number {
  return waits[Math.max(tries, 1) - 1] ?? 0;
}
