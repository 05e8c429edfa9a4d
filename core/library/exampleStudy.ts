import type { Acquisition, BodyRegion } from '../acquisition/index.ts';
import type { ExampleAcquisition, ExamRegion } from '../protocol/index.ts';

/** The acquisitions of an example, in full; what it leaves out is ordinary, and good. */
export function exampleStudy(study: readonly ExampleAcquisition[], region: ExamRegion): readonly Acquisition[] {
  return study.map((acquisition, index) => inFull(acquisition, region, index + 1));
}

const bodyRegionOf: Readonly<Record<ExamRegion, BodyRegion>> = { brain: 'brain', cord: 'whole-cord', orbit: 'orbit' };

function inFull(given: ExampleAcquisition, region: ExamRegion, number: number): Acquisition {
  const { thickness = 1, inPlane = 0.5, dimension = '2D', field = 3 } = given;
  const { gap, spacing } = distances(given, thickness);
  const pixels = given.pixels === undefined ? inPlane : given.pixels;
  return {
    id: `example.${number}#1`,
    seriesInstanceUid: `example.${number}`,
    seriesNumber: number,
    seriesDescription: null,
    sequence: given.sequence,
    contrastEnhanced: given.contrast ?? 'no',
    dimension,
    plane: given.plane === undefined ? (dimension === '3D' ? 'sagittal' : 'axial') : given.plane,
    obliquityDeg: null,
    region: given.region ?? bodyRegionOf[region],
    derived: given.derived ?? false,
    fatSuppressed: given.fatSuppressed === undefined ? false : given.fatSuppressed,
    confidence: 1,
    evidence: [],
    scanner: { manufacturer: null, model: null, fieldStrengthT: field, station: null, software: null },
    geometry: {
      slices: 50,
      sliceThicknessMm: thickness,
      spacingMm: spacing,
      gapMm: gap,
      inPlaneMm: pixels === null ? null : [pixels, pixels],
      acquiredInPlaneMm: inPlane === null ? null : [inPlane, inPlane],
      acquiredInPlaneBasis: inPlane === null ? null : 'AcquisitionMatrix',
      coverageMm: given.coverage === undefined ? 150 : given.coverage,
      missingSlices: 0,
    },
    timing: { repetitionTimeMs: null, echoTimeMs: null, inversionTimeMs: null, flipAngleDeg: null, bValues: [] },
    instances: 50,
    acquiredAt: null,
    contrastDelayMin: given.delay ?? null,
  };
}

/** Gap and spacing say the same; what one leaves out the other gives, and neither is known without the thickness. */
function distances(
  { gap, spacing }: ExampleAcquisition,
  thickness: number | null,
): { readonly gap: number | null; readonly spacing: number | null } {
  if (gap !== undefined && spacing !== undefined) return { gap, spacing };
  if (spacing !== undefined) {
    return { gap: spacing === null || thickness === null ? null : rounded(spacing - thickness), spacing };
  }
  const known = gap === undefined ? 0 : gap;
  if (thickness === null) return { gap: gap === undefined ? null : gap, spacing: null };
  return { gap: known, spacing: known === null ? null : rounded(thickness + known) };
}

function rounded(mm: number): number {
  return Math.round(mm * 1e6) / 1e6;
}
