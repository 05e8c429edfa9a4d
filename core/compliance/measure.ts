import type { Acquisition } from '../acquisition/index.ts';
import type { NumericProperty } from '../protocol/index.ts';

/** What an acquisition shows of one property: a value, or why there is none. */
export type Measurement =
  | { readonly value: number; readonly note: string | null }
  | { readonly value: null; readonly note: string };

/** One numeric property of an acquisition, in its unit; a physically impossible value is no value. */
export function measure(acquisition: Acquisition, property: NumericProperty): Measurement {
  return measurements[property](acquisition);
}

const measurements: Readonly<Record<NumericProperty, (acquisition: Acquisition) => Measurement>> = {
  fieldStrength: ({ scanner }) =>
    possible(scanner.fieldStrengthT, 12, 'T', 'the header does not give the field strength (MagneticFieldStrength)'),
  sliceThickness: ({ geometry }) =>
    possible(geometry.sliceThicknessMm, 100, 'mm', 'the header does not give the slice thickness (SliceThickness)'),
  sliceSpacing: ({ geometry }) =>
    possible(geometry.spacingMm, 200, 'mm', 'the positions of the slices are not known (ImagePositionPatient)'),
  sliceGap,
  sliceGapPercent,
  inPlaneResolution,
  pixelSpacing: ({ geometry: { inPlaneMm } }) =>
    inPlaneMm === null
      ? { value: null, note: 'the header does not give the pixel size (PixelSpacing)' }
      : coarser(inPlaneMm, 'as reconstructed'),
  coverage: ({ geometry }) =>
    possible(geometry.coverageMm, 3000, 'mm', 'the positions of the slices are not known (ImagePositionPatient)'),
  contrastDelay: ({ contrastDelayMin }) =>
    contrastDelayMin === null
      ? { value: null, note: 'the header does not tell when contrast was injected (ContrastBolusStartTime)' }
      : { value: contrastDelayMin, note: null },
};

/** Above `largest` no scanner for people can be, or no image of one: the strongest magnet has 11.7 T. */
function possible(value: number | null, largest: number, unit: string, whyAbsent: string): Measurement {
  if (value === null) return { value, note: whyAbsent };
  if (value > 0 && value <= largest) return { value, note: null };
  return { value: null, note: `the header says ${value} ${unit}, which is not possible` };
}

/** Negative where slices overlap. */
function sliceGap({ geometry: { gapMm } }: Acquisition): Measurement {
  if (gapMm !== null && Math.abs(gapMm) <= 200) return { value: gapMm, note: null };
  return { value: null, note: 'the gap cannot be computed: thickness or positions of the slices are not known' };
}

function sliceGapPercent(acquisition: Acquisition): Measurement {
  const gap = sliceGap(acquisition);
  if (gap.value === null) return gap;
  const thickness = measurements.sliceThickness(acquisition);
  if (thickness.value === null) return thickness;
  return { value: (100 * gap.value) / thickness.value, note: null };
}

/**
 * The coarser of the two directions. The guidelines do not say whether they mean acquired or reconstructed pixels;
 * reconstruction can only make them look finer, so the acquired ones are judged where they are known.
 */
function inPlaneResolution({ geometry }: Acquisition): Measurement {
  const { acquiredInPlaneMm, acquiredInPlaneBasis, inPlaneMm } = geometry;
  if (acquiredInPlaneMm !== null) {
    return coarser(acquiredInPlaneMm, `as acquired (${acquiredInPlaneBasis ?? 'basis not recorded'})`);
  }
  if (inPlaneMm !== null) return coarser(inPlaneMm, 'as reconstructed: the acquired one is not in the header');
  return { value: null, note: 'the header does not give the pixel size (PixelSpacing, AcquisitionMatrix)' };
}

function coarser(pair: readonly [number, number], basis: string): Measurement {
  const impossible = pair.find((value) => !(value > 0 && value <= 50));
  if (impossible === undefined) return { value: Math.max(...pair), note: basis };
  return { value: null, note: `the header says ${impossible} mm ${basis}, which is not possible` };
}
