import type { Slice } from './slicePositions.ts';

/** What the images say about slices that are there more than once: volumes of a series, or single slices that came again. */
export function repeatNotes(slices: readonly Slice[]): readonly string[] {
  const counts = slices.map(({ images }) => images.length);
  const most = counts.reduce((largest, count) => Math.max(largest, count), 0);
  if (slices.length < 2 || most < 2) return [];
  const [least = 0] = [...counts].sort((a, b) => a - b);
  if (least === most) return [`each of the ${slices.length} slices is here ${times(most)}`];
  const usual = usualCount(counts);
  const more = counts.filter((count) => count > usual);
  const fewer = counts.filter((count) => count < usual).length;
  return [
    ...(usual > 1 ? [`most slices are here ${times(usual)}`] : []),
    ...(more.length > 0 ? [`${plural(more.length)} here ${usual === 1 && most === 2 ? 'twice' : 'more often'}`] : []),
    ...(fewer > 0 ? [`${plural(fewer)} here fewer times than the others: images may be missing`] : []),
  ];
}

function usualCount(counts: readonly number[]): number {
  const frequent = [...Map.groupBy(counts, (count) => count)].sort(([a, m], [b, n]) => n.length - m.length || a - b);
  return frequent[0]?.[0] ?? 0;
}

function times(count: number): string {
  return count === 2 ? 'twice' : `${count} times`;
}

function plural(slices: number): string {
  return slices === 1 ? '1 slice is' : `${slices} slices are`;
}
