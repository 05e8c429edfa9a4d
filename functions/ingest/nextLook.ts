import type { StudyItem } from '../../core/records/index.ts';

/** Clocks differ: an arrival this close to the next look does not rely on being seen by it. */
const marginMs = 10_000;

/**
 * Whether a look at the study is sure to come that sees all that is written by now: its message was sent, and nobody has it yet.
 *
 * @param nowMs read after the arrival was counted
 */
export function isLookToCome({ nextLookMs }: StudyItem, nowMs: number, quietSeconds: number): boolean {
  if (nextLookMs === undefined) return false;
  return nowMs + Math.min(marginMs, (quietSeconds * 1000) / 5) < nextLookMs;
}
