import type { Keyword } from '../core/dicom/index.ts';

/** What an attribute is read for, where it stands in Enhanced MR, and what follows when it is not there. */
export type AttributeUse = {
  /** The functional-group macro of Enhanced MR (PS3.3 C.7.6.16, C.8.13.5), where it is not at the top. */
  readonly macro?: string;
  /** The standard attribute that is read where this one is absent. */
  readonly fallback?: string;
  readonly use: string;
  readonly whenAbsent: string;
};

const kept: AttributeUse = { use: 'kept with the image, not judged', whenAbsent: 'nothing' };

function keptIn(macro: string): AttributeUse {
  return { ...kept, macro };
}

const sequenceClue = 'one clue less: the sequence may be `UNKNOWN`, which makes a requirement "cannot tell"';

/** Every keyword of the header; a new one is no program before it is described here. */
export const attributeUses: Readonly<Record<Keyword, AttributeUse>> = {
  Modality: {
    use: 'names what is not judged',
    whenAbsent: 'the SOP class decides; an unknown one without a modality is rejected by its UID',
  },
  StudyDate: {
    use: 'guideline edition in force, order of acquisitions',
    whenAbsent: '`--as-of`, or the day of the evaluation',
  },
  StudyTime: kept,
  SeriesDate: { use: 'order of acquisitions', whenAbsent: 'StudyDate' },
  SeriesTime: { use: 'order of acquisitions', whenAbsent: 'no order; ties are broken by series' },
  AcquisitionDate: { use: 'order of acquisitions', whenAbsent: 'SeriesDate' },
  AcquisitionTime: { use: 'order of acquisitions; time after the injection', whenAbsent: 'SeriesTime, for the order' },
  AcquisitionDateTime: {
    macro: 'Frame Content, as FrameAcquisitionDateTime (0018,9074)',
    use: 'order of acquisitions',
    whenAbsent: 'AcquisitionDate and AcquisitionTime',
  },
  ContentTime: kept,
  StudyDescription: {
    use: 'body region; whether contrast was planned',
    whenAbsent: 'the region from other clues, or `unknown`',
  },
  SeriesDescription: {
    use: 'words that name the sequence, region, contrast, fat suppression',
    whenAbsent: 'ProtocolName; without either, no recorded contrast means `unknown`, not "no"',
  },
  ProtocolName: { use: 'as SeriesDescription', whenAbsent: 'as SeriesDescription' },
  BodyPartExamined: {
    fallback: 'AnatomicRegionSequence of Frame Anatomy',
    use: 'body region',
    whenAbsent: 'words, coil and geometry, or `unknown`: "cannot tell"',
  },
  Manufacturer: {
    use: "how a vendor's field of view and private elements are to be understood",
    whenAbsent: 'the acquired resolution of rectangular fields of view is not known',
  },
  ManufacturerModelName: { use: 'reported', whenAbsent: 'reported as not known' },
  StationName: { use: 'reported', whenAbsent: 'reported as not known' },
  DeviceSerialNumber: kept,
  SoftwareVersions: { use: 'reported', whenAbsent: 'reported as not known' },
  ReceiveCoilName: { macro: 'MR Receive Coil', use: 'body region', whenAbsent: 'other clues' },
  MRAcquisitionType: {
    use: '2D or 3D; how far partitions may lie apart',
    whenAbsent: 'the sequence name or description, else "cannot tell"',
  },
  SequenceName: {
    fallback: 'PulseSequenceName',
    use: 'recognition of the sequence, 2D or 3D',
    whenAbsent: sequenceClue,
  },
  PulseSequenceName: { use: 'as SequenceName', whenAbsent: sequenceClue },
  AngioFlag: kept,
  InPlanePhaseEncodingDirection: {
    macro: 'MR FOV/Geometry',
    use: 'which axis of AcquisitionMatrix is which',
    whenAbsent: 'told from where the zeros of AcquisitionMatrix stand, else no acquired resolution',
  },
  FrameOfReferenceUID: {
    use: 'a region that another series of the same frame of reference shows',
    whenAbsent: 'no region is taken over',
  },
  PatientPosition: kept,
  ContrastBolusAgent: {
    macro: 'Contrast/Bolus Usage, by agent number',
    fallback: 'ContrastBolusAgentSequence, ContrastBolusIngredient',
    use: 'contrast-enhanced or not',
    whenAbsent: '"no" in an intact header, `unknown` in one that was stripped; empty: `unknown`',
  },
  ContrastBolusRoute: { use: 'contrast-enhanced or not', whenAbsent: 'nothing' },
  ContrastBolusVolume: { use: 'contrast-enhanced or not', whenAbsent: 'nothing' },
  ContrastBolusIngredient: { use: 'contrast-enhanced or not', whenAbsent: 'nothing' },
  ContrastBolusStartTime: {
    use: 'whether the image was acquired before the injection, or how long after it',
    whenAbsent: 'a recorded agent counts as given',
  },
  PatientIdentityRemoved: { use: 'whether the header was stripped', whenAbsent: 'an intact header is assumed' },
  DeidentificationMethod: kept,
  ComplexImageComponent: {
    macro: 'MR Image Frame Type',
    use: 'splits magnitude from phase; phase-sensitive images',
    whenAbsent: 'ImageType',
  },
  AcquisitionContrast: { macro: 'MR Image Frame Type', use: 'recognition of the sequence', whenAbsent: sequenceClue },
  ImageType: {
    macro: 'MR Image Frame Type, as FrameType (0008,9007)',
    use: 'derived or not, mosaics, maps; splits stacks',
    whenAbsent: 'an original image is assumed; counts of slices are not believed',
  },
  ScanningSequence: { use: 'recognition of the sequence', whenAbsent: sequenceClue },
  SequenceVariant: { use: 'recognition of the sequence', whenAbsent: sequenceClue },
  ScanOptions: {
    use: 'inversion, flow compensation, fat suppression',
    whenAbsent: 'fat suppression from words, else "cannot tell"',
  },
  EchoPulseSequence: { use: 'recognition of the sequence', whenAbsent: sequenceClue },
  InversionRecovery: { macro: 'MR Modifier', use: 'recognition of the sequence', whenAbsent: sequenceClue },
  EchoPlanarPulseSequence: { use: 'recognition of the sequence', whenAbsent: sequenceClue },
  MagnetizationTransfer: { macro: 'MR Imaging Modifier', use: 'recognition of the sequence', whenAbsent: sequenceClue },
  SpectrallySelectedSuppression: { macro: 'MR Modifier', use: 'fat suppression', whenAbsent: 'ScanOptions, words' },
  Spoiling: keptIn('MR Modifier'),
  SpectrallySelectedExcitation: { macro: 'MR Modifier', use: 'fat suppression', whenAbsent: 'ScanOptions, words' },
  T2Preparation: keptIn('MR Modifier'),
  FlowCompensation: keptIn('MR Modifier'),
  SteadyStatePulseSequence: kept,
  DiffusionDirectionality: keptIn('MR Diffusion'),
  DiffusionBValue: { macro: 'MR Diffusion', use: 'recognition of diffusion imaging', whenAbsent: sequenceClue },
  SeriesNumber: { use: 'order of the report', whenAbsent: 'listed last' },
  AcquisitionNumber: { use: 'whether ImagesInAcquisition speaks of the whole series', whenAbsent: 'taken as one' },
  InstanceNumber: { use: 'order within a series', whenAbsent: 'ordered by UID' },
  NumberOfFrames: {
    use: 'fewer frames described than it says: completeness "cannot tell"',
    whenAbsent: 'the functional groups count',
  },
  ConcatenationUID: { use: 'parts of one Enhanced image', whenAbsent: 'the instance is whole' },
  InConcatenationNumber: { use: 'which part it is', whenAbsent: 'a part is missing: completeness "cannot tell"' },
  InConcatenationTotalNumber: {
    use: 'how many parts there are',
    whenAbsent: 'completeness "cannot tell": the last part may be missing',
  },
  ImagesInAcquisition: {
    use: 'fewer images than it says: completeness "cannot tell"; never that a series is complete',
    whenAbsent: 'positions alone show what is missing',
  },
  SlicesInAcquisition: {
    use: 'fewer slice positions than it says are missing slices; never that a series is complete',
    whenAbsent: 'ImagesInAcquisition; slices lost at either end of a stack cannot be seen',
  },
  ImagesInMosaic: { use: 'slices of a mosaic', whenAbsent: 'a mosaic counts as one slice' },
  Rows: { use: 'field of view, acquired resolution', whenAbsent: 'no acquired resolution; the file counts as cut off' },
  Columns: { use: 'as Rows', whenAbsent: 'as Rows' },
  MagneticFieldStrength: {
    use: 'field strength',
    whenAbsent: '"cannot tell"; every other requirement stands',
  },
  SliceThickness: { macro: 'Pixel Measures', use: 'slice thickness, gap', whenAbsent: '"cannot tell"' },
  SpacingBetweenSlices: {
    use: 'how long a step between slices is, where the positions leave it open; a few slices far apart are for planning',
    whenAbsent: 'the positions alone; sparse ones are then "cannot tell"',
  },
  SliceLocation: kept,
  RepetitionTime: {
    macro: 'MR Timing and Related Parameters',
    use: 'recognition of the sequence',
    whenAbsent: sequenceClue,
  },
  EchoTime: {
    macro: 'MR Echo, as EffectiveEchoTime (0018,9082)',
    use: 'recognition of the sequence; splits echoes',
    whenAbsent: `EchoNumbers splits echoes; ${sequenceClue}`,
  },
  EchoNumbers: { use: 'splits echoes where EchoTime does not', whenAbsent: 'nothing' },
  InversionTime: { use: 'recognition of the sequence', whenAbsent: sequenceClue },
  InversionTimes: {
    macro: 'MR Modifier',
    fallback: 'InversionTime',
    use: 'recognition of the sequence; two of them tell double inversion',
    whenAbsent: sequenceClue,
  },
  FlipAngle: {
    macro: 'MR Timing and Related Parameters',
    use: 'recognition of the sequence',
    whenAbsent: sequenceClue,
  },
  EchoTrainLength: {
    macro: 'MR Timing and Related Parameters',
    fallback: 'RFEchoTrainLength (0018,9240)',
    use: 'recognition of echo-planar imaging',
    whenAbsent: sequenceClue,
  },
  PixelBandwidth: { macro: 'MR Imaging Modifier', use: 'recognition of echo-planar imaging', whenAbsent: sequenceClue },
  NumberOfAverages: keptIn('MR Averages'),
  PercentSampling: keptIn('MR FOV/Geometry'),
  PercentPhaseFieldOfView: {
    macro: 'MR FOV/Geometry',
    use: 'acquired resolution of rectangular fields of view',
    whenAbsent: 'a full field of view is assumed',
  },
  ReconstructionDiameter: kept,
  TemporalPositionIdentifier: kept,
  TemporalPositionIndex: keptIn('Frame Content'),
  NumberOfTemporalPositions: kept,
  StackID: keptIn('Frame Content'),
  InStackPositionNumber: keptIn('Frame Content'),
  PixelSpacing: {
    macro: 'Pixel Measures',
    use: 'in-plane resolution; pixels too coarse for anatomy',
    whenAbsent: '"cannot tell"',
  },
  ImagePositionPatient: {
    macro: 'Plane Position (Patient)',
    use: 'slices, spacing, gap, coverage, missing slices',
    whenAbsent: '"cannot tell", completeness included',
  },
  ImageOrientationPatient: {
    macro: 'Plane Orientation (Patient)',
    use: 'plane, slice normal; splits stacks',
    whenAbsent: '"cannot tell"',
  },
  AcquisitionMatrix: {
    fallback: 'AcquisitionSteps',
    use: 'acquired in-plane resolution',
    whenAbsent: 'the reconstructed resolution is judged, and the finding says so',
  },
  AcquisitionSteps: {
    macro: 'MR FOV/Geometry, from (0018,9231) and (0018,9058)',
    use: 'acquired in-plane resolution',
    whenAbsent: 'as AcquisitionMatrix',
  },
};
