import type { Keyword } from './acquisitionHeader.ts';
import { type AttributeValue, attributeValue, type Remarks } from './attributeValue.ts';
import type { RawValue } from './dataSet.ts';
import type { ValueRepresentation } from './valueRepresentation.ts';

/** How the values of a private element are to be understood. */
export type VendorReading =
  | 'text'
  | 'text-list'
  /** The first value; below 0, or as large as the fill values that vendors write (1.7e38), it says nothing. */
  | 'number'
  /** As `number`; 0 stands for "not used". */
  | 'positive-number'
  | 'ge-b-value';

/** A private element (PS3.5 7.8.1) that says what a standard attribute should. */
export type VendorAttribute = {
  /** The Private Creator that reserves the block, without padding. */
  readonly creator: string;
  readonly group: number;
  /** The low byte of the element number; the high byte is the block. */
  readonly element: number;
  /** What an implicit or `UN` element holds. */
  readonly vr: ValueRepresentation;
  /** The name in the sources; one of its own for each row. */
  readonly name: string;
  /** The attribute that it may fill. */
  readonly fills: Keyword;
  readonly reading: VendorReading;
  /** Where its meaning is written. */
  readonly source: string;
};

/**
 * The private elements that are read, in the order of preference where several fill one attribute. Only what a rule or the
 * recognition of a sequence needs, and only where the vendor leaves the standard attribute out. Hitachi, Hyperfine and
 * Canon need none: what they have to say stands in standard attributes (Canon and Toshiba write (0018,9087) at the top).
 */
export const vendorAttributes: readonly VendorAttribute[] = [
  {
    creator: 'SIEMENS MR HEADER',
    group: 0x0019,
    element: 0x0c,
    vr: 'IS',
    name: 'SiemensBValue',
    fills: 'DiffusionBValue',
    reading: 'number',
    source: 'GDCM private dictionary, "B_value"; dcm2niix kDiffusion_bValueSiemens',
  },
  {
    creator: 'SIEMENS MR HEADER',
    group: 0x0019,
    element: 0x0a,
    vr: 'US',
    name: 'SiemensNumberOfImagesInMosaic',
    fills: 'ImagesInMosaic',
    reading: 'positive-number',
    source: 'GDCM private dictionary, "NumberOfImagesInMosaic"; dcm2niix kNumberOfImagesInMosaic',
  },
  ...siemensXa(0x5a, 'SiemensScanningSequence', 'ScanningSequence', 'kScanningSequenceSiemens'),
  ...siemensXa(0x5b, 'SiemensSequenceVariant', 'SequenceVariant', 'kSequenceVariant21'),
  ...siemensXa(0x5c, 'SiemensScanOptions', 'ScanOptions', 'kScanOptionsSiemens'),
  {
    creator: 'GEMS_PARM_01',
    group: 0x0043,
    element: 0x39,
    vr: 'IS',
    name: 'GeSlopIntegers6To9',
    fills: 'DiffusionBValue',
    reading: 'ge-b-value',
    source: 'dcmtk private dictionary, "SlopInteger6ToSlopInteger9"; dcm2niix issues 149, 503 and 602 (by GE)',
  },
  {
    creator: 'GEMS_ACQU_01',
    group: 0x0019,
    element: 0x9e,
    vr: 'LO',
    name: 'GeInternalPulseSequenceName',
    fills: 'PulseSequenceName',
    reading: 'text',
    source:
      'GDCM and dcmtk private dictionaries, "Internal Pulse Sequence Name"; dcm2niix kInternalPulseSequenceNameGE',
  },
  {
    creator: 'GEMS_RELA_01',
    group: 0x0021,
    element: 0x4f,
    vr: 'SS',
    name: 'GeLocationsInAcquisition',
    fills: 'SlicesInAcquisition',
    reading: 'positive-number',
    source: 'GDCM and dcmtk private dictionaries, "Locations in acquisition"; dcm2niix kLocationsInAcquisitionGE',
  },
  ...philips(0x03, 'FL', 'DiffusionBFactor', 'DiffusionBValue', 'number'),
  ...philips(0x18, 'SL', 'NumberOfSlicesMR', 'SlicesInAcquisition', 'positive-number'),
  ...philips(0x20, 'LO', 'ScanningTechnique', 'PulseSequenceName', 'text'),
  {
    creator: 'Philips Imaging DD 001',
    group: 0x2001,
    element: 0x84,
    vr: 'DS',
    name: 'PhilipsInversionTime',
    fills: 'InversionTime',
    reading: 'positive-number',
    source: 'GDCM private dictionary, "Inversion Time"',
  },
  {
    creator: 'Philips Imaging DD 001',
    group: 0x2001,
    element: 0x85,
    vr: 'DS',
    name: 'PhilipsMagneticFieldStrength',
    fills: 'MagneticFieldStrength',
    reading: 'positive-number',
    source: 'GDCM private dictionary, "Magnetic Field Strength"',
  },
  {
    creator: 'Image Private Header',
    group: 0x0065,
    element: 0x09,
    vr: 'FD',
    name: 'UihBValue',
    fills: 'DiffusionBValue',
    reading: 'number',
    source: 'table by UIH in dcm2niix issue 225; dcm2niix kDiffusion_bValueUIH',
  },
  {
    creator: 'Image Private Header',
    group: 0x0065,
    element: 0x50,
    vr: 'DS',
    name: 'UihNumberOfSlicesInVolume',
    fills: 'ImagesInMosaic',
    reading: 'positive-number',
    source: 'table by UIH in dcm2niix issue 225, "MR Number Of Slice In Volume"; GDCM SplitGridFilter',
  },
];

/** Private sequences whose items are looked into for the elements above. */
export const vendorSequences: readonly Pick<VendorAttribute, 'creator' | 'group' | 'element'>[] = [
  // Siemens XA, in the shared functional groups.
  { creator: 'SIEMENS MR SDS 01', group: 0x0021, element: 0xfe },
];

/** XA software states the classic terms beside the enhanced macros, in (0021,xxFE) of the shared functional groups. */
function siemensXa(element: number, name: string, fills: Keyword, dcm2niix: string): readonly VendorAttribute[] {
  const source = `dcm2niix ${dcm2niix}; its creator as in the public files of neurolabusc/dcm_qa_xa30`;
  return [
    { creator: 'SIEMENS MR SDS 01', group: 0x0021, element, vr: 'CS', name, fills, reading: 'text-list', source },
  ];
}

/** The creator is written in two ways, and dcmtk lists both. */
function philips(
  element: number,
  vr: ValueRepresentation,
  term: string,
  fills: Keyword,
  reading: VendorReading,
): readonly VendorAttribute[] {
  const row = { group: 0x2001, element, vr, fills, reading };
  const source = `dcmtk private dictionary, "${term}"`;
  return [
    { ...row, creator: 'Philips Imaging DD 001', name: `Philips${term}`, source: `GDCM and ${source}` },
    { ...row, creator: 'PHILIPS IMAGING DD 001', name: `PhilipsUpperCase${term}`, source },
  ];
}

/**
 * Fills what the standard attributes leave open from private elements; never replaces a standard value that is there and
 * usable.
 *
 * @param entries keyword → value of one image, or of one item of the functional groups
 * @param vendorValues name of {@link vendorAttributes} → values as they stand
 */
export function addVendorAttributes(
  entries: Map<string, unknown>,
  vendorValues: ReadonlyMap<string, readonly RawValue[]>,
  remarks: Remarks,
): void {
  if (vendorValues.size === 0) return;
  for (const { name, fills, reading } of vendorAttributes) {
    const raw = vendorValues.get(name);
    if (raw === undefined || says(entries.get(fills))) continue;
    const value = vendorValue(raw, reading, fills, remarks);
    if (says(value)) entries.set(fills, value);
  }
}

function says(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '';
}

function vendorValue(
  raw: readonly RawValue[],
  reading: VendorReading,
  keyword: Keyword,
  remarks: Remarks,
): AttributeValue {
  switch (reading) {
    case 'text':
      return attributeValue(raw, { as: 'text' }, keyword, remarks);
    case 'text-list':
      return attributeValue(raw, { as: 'text-list' }, keyword, remarks);
    case 'number':
      return numberOf(raw[0], keyword, remarks);
    case 'positive-number':
      return numberOf(raw[0], keyword, remarks) || null;
    case 'ge-b-value':
      return geBValue(raw, remarks);
  }
}

/** Above any b-value, time in ms, or number of slices. */
const largestNumber = 1e6;

function numberOf(raw: RawValue | undefined, keyword: Keyword, remarks: Remarks): number | null {
  const value = attributeValue(raw === undefined ? [] : [raw], { as: 'number' }, keyword, remarks);
  return typeof value === 'number' && value >= 0 && value <= largestNumber ? value : null;
}

/** Added by GE to the b-values of multi-b and synthetic series. */
const geBias = 1_000_000_000;
/** The second number of GE's four has this bit in diffusion images, where a first number of 0 is a b-value. */
const geDiffusionBit = 8;

/**
 * `1000\8\0\0`, `1000001000\8\0\0` and `1000\1073741832\0\0` are b = 1000 s/mm²; `0\8\0\0` is b = 0, and `0\0\0\0` stands
 * in every image that is not diffusion-weighted.
 */
function geBValue([first, second]: readonly RawValue[], remarks: Remarks): number | null {
  const stated = attributeValue([first ?? null], { as: 'number' }, 'DiffusionBValue', remarks);
  if (typeof stated !== 'number' || !Number.isInteger(stated) || stated < 0) return null;
  const bValue = stated >= geBias ? stated - geBias : stated;
  if (bValue > largestNumber) return null;
  if (bValue > 0 || stated === geBias) return bValue;
  return (Number(second) & geDiffusionBit) !== 0 ? 0 : null;
}
