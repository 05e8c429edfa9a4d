import { cutSeries } from './cutSeries.ts';
import { type Image, typical, usable } from './image.ts';
import { splitDiffusion } from './splitDiffusion.ts';
import type { Stack } from './splitStacks.ts';

/** A stack, with the images of other series that belong to it, and how that was seen. */
export type JoinedStack = Stack & { readonly joinedBecause: readonly string[] };

/** When stacks of several series are one acquisition. */
export type JoinRule = {
  /** What the parts have in common; `null` for a stack that the rule is not about. */
  readonly shared: (stack: Stack) => string | null;
  /** Whether `next` is certainly a further part of what `parts` are parts of. */
  readonly continues: (parts: readonly Stack[], next: Stack) => boolean;
  /** @param named the series, for a person */
  readonly evidence: (parts: readonly Stack[], named: string) => string;
};

const rules: readonly JoinRule[] = [splitDiffusion, cutSeries];

/**
 * Joins what was acquired at once and stored as several series, where that is certain. The joined stack keeps the UID of the
 * series with the lowest number. Echoes that a vendor stores as series stay apart: each is an acquisition of its own.
 */
export function joinSeries(stacks: readonly Stack[]): readonly JoinedStack[] {
  return rules.reduce<readonly JoinedStack[]>(
    (sofar, rule) => joinBy(rule, sofar),
    stacks.map((stack) => ({ ...stack, joinedBecause: [] })),
  );
}

function joinBy(rule: JoinRule, stacks: readonly JoinedStack[]): readonly JoinedStack[] {
  const wholes = new Map<string, JoinedStack[][]>();
  for (const stack of [...stacks].sort(bySeriesNumber)) {
    const key = rule.shared(stack);
    if (key === null) continue;
    const sharing = wholes.get(key) ?? [];
    wholes.set(key, sharing);
    const whole = sharing.find(
      (parts) => !parts.some((part) => isOfSeries(part, stack)) && rule.continues(parts, stack),
    );
    if (whole === undefined) sharing.push([stack]);
    else whole.push(stack);
  }
  const partsOf = new Map([...wholes.values()].flat().flatMap((parts) => parts.map((part) => [part, parts] as const)));
  // In the order that they had: the number of a stack in its series follows from it.
  return stacks.flatMap((stack) => {
    const parts = partsOf.get(stack) ?? [stack];
    return parts[0] !== stack ? [] : parts.length === 1 ? [stack] : [joinedOf(rule, stack, parts)];
  });
}

function isOfSeries(part: Stack, stack: Stack): boolean {
  return part.seriesInstanceUid === stack.seriesInstanceUid;
}

function joinedOf(rule: JoinRule, first: JoinedStack, parts: readonly JoinedStack[]): JoinedStack {
  return {
    seriesInstanceUid: first.seriesInstanceUid,
    images: parts.flatMap(({ images }) => images),
    joinedBecause: [...first.joinedBecause, rule.evidence(parts, seriesNames(parts))],
  };
}

function seriesNames(parts: readonly Stack[]): string {
  const numbers = parts.map(({ images }) => seriesNumber(images));
  const distinct = new Set(numbers);
  return distinct.size === parts.length && !distinct.has(null)
    ? `series ${numbers.slice(0, -1).join(', ')} and ${numbers.at(-1)}`
    : `${parts.length} series`;
}

function bySeriesNumber(a: Stack, b: Stack): number {
  const [m, n] = [a, b].map(({ images }) => seriesNumber(images) ?? Number.MAX_SAFE_INTEGER);
  if (m !== undefined && n !== undefined && m !== n) return m - n;
  return a.seriesInstanceUid < b.seriesInstanceUid ? -1 : a.seriesInstanceUid > b.seriesInstanceUid ? 1 : 0;
}

function seriesNumber(images: readonly Image[]): number | null {
  return typical(images.map(({ attributes }) => usable(attributes.SeriesNumber)));
}
