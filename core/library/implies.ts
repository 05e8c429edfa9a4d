import type { Ask, Constraint, NumericConstraint, OneAcquisition } from '../protocol/index.ts';

type SetOfAsks = Extract<Ask, { kind: 'atLeast' }>;

/**
 * Whether whatever study meets `a` meets `b` too, as far as their constraints show it: `false` may also be "not seen".
 * A set asks for different acquisitions, so what fills its places may fill those of another set.
 */
export function implies(a: Ask, b: Ask): boolean {
  if (a.kind === 'anyOf') return a.of.every((each) => implies(each, b));
  if (b.kind === 'anyOf') return b.of.some((each) => implies(a, each));
  if (b.kind === 'atLeast') return setImplies(a.kind === 'atLeast' ? a : { kind: 'atLeast', count: 1, of: [a] }, b);
  if (a.kind === 'atLeast') return a.of.filter((place) => !implies(place, b)).length < a.count;
  if (a.kind === 'one' && b.kind === 'one') return oneImplies(a, b);
  if (a.kind === 'every' && b.kind === 'every') return areAsStrict(a.constraints, b.constraints);
  if (a.kind === 'imaged' && b.kind === 'imaged') return a.region === b.region && a.withinDays <= b.withinDays;
  return false;
}

function oneImplies(a: OneAcquisition, b: OneAcquisition): boolean {
  const isOfThem = a.sequence.every((sequence) => b.sequence.includes(sequence));
  const isAllowed = a.derived !== true || b.derived === true;
  return isOfThem && isAllowed && areAsStrict(a.constraints, b.constraints);
}

/** Whichever places of `a` are filled, enough places of `b` are filled with them. */
function setImplies(a: SetOfAsks, b: SetOfAsks): boolean {
  return a.count >= b.count && choices(a.of, a.count).every((filled) => mostPlaces(filled, b.of) >= b.count);
}

/** Every way to choose `count` of the list. */
function choices<T>(list: readonly T[], count: number): readonly (readonly T[])[] {
  if (count === 0) return [[]];
  return list.flatMap((first, index) => choices(list.slice(index + 1), count - 1).map((rest) => [first, ...rest]));
}

/** How many places can be filled at once, each by another of what is there. */
function mostPlaces(filled: readonly Ask[], places: readonly Ask[]): number {
  const [first, ...rest] = filled;
  if (first === undefined || places.length === 0) return 0;
  const withFirst = places.flatMap((place, index) =>
    implies(first, place) ? 1 + mostPlaces(rest, places.toSpliced(index, 1)) : [],
  );
  return Math.max(mostPlaces(rest, places), ...withFirst);
}

function areAsStrict(given: readonly Constraint[], wanted: readonly Constraint[]): boolean {
  return wanted.every((each) => given.some((other) => isAsStrict(other, each)));
}

function isAsStrict(given: Constraint, wanted: Constraint): boolean {
  if (given.property !== wanted.property) return false;
  if ('unit' in given && 'unit' in wanted) {
    const max = (each: NumericConstraint) => each.tolerated?.max ?? each.max ?? Infinity;
    const min = (each: NumericConstraint) => each.tolerated?.min ?? each.min ?? -Infinity;
    return max(given) <= max(wanted) && min(given) >= min(wanted);
  }
  if ('unit' in given || 'unit' in wanted) return false;
  const allowed: readonly (string | boolean)[] = wanted.oneOf;
  return given.oneOf.every((value) => allowed.includes(value));
}
