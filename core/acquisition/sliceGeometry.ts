import { derivedImages } from './derivedImages.ts';
import { dimensionOf } from './dimension.ts';
import { type Image, positive, rounded, typical } from './image.ts';
import { holdsMosaics, slicesInMosaic } from './mosaic.ts';
import { repeatNotes } from './repeatNotes.ts';
import { distancesMm, isWholeSteps, rounding, slicesOf, stepMm, stepTolerance } from './slicePositions.ts';

export type SliceGeometry = {
  readonly slices: number;
  readonly sliceThicknessMm: number | null;
  readonly spacingMm: number | null;
  readonly gapMm: number | null;
  readonly coverageMm: number | null;
  readonly missingSlices: number | null;
  readonly notes: readonly string[];
};

/**
 * Slice geometry of one stack from the projected positions, which no vendor redefines; (0018,0088) only explains them.
 * What positions cannot show stays `null`: one slice has no spacing, and unevenly sampled slices have none either.
 */
export function sliceGeometry(images: readonly Image[]): SliceGeometry {
  const sliceThicknessMm = roundedOrNull(typical(images.map(({ attributes }) => positive(attributes.SliceThickness))));
  const statedSpacingMm = typical(images.map(({ attributes }) => positive(attributes.SpacingBetweenSlices)));
  const positions = slicesOf(images);
  const mosaic = holdsMosaics(images);
  // A reformat is laid out with whatever distance someone chose.
  const threeDimensional = dimensionOf(images) === '3D' && !derivedImages(images).derived;
  const steps = mosaic ? null : evenSteps(distancesMm(positions), statedSpacingMm, sliceThicknessMm, threeDimensional);
  const slices = (mosaic ? slicesInMosaic(images) : positions.length) || images.length;
  const repeats = mosaic ? [] : repeatNotes(positions);

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
        ...repeats,
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
    notes: [
      ...(steps.missing ? [`${steps.missing} slice positions are absent between the first and the last`] : []),
      ...repeats,
      ...overlapNotes(spacingMm, sliceThicknessMm, threeDimensional),
    ],
  };
}

type Steps = { readonly spacingMm: number; readonly missing: number | null };

function evenSteps(
  distances: readonly number[],
  statedSpacingMm: number | null,
  thicknessMm: number | null,
  threeDimensional: boolean,
): Steps | null {
  const step = stepMm(distances);
  if (step === null) return null;

  // A few images of a longer series lie whole steps apart: the stated spacing says how long a step is,
  // unless it is smaller than a slice is thick, where some vendors write the gap.
  if (
    statedSpacingMm !== null &&
    statedSpacingMm < step * (1 - stepTolerance) - rounding &&
    (thicknessMm === null || statedSpacingMm >= thicknessMm * 0.99 || step > thicknessMm * 2) &&
    distances.every((distance) => isWholeSteps(distance, statedSpacingMm))
  ) {
    return { spacingMm: statedSpacingMm, missing: missingIn(distances, statedSpacingMm) };
  }
  // The partitions of a 3D slab touch or overlap; a larger step means that slices between are not here.
  if (threeDimensional && thicknessMm !== null && step > thicknessMm * 1.5 + rounding) {
    return distances.every((distance) => isWholeSteps(distance, thicknessMm))
      ? { spacingMm: thicknessMm, missing: missingIn(distances, thicknessMm) }
      : null;
  }
  // Without a stated spacing, slices that lie whole thicknesses apart are as likely to lack the ones between.
  if (
    statedSpacingMm === null &&
    thicknessMm !== null &&
    step > thicknessMm * 1.9 + rounding &&
    isWholeSteps(step, thicknessMm)
  ) {
    return null;
  }
  // Slices further apart than this were sampled from a longer series, not acquired so.
  if (thicknessMm !== null && step > thicknessMm * 4 + rounding) return null;
  if (!distances.every((distance) => isWholeSteps(distance, step))) return null;
  return { spacingMm: step, missing: missingIn(distances, step) };
}

function missingIn(distances: readonly number[], stepMm: number): number {
  return distances.reduce((missing, distance) => missing + Math.round(distance / stepMm) - 1, 0);
}

/** Overlap above rounding, mm. */
const overlapMm = 0.05;

/**
 * Partitions of a 3D slab that lie half as far apart as they are thick were zero-filled before the transform (GE ZIP2, Philips
 * over-contiguous slices): what lies between two of them is interpolated, and the thickness is what was measured.
 */
function overlapNotes(spacingMm: number, thicknessMm: number | null, threeDimensional: boolean): readonly string[] {
  if (thicknessMm === null || thicknessMm - spacingMm <= overlapMm) return [];
  const share = spacingMm / thicknessMm;
  return threeDimensional && share > 0.45 && share < 0.55
    ? [`slices interpolated: ${thicknessMm} mm thick, ${spacingMm} mm apart`]
    : [`slices overlap by ${rounded(thicknessMm - spacingMm)} mm`];
}

function gap(spacingMm: number | null, thicknessMm: number | null): number | null {
  return spacingMm === null || thicknessMm === null ? null : rounded(spacingMm - thicknessMm);
}

function roundedOrNull(value: number | null): number | null {
  return value === null ? null : rounded(value);
}
