import { type Image, positive, rounded, typical, typicalText } from './image.ts';
import { holdsMosaics } from './mosaic.ts';

export type InPlaneResolution = {
  /** [row, column] spacing in mm. */
  readonly inPlaneMm: readonly [number, number] | null;
  readonly acquiredInPlaneMm: readonly [number, number] | null;
  readonly acquiredInPlaneBasis: string | null;
};

type Pair = readonly [number, number];

/**
 * Reconstructed pixel spacing and, where the header lets us know it, the resolution that was acquired:
 * field of view over acquired samples. The guidelines do not say which of the two they mean, so both are reported.
 */
export function inPlaneResolution(images: readonly Image[]): InPlaneResolution {
  const first = firstWithSpacing(images);
  const inPlane = pair(first?.attributes.PixelSpacing);
  if (inPlane === null) return { inPlaneMm: null, acquiredInPlaneMm: null, acquiredInPlaneBasis: null };
  const inPlaneMm: Pair = [rounded(inPlane[0]), rounded(inPlane[1])];
  const acquired = acquiredPixel(images);
  if (acquired === null || !isPlausible(acquired.mm, inPlane)) {
    return { inPlaneMm, acquiredInPlaneMm: null, acquiredInPlaneBasis: null };
  }
  return {
    inPlaneMm,
    acquiredInPlaneMm: [rounded(acquired.mm[0]), rounded(acquired.mm[1])],
    acquiredInPlaneBasis: acquired.basis,
  };
}

/**
 * Whether the pixels can have been made from the samples that the header states. A reformat keeps the matrix of the images that
 * it was cut from, and has a grid of its own. `null`: not stated, or not known what the vendor means.
 */
export function gridFitsMatrix(images: readonly Image[]): boolean | null {
  const inPlane = pair(firstWithSpacing(images)?.attributes.PixelSpacing);
  const acquired = acquiredPixel(images);
  return inPlane === null || acquired === null ? null : isPlausible(acquired.mm, inPlane);
}

/** Reconstruction interpolates, by at most about four; anything else says that the matrix means something different. */
function isPlausible(acquiredMm: Pair, inPlaneMm: Pair): boolean {
  return acquiredMm.every((mm, axis) => mm > (inPlaneMm[axis] ?? mm) * 0.8 && mm < (inPlaneMm[axis] ?? mm) * 5);
}

function acquiredPixel(images: readonly Image[]): { readonly mm: Pair; readonly basis: string } | null {
  const first = firstWithSpacing(images);
  const inPlane = pair(first?.attributes.PixelSpacing);
  if (first === undefined || inPlane === null) return null;
  const rows = positive(first.attributes.Rows);
  const columns = positive(first.attributes.Columns);
  // The tiles of a mosaic have a field of view of their own, which the standard attributes do not give.
  if (rows === null || columns === null || holdsMosaics([first])) return null;
  const acquiredFrom = acquiredSamples(first);
  const phaseShare = phaseFieldOfViewShare(images, rows === columns);
  if (acquiredFrom === null || phaseShare === null) return null;
  const { counts, phaseAxis, basis } = acquiredFrom;
  return {
    mm: [
      (rows * inPlane[0] * (phaseAxis === 'row' ? phaseShare : 1)) / counts[0],
      (columns * inPlane[1] * (phaseAxis === 'column' ? phaseShare : 1)) / counts[1],
    ],
    basis,
  };
}

function firstWithSpacing(images: readonly Image[]): Image | undefined {
  return images.find(({ attributes }) => pair(attributes.PixelSpacing) !== null);
}

type Samples = { readonly counts: Pair; readonly phaseAxis: 'row' | 'column'; readonly basis: string };

/**
 * How many samples lie down the image and across it, from whichever attribute tells.
 *
 * (0018,1310) is frequency rows, frequency columns, phase rows, phase columns, two of them 0. Siemens, GE, Philips, Canon and
 * UIH agree on what they write: `[0, f, p, 0]` when phase is encoded along the rows, `[f, 0, 0, p]` when along the columns
 * (a 64 × 42 image whose rows are phase-encoded carries 0\64\42\0), so "rows" and "columns" name the encoding direction.
 */
function acquiredSamples({ attributes }: Image): Samples | null {
  const direction = attributes.InPlanePhaseEncodingDirection?.trim().toUpperCase();
  const matrix = attributes.AcquisitionMatrix;
  if (matrix?.length === 4) {
    const [frequencyRows = 0, frequencyColumns = 0, phaseRows = 0, phaseColumns = 0] = matrix;
    const alongRows = direction === 'ROW' || (direction === undefined && frequencyColumns > 0 && phaseRows > 0);
    const alongColumns =
      direction?.startsWith('COL') || (direction === undefined && frequencyRows > 0 && phaseColumns > 0);
    const frequency = frequencyRows || frequencyColumns;
    const phase = phaseRows || phaseColumns;
    if (alongRows || alongColumns) return samples(frequency, phase, alongRows, 'AcquisitionMatrix');
  }
  const [phase = 0, frequency = 0] = attributes.AcquisitionSteps ?? [];
  if (direction !== 'ROW' && !direction?.startsWith('COL')) return null;
  return samples(frequency, phase, direction === 'ROW', 'MRAcquisitionPhaseEncodingStepsInPlane');
}

/** Phase encoded along the rows: its samples are what the columns of the image were made from. */
function samples(frequency: number, phase: number, phaseAlongRows: boolean, basis: string): Samples | null {
  if (!(frequency > 0 && phase > 0)) return null;
  return phaseAlongRows
    ? { counts: [frequency, phase], phaseAxis: 'column', basis }
    : { counts: [phase, frequency], phaseAxis: 'row', basis };
}

/**
 * The share of the reconstructed field of view that the phase samples cover, 0 to 1; `null` when a vendor's use of the
 * attributes is not known. A rectangular field of view is cropped by Siemens (the image is not square) and padded back
 * to a square by Philips; GE states the samples for the full square.
 */
function phaseFieldOfViewShare(images: readonly Image[], square: boolean): number | null {
  const percent = typical(images.map(({ attributes }) => positive(attributes.PercentPhaseFieldOfView)));
  if (percent === null || percent >= 99.5 || !square) return 1;
  const manufacturer = typicalText(images.map(({ attributes }) => attributes.Manufacturer))?.toUpperCase() ?? '';
  if (manufacturer.includes('PHILIPS')) return percent / 100;
  if (manufacturer.startsWith('GE')) return 1;
  return null;
}

function pair(values: readonly number[] | null | undefined): Pair | null {
  const [first, second] = values ?? [];
  if (positive(first) === null || positive(second) === null || first === undefined || second === undefined) return null;
  return [first, second];
}
