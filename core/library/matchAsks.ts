import type { Ask, CategoryConstraint } from '../protocol/index.ts';

type Leaf = Exclude<Ask, { kind: 'anyOf' | 'atLeast' }>;

export type MatchedAsks = {
  readonly pairs: readonly (readonly [Leaf, Leaf])[];
  readonly gone: readonly Leaf[];
  readonly added: readonly Leaf[];
};

/** Pairs what two editions ask for the same thing: of the same sequences, and as alike as there is. */
export function matchAsks(before: readonly Leaf[], after: readonly Leaf[]): MatchedAsks {
  const ranked = before
    .flatMap((was) => after.map((is) => ({ was, is, likeness: likeness(was, is) })))
    .filter((pair) => pair.likeness > 0)
    .sort((a, b) => b.likeness - a.likeness);
  const pairs: (readonly [Leaf, Leaf])[] = [];
  for (const { was, is } of ranked) {
    if (!pairs.some(([old, now]) => old === was || now === is)) pairs.push([was, is]);
  }
  return {
    pairs: pairs.toSorted(([, a], [, b]) => after.indexOf(a) - after.indexOf(b)),
    gone: before.filter((leaf) => !pairs.some(([old]) => old === leaf)),
    added: after.filter((leaf) => !pairs.some(([, now]) => now === leaf)),
  };
}

/** 0: another thing altogether. */
function likeness(a: Leaf, b: Leaf): number {
  if (a.kind !== 'one' || b.kind !== 'one') return a.kind === b.kind ? 1 : 0;
  const shared = a.sequence.filter((sequence) => b.sequence.includes(sequence)).length;
  const dimensions = [valuesOf(a, 'dimension'), valuesOf(b, 'dimension')];
  if (shared === 0 || (dimensions.every((values) => values !== '') && dimensions[0] !== dimensions[1])) return 0;
  const alike = (['dimension', 'plane', 'contrastEnhanced', 'fatSuppressed'] as const).filter(
    (property) => valuesOf(a, property) === valuesOf(b, property),
  );
  const limits = a.constraints.filter((constraint) =>
    b.constraints.some((other) => JSON.stringify(other) === JSON.stringify(constraint)),
  );
  return 1 + shared + 10 * alike.length + limits.length / 100;
}

function valuesOf({ constraints }: Extract<Leaf, { kind: 'one' }>, property: CategoryConstraint['property']): string {
  return constraints
    .map((constraint) => (constraint.property === property && 'oneOf' in constraint ? constraint.oneOf.join() : ''))
    .join('');
}
