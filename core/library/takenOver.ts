import {
  type Ask,
  type CategoryConstraint,
  indications,
  type OneAcquisition,
  type Requirement,
} from '../protocol/index.ts';
import { valuesOf } from './matchAsks.ts';

/** How much of what one requirement asks another asks too; `rest` are the sequences that only the first asks for. */
export type Share = { readonly isWhole: boolean; readonly rest: readonly OneAcquisition['sequence'][number][] };

/** `null` where the two ask nothing of the same sequence, plane and kind. */
export function shareOf(asked: Requirement, by: readonly Requirement[]): Share | null {
  const others = by.filter(({ region }) => region === asked.region).flatMap(({ asks }) => sequencesAsked(asks));
  const found = sequencesAsked(asked.asks).flatMap((leaf) => {
    const alike = others.filter((other) => areCompatible(leaf, other));
    return leaf.sequence.map((sequence) => ({
      sequence,
      isAsked: alike.some((each) => each.sequence.includes(sequence)),
    }));
  });
  if (!found.some(({ isAsked }) => isAsked)) return null;
  const shared = found.filter(({ isAsked }) => isAsked).map(({ sequence }) => sequence);
  const rest = new Set(found.map(({ sequence }) => sequence).filter((sequence) => !shared.includes(sequence)));
  return { isWhole: found.every(({ isAsked }) => isAsked), rest: [...rest] };
}

/**
 * The requirements of `there` that ask, under other ids, for what `one` asks. One whose own id is in `here` counts only where it did not
 * ask that already.
 */
export function counterparts(
  one: Requirement,
  here: readonly Requirement[],
  there: readonly Requirement[],
): readonly Requirement[] {
  if (there.some(({ id }) => id === one.id)) return [];
  return there.filter((other) => {
    if (shareOf(one, [other]) === null) return false;
    const before = here.find(({ id }) => id === other.id);
    const isShared = (requirement: Requirement | undefined, indication: (typeof indications)[number]) =>
      requirement?.indications[indication] !== undefined && shareOf(one, [requirement]) !== null;
    return indications.some(
      (indication) =>
        one.indications[indication] !== undefined && isShared(other, indication) && !isShared(before, indication),
    );
  });
}

/** What is asked of sequences; how far the slices reach and when they were made is asked of what others ask for. */
function sequencesAsked(ask: Ask): readonly OneAcquisition[] {
  switch (ask.kind) {
    case 'anyOf':
    case 'atLeast':
      return ask.of.flatMap(sequencesAsked);
    case 'one':
      return ask.constraints.some(({ property }) => property === 'coverage' || property === 'contrastDelay')
        ? []
        : [ask];
    default:
      return [];
  }
}

const kinds = [
  'dimension',
  'plane',
  'fatSuppressed',
  'region',
] as const satisfies readonly CategoryConstraint['property'][];

/** Whether one acquisition could be both; before and after contrast are two things even where one of them leaves it open. */
function areCompatible(a: OneAcquisition, b: OneAcquisition): boolean {
  if (valuesOf(a, 'contrastEnhanced').join() !== valuesOf(b, 'contrastEnhanced').join()) return false;
  return kinds.every((kind) => {
    const [one, other] = [valuesOf(a, kind), valuesOf(b, kind)];
    return one.length === 0 || other.length === 0 || one.some((value) => other.includes(value));
  });
}
