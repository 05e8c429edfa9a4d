import {
  type Keyword,
  numberKeywords,
  numberListKeywords,
  textKeywords,
  textListKeywords,
} from './acquisitionHeader.ts';
import type { ValueRepresentation } from './valueRepresentation.ts';

/** How an attribute is kept: `count` is the number of values that a list must have, where PS3.6 fixes it. */
export type AttributeKind =
  | { readonly as: 'text' }
  | { readonly as: 'number' }
  | { readonly as: 'number-list'; readonly count: number | null }
  | { readonly as: 'text-list' };

export type Attribute = {
  readonly tag: number;
  /** The VR of PS3.6: what an implicit header or a `UN` element holds. */
  readonly vr: ValueRepresentation;
  readonly keyword: Keyword;
  readonly kind: AttributeKind;
};

/** Attributes that are ours, or stand in functional groups only, and have no tag in a classic image. */
type KeywordWithoutTag = 'AcquisitionSteps' | 'InversionTimes' | 'SlicesInAcquisition' | 'ImagesInMosaic';

/** Tag and VR of every allow-listed attribute (PS3.6). */
const allowList = {
  ImageType: [0x00080008, 'CS'],
  StudyDate: [0x00080020, 'DA'],
  SeriesDate: [0x00080021, 'DA'],
  AcquisitionDate: [0x00080022, 'DA'],
  AcquisitionDateTime: [0x0008002a, 'DT'],
  StudyTime: [0x00080030, 'TM'],
  SeriesTime: [0x00080031, 'TM'],
  AcquisitionTime: [0x00080032, 'TM'],
  ContentTime: [0x00080033, 'TM'],
  Modality: [0x00080060, 'CS'],
  Manufacturer: [0x00080070, 'LO'],
  StationName: [0x00081010, 'SH'],
  StudyDescription: [0x00081030, 'LO'],
  SeriesDescription: [0x0008103e, 'LO'],
  ManufacturerModelName: [0x00081090, 'LO'],
  ComplexImageComponent: [0x00089208, 'CS'],
  AcquisitionContrast: [0x00089209, 'CS'],
  PatientIdentityRemoved: [0x00120062, 'CS'],
  DeidentificationMethod: [0x00120063, 'LO'],
  ContrastBolusAgent: [0x00180010, 'LO'],
  BodyPartExamined: [0x00180015, 'CS'],
  ScanningSequence: [0x00180020, 'CS'],
  SequenceVariant: [0x00180021, 'CS'],
  ScanOptions: [0x00180022, 'CS'],
  MRAcquisitionType: [0x00180023, 'CS'],
  SequenceName: [0x00180024, 'SH'],
  AngioFlag: [0x00180025, 'CS'],
  SliceThickness: [0x00180050, 'DS'],
  RepetitionTime: [0x00180080, 'DS'],
  EchoTime: [0x00180081, 'DS'],
  InversionTime: [0x00180082, 'DS'],
  NumberOfAverages: [0x00180083, 'DS'],
  EchoNumbers: [0x00180086, 'IS'],
  MagneticFieldStrength: [0x00180087, 'DS'],
  SpacingBetweenSlices: [0x00180088, 'DS'],
  EchoTrainLength: [0x00180091, 'IS'],
  PercentSampling: [0x00180093, 'DS'],
  PercentPhaseFieldOfView: [0x00180094, 'DS'],
  PixelBandwidth: [0x00180095, 'DS'],
  DeviceSerialNumber: [0x00181000, 'LO'],
  SoftwareVersions: [0x00181020, 'LO'],
  ProtocolName: [0x00181030, 'LO'],
  ContrastBolusRoute: [0x00181040, 'LO'],
  ContrastBolusVolume: [0x00181041, 'DS'],
  ContrastBolusStartTime: [0x00181042, 'TM'],
  ContrastBolusIngredient: [0x00181048, 'CS'],
  ReconstructionDiameter: [0x00181100, 'DS'],
  ReceiveCoilName: [0x00181250, 'SH'],
  AcquisitionMatrix: [0x00181310, 'US'],
  InPlanePhaseEncodingDirection: [0x00181312, 'CS'],
  FlipAngle: [0x00181314, 'DS'],
  PatientPosition: [0x00185100, 'CS'],
  PulseSequenceName: [0x00189005, 'SH'],
  EchoPulseSequence: [0x00189008, 'CS'],
  InversionRecovery: [0x00189009, 'CS'],
  FlowCompensation: [0x00189010, 'CS'],
  Spoiling: [0x00189016, 'CS'],
  SteadyStatePulseSequence: [0x00189017, 'CS'],
  EchoPlanarPulseSequence: [0x00189018, 'CS'],
  MagnetizationTransfer: [0x00189020, 'CS'],
  T2Preparation: [0x00189021, 'CS'],
  SpectrallySelectedSuppression: [0x00189025, 'CS'],
  SpectrallySelectedExcitation: [0x00189026, 'CS'],
  DiffusionDirectionality: [0x00189075, 'CS'],
  DiffusionBValue: [0x00189087, 'FD'],
  SeriesNumber: [0x00200011, 'IS'],
  AcquisitionNumber: [0x00200012, 'IS'],
  InstanceNumber: [0x00200013, 'IS'],
  ImagePositionPatient: [0x00200032, 'DS'],
  ImageOrientationPatient: [0x00200037, 'DS'],
  FrameOfReferenceUID: [0x00200052, 'UI'],
  TemporalPositionIdentifier: [0x00200100, 'IS'],
  NumberOfTemporalPositions: [0x00200105, 'IS'],
  ImagesInAcquisition: [0x00201002, 'IS'],
  SliceLocation: [0x00201041, 'DS'],
  StackID: [0x00209056, 'SH'],
  InStackPositionNumber: [0x00209057, 'UL'],
  TemporalPositionIndex: [0x00209128, 'UL'],
  ConcatenationUID: [0x00209161, 'UI'],
  InConcatenationNumber: [0x00209162, 'US'],
  InConcatenationTotalNumber: [0x00209163, 'US'],
  NumberOfFrames: [0x00280008, 'IS'],
  Rows: [0x00280010, 'US'],
  Columns: [0x00280011, 'US'],
  PixelSpacing: [0x00280030, 'DS'],
} as const satisfies Record<Exclude<Keyword, KeywordWithoutTag>, readonly [number, ValueRepresentation]>;

/** Functional-group attributes that say what an allow-listed one says in a classic image (PS3.3 C.7.6.16, C.8.13.5). */
const functionalGroupNames = {
  EffectiveEchoTime: [0x00189082, 'FD', 'EchoTime'],
  InversionTimes: [0x00189079, 'FD', 'InversionTimes'],
  FrameType: [0x00089007, 'CS', 'ImageType'],
  FrameAcquisitionDateTime: [0x00189074, 'DT', 'AcquisitionDateTime'],
} as const satisfies Record<string, readonly [number, ValueRepresentation, Keyword]>;

const keywords: readonly Keyword[] = [...textKeywords, ...numberKeywords, ...numberListKeywords, ...textListKeywords];

const listLengths: Readonly<Partial<Record<Keyword, number>>> = {
  PixelSpacing: 2,
  ImagePositionPatient: 3,
  ImageOrientationPatient: 6,
  AcquisitionMatrix: 4,
};

/** The allow-list by tag, as attributes stand in a classic image or at the top of an enhanced one. */
export const attributeByTag: ReadonlyMap<number, Attribute> = new Map(
  Object.entries(allowList).flatMap(([name, [tag, vr]]) => attributeEntry(name, tag, vr)),
);

/** The allow-list by tag, as attributes stand in a functional group. */
export const groupAttributeByTag: ReadonlyMap<number, Attribute> = new Map([
  ...attributeByTag,
  ...Object.values(functionalGroupNames).flatMap(([tag, vr, keyword]) => attributeEntry(keyword, tag, vr)),
]);

/** The tag of an allow-listed attribute. */
export function tagOf(keyword: keyof typeof allowList): number {
  return allowList[keyword][0];
}

function attributeEntry(name: string, tag: number, vr: ValueRepresentation): [number, Attribute][] {
  const keyword = keywords.find((candidate) => candidate === name);
  return keyword === undefined ? [] : [[tag, { tag, vr, keyword, kind: kindOf(keyword) }]];
}

function kindOf(keyword: Keyword): AttributeKind {
  if (holds(textKeywords, keyword)) return { as: 'text' };
  if (holds(numberKeywords, keyword)) return { as: 'number' };
  if (holds(textListKeywords, keyword)) return { as: 'text-list' };
  return { as: 'number-list', count: listLengths[keyword] ?? null };
}

function holds(list: readonly string[], keyword: string): boolean {
  return list.includes(keyword);
}
