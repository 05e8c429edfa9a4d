import type {
  AcquisitionHeader,
  ImageAttributes,
  NumberKeyword,
  TextKeyword,
  TextListKeyword,
} from '../../core/dicom/index.ts';

/** Names as BIDS or dcm2niix write them, with what one of their units is in the unit of the DICOM attribute. */
const numbers: readonly (readonly [name: string, keyword: NumberKeyword, factor: number])[] = [
  ['RepetitionTime', 'RepetitionTime', 1000],
  ['EchoTime', 'EchoTime', 1000],
  ['InversionTime', 'InversionTime', 1000],
  ['FlipAngle', 'FlipAngle', 1],
  ['EchoTrainLength', 'EchoTrainLength', 1],
  ['EchoNumber', 'EchoNumbers', 1],
  ['MagneticFieldStrength', 'MagneticFieldStrength', 1],
  ['SliceThickness', 'SliceThickness', 1],
  ['SpacingBetweenSlices', 'SpacingBetweenSlices', 1],
  ['NumberOfAverages', 'NumberOfAverages', 1],
  ['PercentSampling', 'PercentSampling', 1],
  ['PercentPhaseFOV', 'PercentPhaseFieldOfView', 1],
  ['PixelBandwidth', 'PixelBandwidth', 1],
  ['SeriesNumber', 'SeriesNumber', 1],
  ['AcquisitionNumber', 'AcquisitionNumber', 1],
];

const texts: readonly (readonly [name: string, keyword: TextKeyword])[] = [
  ['Modality', 'Modality'],
  ['Manufacturer', 'Manufacturer'],
  ['ManufacturersModelName', 'ManufacturerModelName'],
  ['ManufacturerModelName', 'ManufacturerModelName'],
  ['SeriesDescription', 'SeriesDescription'],
  ['ProtocolName', 'ProtocolName'],
  ['StudyDescription', 'StudyDescription'],
  ['BodyPartExamined', 'BodyPartExamined'],
  ['CoilString', 'ReceiveCoilName'],
  ['ReceiveCoilName', 'ReceiveCoilName'],
  ['MRAcquisitionType', 'MRAcquisitionType'],
  ['SequenceName', 'SequenceName'],
  ['PulseSequenceName', 'PulseSequenceName'],
  ['InPlanePhaseEncodingDirectionDICOM', 'InPlanePhaseEncodingDirection'],
  ['PatientPosition', 'PatientPosition'],
];

/** Values that hold the separator of multi-valued elements, which dcm2niix wrote as `\` and, earlier, as `_`. */
const lists: readonly (readonly [name: string, keyword: TextListKeyword])[] = [
  ['ScanningSequence', 'ScanningSequence'],
  ['SequenceVariant', 'SequenceVariant'],
  ['ScanOptions', 'ScanOptions'],
];

/** Terms of (0018,0022) that hold `_` themselves: GE's own. */
const gemsOptions: readonly string[] = [
  'FC_FREQ_AX_GEMS',
  'FC_SLICE_AX_GEMS',
  'SAT_GEMS',
  'EDR_GEMS',
  'EPI_GEMS',
  'ACC_GEMS',
  'FAST_GEMS',
  'FILTERED_GEMS',
  'MT_GEMS',
  'IR_GEMS',
  'SPIRAL_GEMS',
  'PROMO_GEMS',
  'FSP_GEMS',
  'FSR_GEMS',
];

/** BIDS' general description, for sidecars that a person wrote; where it says what (0018,0020) says. */
const scanningSequences: Readonly<Record<string, string>> = { SE: 'SE', GR: 'GR', 'Gradient-Echo': 'GR', EPI: 'EP' };

export type Uids = Pick<AcquisitionHeader, 'StudyInstanceUID' | 'SeriesInstanceUID' | 'SOPInstanceUID'>;

/**
 * A sidecar of a converted image (BIDS, or as dcm2niix writes it) as the header of one image.
 *
 * What it does not have: positions, the matrix, pixel spacing, times of day, frame of reference, b-values (they are in a file
 * of their own), how often a slice was repeated, and the Contrast/Bolus module. So coverage, gaps, time series and contrast
 * cannot be told as from the images, and the header is marked as one from which things were removed.
 */
export function sidecarHeader(params: Readonly<Record<string, unknown>>, uids: Uids): AcquisitionHeader {
  const shared: ImageAttributes = {
    PatientIdentityRemoved: 'YES',
    ...numberAttributes(params),
    ...statedRepetitionTime(params),
    ...textAttributes(params),
    ...listAttributes(params),
    ...orientation(params),
  };
  return { ...uids, SOPClassUID: '1.2.840.10008.5.1.4.1.1.4', shared, frames: [{}], remarks: [] };
}

function numberAttributes(params: Readonly<Record<string, unknown>>): ImageAttributes {
  return Object.fromEntries(
    numbers.flatMap(([name, keyword, factor]) => {
      const value = numberOf(params[name]);
      return value === null ? [] : [[keyword, exact(value * factor)]];
    }),
  );
}

/** BIDS splits (0018,0080), which vendors fill differently: between preparations for most, between excitations for some. */
function statedRepetitionTime(params: Readonly<Record<string, unknown>>): ImageAttributes {
  const seconds =
    numberOf(params.RepetitionTime) ??
    numberOf(params.RepetitionTimePreparation) ??
    numberOf(params.RepetitionTimeExcitation);
  return seconds === null ? {} : { RepetitionTime: exact(seconds * 1000) };
}

function textAttributes(params: Readonly<Record<string, unknown>>): ImageAttributes {
  return Object.fromEntries(
    texts.flatMap(([name, keyword]) => {
      const value = params[name];
      return typeof value === 'string' ? [[keyword, value.trim()]] : [];
    }),
  );
}

function listAttributes(params: Readonly<Record<string, unknown>>): ImageAttributes {
  const values = lists.flatMap(([name, keyword]) => {
    const value = params[name];
    return typeof value === 'string' ? [[keyword, separated(value)]] : [];
  });
  const { ImageType, SoftwareVersions, PulseSequenceType } = params;
  const general = typeof PulseSequenceType === 'string' ? scanningSequences[PulseSequenceType] : undefined;
  return {
    ...(general === undefined ? {} : { ScanningSequence: [general] }),
    ...Object.fromEntries(values),
    ...(isTexts(ImageType) ? { ImageType } : {}),
    ...(typeof SoftwareVersions === 'string' ? { SoftwareVersions: SoftwareVersions.split('\\') } : {}),
  };
}

/** `FC_FREQ_AX_GEMS_FC_NPW_EDR_GEMS` is FC_FREQ_AX_GEMS, FC, NPW and EDR_GEMS. */
function separated(value: string): readonly string[] {
  if (value.includes('\\') || !value.includes('_')) return value.split('\\');
  const terms: string[] = [];
  for (let rest = value; rest !== ''; ) {
    const ofGe = gemsOptions.find((option) => rest === option || rest.startsWith(`${option}_`));
    const term = ofGe ?? rest.split('_')[0] ?? rest;
    terms.push(term);
    rest = rest.slice(term.length + 1);
  }
  return terms;
}

function orientation({ ImageOrientationPatientDICOM: cosines }: Readonly<Record<string, unknown>>): ImageAttributes {
  if (!Array.isArray(cosines) || cosines.length !== 6) return {};
  const numeric = cosines.filter((cosine) => typeof cosine === 'number');
  return numeric.length === 6 ? { ImageOrientationPatient: numeric } : {};
}

function numberOf(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((entry) => typeof entry === 'string');
}

/** 0.00313 s is 3.13 ms, and not 3.1300000000000003. */
function exact(value: number): number {
  return Number(value.toPrecision(12));
}
