import { type Image, positive, typical } from './image.ts';

/**
 * The inversion times of a stack in ms, ascending: one for each inversion pulse, so that double inversion recovery has two.
 * Classic images have room for one (0018,0082); Enhanced MR lists them (0018,9079).
 */
export function inversionTimesMs(images: readonly Image[]): readonly number[] {
  const lists = images.map(({ attributes }) => attributes.InversionTimes ?? [attributes.InversionTime]);
  // Not spread into arguments: a series may have more images than a call may have of them.
  const most = lists.reduce((longest, list) => Math.max(longest, list.length), 0);
  const ascending = lists.map((list) =>
    list
      .map(positive)
      .filter((time) => time !== null)
      .sort((a, b) => a - b),
  );
  return Array.from({ length: most }, (_, index) => typical(ascending.map((list) => list[index] ?? null))).filter(
    (time) => time !== null,
  );
}
