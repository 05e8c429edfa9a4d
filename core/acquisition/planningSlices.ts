import type { AcquisitionPhysics } from './acquisitionPhysics.ts';

/** More slices than these are for looking at, however far apart. */
const mostSlices = 15;
/** A slice and a half from one to the next: gaps are a tenth to a half of a slice in what is read. Without the thickness: further than any slice of a head. */
const far = { thicknesses: 1.5, mm: 10 };

/** A few slices with more between them than belongs between slices that are read, as for planning. */
export function isSparse({ images, sliceThicknessMm, sliceSpacingMm }: AcquisitionPhysics): boolean {
  if (images > mostSlices || sliceSpacingMm === null) return false;
  return sliceThicknessMm === null ? sliceSpacingMm >= far.mm : sliceSpacingMm >= sliceThicknessMm * far.thicknesses;
}

/** Slices with no more between them than belongs between slices that are read. */
export function isClosed({
  sliceThicknessMm,
  sliceSpacingMm,
}: Pick<AcquisitionPhysics, 'sliceThicknessMm' | 'sliceSpacingMm'>): boolean {
  return sliceThicknessMm !== null && sliceSpacingMm !== null && sliceSpacingMm < sliceThicknessMm * far.thicknesses;
}
