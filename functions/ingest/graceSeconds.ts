/**
 * `_COMPLETE`, dropped last, may overtake objects whose events still wait in the intake queue: S3 delivers events within
 * seconds but in no order, and a batch ahead of it takes some more. Longer than that would only make a person wait.
 */
const longestGraceSeconds = 20;

/** How long a study that the centre calls complete, without saying how many objects it has, waits for stragglers. */
export function graceSeconds(quietSeconds: number): number {
  return Math.min(quietSeconds, longestGraceSeconds);
}
