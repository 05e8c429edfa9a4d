import { type Image, positive, typical } from './image.ts';
import { projected, sliceNormal } from './orientation.ts';

/** One slice of a stack: where it lies along the normal, and the images that show it. */
export type Slice = { readonly alongMm: number; readonly images: readonly Image[] };

/**
 * Two images closer than this along the normal show the same slice: positions are rounded, and no scanner steps by less than
 * a quarter of the thickness (GE's fourfold slice interpolation).
 */
const sameSlice = { mm: 0.05, shareOfThickness: 0.1 };

/** What projecting may add to a value that stands right at a limit, so that a turned patient is judged as a straight one. */
export const rounding = 1e-4;

/** The slices of a stack of one orientation in the order of their projected positions; images without a position are left out. */
export function slicesOf(images: readonly Image[]): readonly Slice[] {
  const normal = images.map(({ attributes }) => sliceNormal(attributes.ImageOrientationPatient)).find(Boolean);
  if (!normal) return [];
  const placed = images
    .flatMap((image) => {
      const position = image.attributes.ImagePositionPatient;
      const known = position?.length === 3 && position.every(Number.isFinite);
      return known ? [{ image, alongMm: projected(position, normal) }] : [];
    })
    .sort((a, b) => a.alongMm - b.alongMm);
  const thicknessMm = typical(images.map(({ attributes }) => positive(attributes.SliceThickness))) ?? 0;
  const toleranceMm = Math.max(sameSlice.mm, sameSlice.shareOfThickness * thicknessMm) + rounding;
  const slices: { alongMm: number; images: Image[] }[] = [];
  for (const { image, alongMm } of placed) {
    const last = slices.at(-1);
    if (last !== undefined && alongMm - last.alongMm <= toleranceMm) last.images.push(image);
    else slices.push({ alongMm, images: [image] });
  }
  return slices;
}

/** The distances between neighbouring slices, mm. */
export function distancesMm(slices: readonly Slice[]): readonly number[] {
  return slices.slice(1).map(({ alongMm }, index) => alongMm - (slices[index]?.alongMm ?? alongMm));
}

/** A distance this close to a whole number of steps is that number of steps. */
export const stepTolerance = 0.1;

export function isWholeSteps(distanceMm: number, stepMm: number): boolean {
  const steps = distanceMm / stepMm;
  return (
    steps > 0.5 && Math.abs(steps - Math.round(steps)) <= stepTolerance * Math.max(1, Math.min(steps, 3)) + rounding
  );
}

/**
 * The step between neighbours: the mean of the distances that are one step long, so that the rounding of single positions
 * does not matter. `null` without two slices.
 */
export function stepMm(distances: readonly number[]): number | null {
  const shortest = distances.reduce((least, distance) => Math.min(least, distance), Number.POSITIVE_INFINITY);
  const single = distances.filter((distance) => distance < shortest * 1.5 - rounding);
  return single.length === 0 ? null : single.reduce((sum, distance) => sum + distance, 0) / single.length;
}
