/** BIDS suffixes where they exist, else the field's own words. */
export const sequences = [
  'T1w',
  'T2w',
  'PDw',
  'FLAIR',
  'T2starw',
  'DWI',
  'ADC',
  'ASL',
  'BOLD',
  'FMAP',
  'ANGIO',
  'PERF',
  'MP2RAGE',
  'SWI',
  'DIR',
  'PSIR',
  'STIR',
  'MRS',
  'LOCALIZER',
  'OTHER',
  'UNKNOWN',
] as const;
export type Sequence = (typeof sequences)[number];

export const contrastStates = ['yes', 'no', 'unknown'] as const;
export type ContrastState = (typeof contrastStates)[number];

export const dimensions = ['2D', '3D'] as const;
export type Dimension = (typeof dimensions)[number];

export const planes = ['axial', 'sagittal', 'coronal', 'oblique'] as const;
export type Plane = (typeof planes)[number];

export const bodyRegions = [
  'brain',
  'cervical-cord',
  'thoracic-cord',
  'whole-cord',
  'orbit',
  'other',
  'unknown',
] as const;
export type BodyRegion = (typeof bodyRegions)[number];

/** One homogeneous stack of a series. `null` is "not known", never 0. */
export type Acquisition = {
  /** `<SeriesInstanceUID>#<n>`, n from 1 in the order of acquisition within the series. */
  readonly id: string;
  readonly seriesInstanceUid: string;
  readonly seriesNumber: number | null;
  readonly seriesDescription: string | null;
  readonly sequence: Sequence;
  readonly contrastEnhanced: ContrastState;
  readonly dimension: Dimension | null;
  readonly plane: Plane | null;
  readonly obliquityDeg: number | null;
  readonly region: BodyRegion;
  readonly derived: boolean;
  readonly fatSuppressed: boolean | null;
  /** 0 to 1, of `sequence`. */
  readonly confidence: number;
  readonly evidence: readonly string[];
  readonly scanner: Scanner;
  readonly geometry: Geometry;
  readonly timing: Timing;
  /** SOP instances that hold at least one image of this stack. */
  readonly instances: number;
  /** `YYYY-MM-DDThh:mm:ss.ffffff`, scanner's local time, of the first image; to order acquisitions, not for reports. */
  readonly acquiredAt: string | null;
  /** From the start of the injection to the first image, negative before it; not for reports, which show it in findings. */
  readonly contrastDelayMin: number | null;
  /**
   * On images that belong to `sequence` and do not show what it is asked for: maps of diffusion, b0 alone, phase images, the fat of a
   * Dixon. Not for reports, where the evidence says it.
   */
  readonly withoutItsContrast?: true;
  /** No image says whether it is an original one (ImageType, which every MR image must have); not for reports. */
  readonly mayBeComputed?: true;
};

export type Scanner = {
  readonly manufacturer: string | null;
  readonly model: string | null;
  readonly fieldStrengthT: number | null;
  readonly station: string | null;
  readonly software: string | null;
};

export type Geometry = {
  readonly slices: number;
  readonly sliceThicknessMm: number | null;
  /** Centre to centre along the slice normal, from the positions. */
  readonly spacingMm: number | null;
  /** spacing − thickness; negative when slices overlap (over-contiguous). */
  readonly gapMm: number | null;
  /** [row, column] as reconstructed. */
  readonly inPlaneMm: readonly [number, number] | null;
  /** [row, column] as acquired. */
  readonly acquiredInPlaneMm: readonly [number, number] | null;
  /** The attribute that the acquired resolution was computed from. */
  readonly acquiredInPlaneBasis: string | null;
  /** slices × spacing along the normal. */
  readonly coverageMm: number | null;
  /** Positions that are absent between the first and the last slice, or by the scanner's count of them. */
  readonly missingSlices: number | null;
};

export type Timing = {
  readonly repetitionTimeMs: number | null;
  readonly echoTimeMs: number | null;
  readonly inversionTimeMs: number | null;
  readonly flipAngleDeg: number | null;
  /** s/mm², ascending, distinct. */
  readonly bValues: readonly number[];
};
