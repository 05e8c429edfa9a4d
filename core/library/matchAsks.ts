import { askInWords } from '../compliance/index.ts';
import type { CategoryConstraint } from '../protocol/index.ts';
import type { Leaf } from './limitWords.ts';

export type MatchedAsks = {
  readonly pairs: readonly (readonly [Leaf, Leaf])[];
  readonly gone: readonly Leaf[];
  readonly added: readonly Leaf[];
};

/**
 * Pairs what two editions ask for the same thing: of the same sequences, and as alike as there is. Of two asks that bear one name, as
 * a 3D FLAIR of 1 mm and an overlapping one of 1.5 mm do, one is paired: lines about both could not be told apart.
 */
export function matchAsks(before: readonly Leaf[], after: readonly Leaf[]): MatchedAsks {
  const ranked = before
    .flatMap((was) => after.map((is) => ({ was, is, likeness: likeness(was, is) })))
    .filter((pair) => pair.likeness > 0)
    .sort((a, b) => (a.likeness === b.likeness ? 0 : b.likeness - a.likeness));
  const pairs: (readonly [Leaf, Leaf])[] = [];
  for (const { was, is } of ranked) {
    const isTaken = pairs.some(([old, now]) => old === was || now === is);
    const isTold = pairs.some(([old, now]) => !areSame(old, now) && askInWords(now) === askInWords(is));
    if (!isTaken && (!isTold || areSame(was, is))) pairs.push([was, is]);
  }
  return {
    pairs: pairs.toSorted(([, a], [, b]) => after.indexOf(a) - after.indexOf(b)),
    gone: before.filter((leaf) => !pairs.some(([old]) => old === leaf)),
    added: after.filter((leaf) => !pairs.some(([, now]) => now === leaf)),
  };
}

function areSame(a: Leaf, b: Leaf): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** 0: another thing altogether. */
function likeness(a: Leaf, b: Leaf): number {
  if (areSame(a, b)) return Infinity;
  if (a.kind !== 'one' || b.kind !== 'one') return a.kind === b.kind ? 1 : 0;
  const shared = a.sequence.filter((sequence) => b.sequence.includes(sequence)).length;
  const [dimension, other] = [valuesOf(a, 'dimension').join(), valuesOf(b, 'dimension').join()];
  if (shared === 0 || (dimension !== '' && other !== '' && dimension !== other)) return 0;
  const alike = (['dimension', 'plane', 'contrastEnhanced', 'fatSuppressed'] as const).filter(
    (property) => valuesOf(a, property).join() === valuesOf(b, property).join(),
  );
  const limits = a.constraints.filter((constraint) =>
    b.constraints.some((other) => JSON.stringify(other) === JSON.stringify(constraint)),
  );
  return 1 + shared + 10 * alike.length + limits.length / 100;
}

/** What a property may be, as an ask says; nothing where it leaves it open. */
export function valuesOf(
  { constraints }: Extract<Leaf, { kind: 'one' }>,
  property: CategoryConstraint['property'],
): readonly (string | boolean)[] {
  return constraints.flatMap((constraint): readonly (string | boolean)[] =>
    constraint.property === property && 'oneOf' in constraint ? constraint.oneOf : [],
  );
}
