import type { Answer } from './answer.ts';

export type Confusion = { readonly vendor: string; readonly rows: readonly ConfusionRow[] };
export type ConfusionRow = { readonly expected: string; readonly said: Readonly<Record<string, number>> };

/** What was said of each class, a matrix for each vendor. Where two answers are right the row has both names. */
export function confusionByVendor(answers: readonly Answer[]): readonly Confusion[] {
  return [...Map.groupBy(answers, ({ case: { vendor } }) => vendor)]
    .toSorted(([a, m], [b, n]) => n.length - m.length || (a < b ? -1 : 1))
    .map(([vendor, ofVendor]) => ({
      vendor,
      rows: [...Map.groupBy(ofVendor, ({ case: { expected } }) => expected.sequences.join('|'))]
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .map(([expected, ofClass]) => ({ expected, said: counts(ofClass) })),
    }));
}

function counts(answers: readonly Answer[]): Readonly<Record<string, number>> {
  const groups = [...Map.groupBy(answers, ({ said }) => said)].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(groups.map(([said, { length }]) => [said, length]));
}
