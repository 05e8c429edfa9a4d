import { type Image, positive, rounded, typical } from './image.ts';
import { holdsMosaics, slicesInMosaic } from './mosaic.ts';
import { projected, sliceNormal } from './orientation.ts';

export type SliceGeometry = {
  readonly slices: number;
  readonly sliceThicknessMm: number | null;
  readonly spacingMm: number | null;
  readonly gapMm: number | null;
  readonly coverageMm: number | null;
  readonly missingSlices: number | null;
  readonly notes: readonly string[];
};

/** Two images closer than this along the normal show the same slice. */
const sameSliceMm = 0.05;
/** A distance this close to a whole number of steps is that number of steps. */
const stepTolerance = 0.1;

/**
 * Slice geometry of one stack from the projected positions, which no vendor redefines; (0018,0088) only explains them.
 * What positions cannot show stays `null`: one slice has no spacing, and unevenly sampled slices have none either.
 */
export function sliceGeometry(images: readonly Image[]): SliceGeometry {
  const sliceThicknessMm = roundedOrNull(typical(images.map(({ attributes }) => positive(attributes.SliceThickness))));
  const statedSpacingMm = typical(images.map(({ attributes }) => positive(attributes.SpacingBetweenSlices)));
  const positions = slicePositions(images);
  const mosaic = holdsMosaics(images);
  const steps = mosaic ? null : evenSteps(positions, statedSpacingMm, sliceThicknessMm, isThreeDimensional(images));
  const slices = (mosaic ? slicesInMosaic(images) : positions.length) || images.length;

  // The tiles of a mosaic are one instance: none can be lost alone.
  const missingSlices = mosaic ? 0 : null;
  if (steps === null) {
    const usesStated =
      statedSpacingMm !== null && sliceThicknessMm !== null && statedSpacingMm >= sliceThicknessMm * 0.99;
    const spacingMm = usesStated ? rounded(statedSpacingMm) : null;
    return {
      slices,
      sliceThicknessMm,
      spacingMm,
      gapMm: gap(spacingMm, sliceThicknessMm),
      coverageMm: null,
      missingSlices,
      notes: [
        usesStated
          ? 'slice spacing taken from SpacingBetweenSlices: the positions do not show it'
          : 'slice spacing not known: the positions do not show it',
      ],
    };
  }
  const spacingMm = rounded(steps.spacingMm);
  const spanned = slices + (steps.missing ?? 0);
  return {
    slices,
    sliceThicknessMm,
    spacingMm,
    gapMm: gap(spacingMm, sliceThicknessMm),
    coverageMm: rounded(spanned * steps.spacingMm, 1),
    missingSlices: steps.missing,
    notes: steps.missing ? [`${steps.missing} slice positions are absent between the first and the last`] : [],
  };
}

function slicePositions(images: readonly Image[]): readonly number[] {
  const reference = images.map(({ attributes }) => sliceNormal(attributes.ImageOrientationPatient)).find(Boolean);
  if (!reference) return [];
  const along: number[] = [];
  for (const { attributes } of images) {
    const position = attributes.ImagePositionPatient;
    if (position?.length === 3 && position.every(Number.isFinite)) along.push(projected(position, reference));
  }
  along.sort((a, b) => a - b);
  return along.filter((position, index) => index === 0 || position - (along[index - 1] ?? position) > sameSliceMm);
}

type Steps = { readonly spacingMm: number; readonly missing: number | null };

function evenSteps(
  positions: readonly number[],
  statedSpacingMm: number | null,
  thicknessMm: number | null,
  threeDimensional: boolean,
): Steps | null {
  const distances = positions.slice(1).map((position, index) => position - (positions[index] ?? position));
  if (distances.length === 0) return null;
  const smallest = median(distances.filter((distance) => distance <= Math.min(...distances) * (1 + stepTolerance)));

  // A few images of a longer series lie whole steps apart: the stated spacing says how long a step is,
  // unless it is smaller than a slice is thick, where some vendors write the gap.
  if (
    statedSpacingMm !== null &&
    statedSpacingMm < smallest * (1 - stepTolerance) &&
    (thicknessMm === null || statedSpacingMm >= thicknessMm * 0.99 || smallest > thicknessMm * 2) &&
    distances.every((distance) => isWhole(distance / statedSpacingMm))
  ) {
    return { spacingMm: statedSpacingMm, missing: missingIn(distances, statedSpacingMm) };
  }
  // The partitions of a 3D slab touch or overlap; a larger step means that slices between are not here.
  if (threeDimensional && thicknessMm !== null && smallest > thicknessMm * 1.5) {
    return distances.every((distance) => isWhole(distance / thicknessMm))
      ? { spacingMm: thicknessMm, missing: missingIn(distances, thicknessMm) }
      : null;
  }
  // Without a stated spacing, slices that lie whole thicknesses apart are as likely to lack the ones between.
  if (
    statedSpacingMm === null &&
    thicknessMm !== null &&
    smallest > thicknessMm * 1.9 &&
    isWhole(smallest / thicknessMm)
  ) {
    return null;
  }
  // Slices further apart than this were sampled from a longer series, not acquired so.
  if (thicknessMm !== null && smallest > thicknessMm * 4) return null;
  if (!distances.every((distance) => isWhole(distance / smallest))) return null;
  return { spacingMm: smallest, missing: missingIn(distances, smallest) };
}

function missingIn(distances: readonly number[], stepMm: number): number {
  return distances.reduce((missing, distance) => missing + Math.round(distance / stepMm) - 1, 0);
}

function isWhole(steps: number): boolean {
  return steps > 0.5 && Math.abs(steps - Math.round(steps)) <= stepTolerance * Math.max(1, Math.min(steps, 3));
}

function isThreeDimensional(images: readonly Image[]): boolean {
  return images.some(({ attributes }) => attributes.MRAcquisitionType?.toUpperCase() === '3D');
}

function gap(spacingMm: number | null, thicknessMm: number | null): number | null {
  return spacingMm === null || thicknessMm === null ? null : rounded(spacingMm - thicknessMm);
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

function roundedOrNull(value: number | null): number | null {
  return value === null ? null : rounded(value);
}
