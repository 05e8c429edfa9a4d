import { attributeByTag } from './attributeTable.ts';

/** Tags that the reader itself needs, beside the allow-list (PS3.6, PS3.7 for group 0002). */
export const tags = {
  FileMetaInformationGroupLength: 0x00020000,
  MediaStorageSOPClassUID: 0x00020002,
  MediaStorageSOPInstanceUID: 0x00020003,
  TransferSyntaxUID: 0x00020010,
  SpecificCharacterSet: 0x00080005,
  SOPClassUID: 0x00080016,
  SOPInstanceUID: 0x00080018,
  CodeValue: 0x00080100,
  CodeMeaning: 0x00080104,
  PatientID: 0x00100020,
  IssuerOfPatientID: 0x00100021,
  PatientBirthDate: 0x00100030,
  ContrastBolusAgentSequence: 0x00180012,
  ContrastBolusAgentNumber: 0x00189337,
  ContrastBolusUsageSequence: 0x00189341,
  ContrastBolusAgentAdministered: 0x00189342,
  MRImagingModifierSequence: 0x00189006,
  MRReceiveCoilSequence: 0x00189042,
  MRTimingAndRelatedParametersSequence: 0x00189112,
  MREchoSequence: 0x00189114,
  MRModifierSequence: 0x00189115,
  MRDiffusionSequence: 0x00189117,
  MRAveragesSequence: 0x00189119,
  MRFOVGeometrySequence: 0x00189125,
  MRImageFrameTypeSequence: 0x00189226,
  MRAcquisitionFrequencyEncodingSteps: 0x00189058,
  InversionTimes: 0x00189079,
  MRAcquisitionPhaseEncodingStepsInPlane: 0x00189231,
  RFEchoTrainLength: 0x00189240,
  StudyInstanceUID: 0x0020000d,
  SeriesInstanceUID: 0x0020000e,
  AnatomicRegionSequence: 0x00082218,
  FrameAnatomySequence: 0x00209071,
  FrameContentSequence: 0x00209111,
  PlanePositionSequence: 0x00209113,
  PlaneOrientationSequence: 0x00209116,
  UnassignedSharedConvertedAttributesSequence: 0x00209170,
  UnassignedPerFrameConvertedAttributesSequence: 0x00209171,
  SamplesPerPixel: 0x00280002,
  BitsAllocated: 0x00280100,
  PixelMeasuresSequence: 0x00289110,
  SharedFunctionalGroupsSequence: 0x52009229,
  PerFrameFunctionalGroupsSequence: 0x52009230,
  PixelData: 0x7fe00010,
  Item: 0xfffee000,
  ItemDelimitationItem: 0xfffee00d,
  SequenceDelimitationItem: 0xfffee0dd,
} as const;

const names: ReadonlyMap<number, string> = new Map([
  ...Object.entries(tags).map(([name, tag]): [number, string] => [tag, name]),
  ...[...attributeByTag].map(([tag, attribute]): [number, string] => [tag, attribute.keyword]),
]);

/** The group of a tag: its first four digits. */
export function groupOf(tag: number): number {
  return tag >>> 16;
}

/** `(0018,0081) EchoTime`; without a keyword for elements that the reader has no use for. */
export function describeTag(tag: number): string {
  const digits = tag.toString(16).padStart(8, '0').toUpperCase();
  const name = names.get(tag);
  return `(${digits.slice(0, 4)},${digits.slice(4)})${name === undefined ? '' : ` ${name}`}`;
}
