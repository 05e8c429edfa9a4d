import type { Packing } from './commandLine.ts';

/** Assumed of the studies of a year: most are sent image by image, some exported as one file. Shares add up to 1. */
export const mix: readonly (readonly [instances: number, packing: Packing, share: number])[] = [
  [200, 'loose', 0.25],
  [1000, 'loose', 0.45],
  [5000, 'loose', 0.05],
  [200, 'zip', 0.05],
  [1000, 'zip', 0.18],
  [5000, 'zip', 0.02],
];

/** What is known of one kind of study. */
export type Measured = { readonly packing: Packing; readonly instances: number };

/** The mean of a figure over the mix, or `null` where a kind of study was not measured. */
export function meanOf<M extends Measured>(measured: readonly M[], figure: (one: M) => number): number | null {
  let sum = 0;
  for (const [instances, packing, share] of mix) {
    const one = measured.find((candidate) => candidate.instances === instances && candidate.packing === packing);
    if (one === undefined) return null;
    sum += share * figure(one);
  }
  return sum;
}
