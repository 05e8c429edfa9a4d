import { type Image, positive, typical } from './image.ts';
import { distancesMm, isWholeSteps, slicesOf, stepMm } from './slicePositions.ts';

/**
 * Splits the images of a stack by a value that may be a second acquisition or copy of the same slices (before and after
 * contrast, with and without distortion correction), or may differ from slice to slice of one. It is one stack where the
 * positions show that each value fills the holes of the others; else the values are told apart.
 *
 * @param toldBy the value
 * @param volumeOf what tells the volumes apart in which a slice may come again
 */
export function splitWhereRepeated(
  images: readonly Image[],
  toldBy: (image: Image) => string,
  volumeOf: (image: Image) => string,
): readonly (readonly Image[])[] {
  const groups = Map.groupBy(images, toldBy);
  if (groups.size < 2) return [images];
  return fillEachOther(images, toldBy, volumeOf) ? [images] : [...groups.values()];
}

/** Whether each value has slices of its own, and all together lie as the slices of one stack do. */
export function fillEachOther(
  images: readonly Image[],
  toldBy: (image: Image) => string,
  volumeOf: (image: Image) => string,
): boolean {
  const slices = slicesOf(images);
  if (slices.length < 2 || slices.reduce((count, slice) => count + slice.images.length, 0) < images.length)
    return false;
  const twice = slices.some((slice) =>
    [...Map.groupBy(slice.images, volumeOf).values()].some((same) => new Set(same.map(toldBy)).size > 1),
  );
  if (twice) return false;
  const distances = distancesMm(slices);
  const step = stepMm(distances);
  if (step === null || !distances.every((distance) => isWholeSteps(distance, step))) return false;
  // Two stacks that were planned between each other's slices would step by less than a slice is thick.
  const thicknessMm = typical(images.map(({ attributes }) => positive(attributes.SliceThickness)));
  return thicknessMm !== null && step >= thicknessMm * 0.9;
}
