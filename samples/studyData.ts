/** What a sample study is made of: plain data, one file a study. Times of day are seconds; lengths are millimetres. */
export type StudyData = {
  readonly name: string;
  readonly title: string;
  readonly defaultSeed: number;
  /** What the centre says of the study in its `study.json`. */
  readonly note: {
    readonly indication: 'diagnosis' | 'monitoring' | 'pml-safety';
    readonly regions: readonly string[];
  };
  /** YYYYMMDD */
  readonly studyDate: string;
  /** Seconds after midnight, scanner's local time. */
  readonly startsAtS: number;
  /** Attributes that every instance carries: patient, study, equipment. */
  readonly attributes: DicomAttributes;
  readonly vendor: 'siemens' | 'philips';
  readonly contrast: ContrastInjection | null;
  readonly series: readonly SeriesData[];
};

/** Attributes by their DICOM keyword, in the units of DICOM PS3.6. */
export type DicomAttributes = { readonly [keyword: string]: DicomValue };
export type DicomValue = string | number | readonly (string | number)[];

export type ContrastInjection = {
  /** Seconds after the start of the study. Every series that is acquired later carries `attributes`. */
  readonly atS: number;
  readonly attributes: DicomAttributes;
};

export type SeriesData = {
  readonly number: number;
  readonly folder: string;
  /** Seconds after the start of the study. */
  readonly startsAtS: number;
  readonly durationS: number;
  /** Derived images keep the time at which their source was acquired. */
  readonly acquiredAtS?: number;
  /** One frame of reference a table position: images of one can be laid over each other. */
  readonly table: 'head' | 'neck';
  readonly attributes: DicomAttributes;
  readonly image: {
    readonly rows: number;
    readonly columns: number;
    /** [row, column] */
    readonly pixelSpacingMm: readonly [number, number];
  };
  /** A localizer has three; everything else one. */
  readonly stacks: readonly Stack[];
  /** The stacks are imaged once for each: the b-values of a diffusion series. Left out: once. */
  readonly volumes?: readonly Volume[];
  /** Brightness of fluid and of tissue, 0 to 1. */
  readonly phantom: { readonly fluid: number; readonly tissue: number };
};

export type Stack = {
  readonly plane: 'sagittal' | 'coronal' | 'axial';
  readonly slices: number;
  /** Centre to centre. */
  readonly spacingMm: number;
  /** Patient coordinates (LPS) of the middle of the stack. */
  readonly centreMm: readonly [number, number, number];
  /** About the left-right axis: positive raises the front of an axial slice. */
  readonly tiltDeg?: number;
  /** About the head-foot axis: the head is turned a little. */
  readonly turnDeg?: number;
};

export type Volume = {
  readonly attributes: DicomAttributes;
  /** s/mm², for the vendor's private b-value; `null` where the volume has none. */
  readonly bValue: number | null;
  /** How much of the signal is left, 0 to 1. */
  readonly signal: number;
};
