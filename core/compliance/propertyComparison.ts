import type { Acquisition } from '../acquisition/index.ts';
import type { ChangeLimit, ComparedValue, FurtherFacts } from './comparison.ts';
import type { Status } from './verdict.ts';

/** An acquisition with what else is known of it. */
export type Compared = { readonly acquisition: Acquisition; readonly facts: FurtherFacts | null };

/** One property of two acquisitions, in the order now, then. Which of them is the earlier one makes no difference to the status. */
export type PropertyComparison = {
  readonly status: Status;
  readonly observed: ComparedValue;
  readonly prior: ComparedValue;
  readonly change: number | null;
  readonly note: string | null;
};

/** Sums of decimal fractions are not exact. */
const floatNoise = 1e-6;

/** @returns whether `change` is within a numeric limit */
export function isWithinLimit(change: number, limit: ChangeLimit): boolean {
  if ('same' in limit) return change === 0;
  return change <= ('max' in limit ? limit.max : limit.maxPercent) + floatNoise;
}

export function whyUnknown(observed: ComparedValue, prior: ComparedValue): string {
  if (observed !== null) return 'the header of the earlier study does not say';
  return prior === null ? 'the headers do not say' : 'the header of this study does not say';
}
