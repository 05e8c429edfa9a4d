import type { Sequence } from './acquisition.ts';

/** One reason to think that an acquisition is a `sequence`; weights add up per sequence. */
export type Clue = { readonly sequence: Sequence; readonly weight: number; readonly says: string };

/** A number as it is said: 2500 ms, and not 2499.9987 ms. */
export function whole(value: number): string {
  return String(Math.round(value));
}

/** A short time as it is said, to a tenth of a millisecond. */
export function tenth(value: number): string {
  return String(Math.round(value * 10) / 10);
}
