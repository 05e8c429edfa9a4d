/**
 * What is read from a DICOM object: the allow-listed acquisition attributes, functional groups flattened, and nothing
 * that names the patient. Attributes keep their DICOM keyword and the unit of PS3.6 (ms, mm, degrees, tesla).
 *
 * Three states of an attribute are kept apart, because they mean different things:
 * - left out: the attribute is not in the header;
 * - `''` (text) or `null` (number, list): it is there and holds no usable value;
 * - anything else, `0` included: the value as written.
 */
export type AcquisitionHeader = {
  readonly StudyInstanceUID: string;
  readonly SeriesInstanceUID: string;
  readonly SOPInstanceUID: string;
  readonly SOPClassUID: string;
  /** Attributes that hold for every frame. */
  readonly shared: ImageAttributes;
  /** One entry a frame, with only what differs from `shared`. A classic image has exactly one, often empty. */
  readonly frames: readonly ImageAttributes[];
  /** What was odd and how it was understood, in plain words; nothing of the patient. */
  readonly remarks: readonly string[];
};

export type ImageAttributes = Readonly<Partial<Record<TextKeyword, string>>> &
  Readonly<Partial<Record<NumberKeyword, number | null>>> &
  Readonly<Partial<Record<NumberListKeyword, readonly number[] | null>>> &
  Readonly<Partial<Record<TextListKeyword, readonly string[] | null>>>;

export type Keyword = TextKeyword | NumberKeyword | NumberListKeyword | TextListKeyword;

export const textKeywords = [
  'Modality',
  'StudyDate',
  'StudyTime',
  'SeriesDate',
  'SeriesTime',
  'AcquisitionDate',
  'AcquisitionTime',
  'AcquisitionDateTime',
  'ContentTime',
  'StudyDescription',
  'SeriesDescription',
  'ProtocolName',
  'BodyPartExamined',
  'Manufacturer',
  'ManufacturerModelName',
  'StationName',
  'DeviceSerialNumber',
  'ReceiveCoilName',
  'MRAcquisitionType',
  'SequenceName',
  'PulseSequenceName',
  'AngioFlag',
  'InPlanePhaseEncodingDirection',
  'FrameOfReferenceUID',
  /** Enhanced MR that was cut into several instances (PS3.3 C.7.6.16.2.2.4): the same in all parts. */
  'ConcatenationUID',
  'PatientPosition',
  'ContrastBolusAgent',
  'ContrastBolusRoute',
  'ContrastBolusStartTime',
  'ContrastBolusIngredient',
  'PatientIdentityRemoved',
  'ComplexImageComponent',
  'AcquisitionContrast',
  'DiffusionDirectionality',
  'StackID',
  /** Enhanced MR: MR Pulse Sequence and MR Modifier macros (PS3.3 C.8.13.4, C.8.13.5). */
  'EchoPulseSequence',
  'InversionRecovery',
  'Spoiling',
  'SteadyStatePulseSequence',
  'EchoPlanarPulseSequence',
  'SpectrallySelectedSuppression',
  'SpectrallySelectedExcitation',
  'T2Preparation',
  'MagnetizationTransfer',
  'FlowCompensation',
] as const;
export type TextKeyword = (typeof textKeywords)[number];

export const numberKeywords = [
  'SeriesNumber',
  'AcquisitionNumber',
  'InstanceNumber',
  'NumberOfFrames',
  'InConcatenationNumber',
  'InConcatenationTotalNumber',
  'ImagesInAcquisition',
  /** Slice positions that the scanner says it acquired; from vendors' elements alone. */
  'SlicesInAcquisition',
  /** Slices that are laid out as tiles of one image (Siemens MOSAIC, UIH VFRAME); from vendors' elements alone. */
  'ImagesInMosaic',
  'Rows',
  'Columns',
  /** T */
  'MagneticFieldStrength',
  /** mm */
  'SliceThickness',
  /** mm, centre to centre where a vendor keeps to the standard */
  'SpacingBetweenSlices',
  /** mm */
  'SliceLocation',
  /** ms */
  'RepetitionTime',
  /** ms */
  'EchoTime',
  /** ms */
  'InversionTime',
  /** degrees */
  'FlipAngle',
  'EchoTrainLength',
  'EchoNumbers',
  'NumberOfAverages',
  /** percent */
  'PercentSampling',
  /** percent */
  'PercentPhaseFieldOfView',
  /** Hz per pixel */
  'PixelBandwidth',
  /** mm */
  'ReconstructionDiameter',
  /** s/mm² */
  'DiffusionBValue',
  /** ml */
  'ContrastBolusVolume',
  'TemporalPositionIdentifier',
  'TemporalPositionIndex',
  'InStackPositionNumber',
  'NumberOfTemporalPositions',
] as const;
export type NumberKeyword = (typeof numberKeywords)[number];

export const numberListKeywords = [
  /** [row, column] mm */
  'PixelSpacing',
  /** [x, y, z] mm, patient coordinates (LPS) */
  'ImagePositionPatient',
  /** six direction cosines: row, then column */
  'ImageOrientationPatient',
  /** [frequency rows, frequency columns, phase rows, phase columns] */
  'AcquisitionMatrix',
  /** Enhanced MR: phase-encoding steps in plane, frequency steps (PS3.3 C.8.13.5.3 MR FOV/Geometry), as [phase, frequency] */
  'AcquisitionSteps',
  /** ms; Enhanced MR, one for each inversion pulse (PS3.3 C.8.13.5.6), in place of InversionTime */
  'InversionTimes',
] as const;
export type NumberListKeyword = (typeof numberListKeywords)[number];

export const textListKeywords = [
  'ImageType',
  'ScanningSequence',
  'SequenceVariant',
  'ScanOptions',
  'SoftwareVersions',
  'DeidentificationMethod',
] as const;
export type TextListKeyword = (typeof textListKeywords)[number];

/** Who the patient is. Kept apart from the header, so that it is hashed where the design asks and stored nowhere. */
export type PatientIdentity = {
  readonly PatientID: string | null;
  readonly IssuerOfPatientID: string | null;
  /** As written, YYYYMMDD. */
  readonly PatientBirthDate: string | null;
};

/** The attributes of one frame: the shared ones with the frame's own on top. */
export function frameAttributes(header: AcquisitionHeader, frame: ImageAttributes): ImageAttributes {
  return { ...header.shared, ...frame };
}
