import {
  type AcquisitionHeader,
  type ImageAttributes,
  type TextKeyword,
  type TextListKeyword,
  textKeywords,
  textListKeywords,
} from '../../core/dicom/index.ts';

/**
 * Texts whose words the standard or the vendor fixes, dates, UIDs, who made the scanner, and the record of the injection:
 * these stay. Every other text is taken for free and blanked, also one that comes to be read later.
 */
const kept: readonly (TextKeyword | TextListKeyword)[] = [
  'Modality',
  'StudyDate',
  'StudyTime',
  'SeriesDate',
  'SeriesTime',
  'AcquisitionDate',
  'AcquisitionTime',
  'AcquisitionDateTime',
  'ContentTime',
  'Manufacturer',
  'ManufacturerModelName',
  'DeviceSerialNumber',
  'SoftwareVersions',
  'MRAcquisitionType',
  'AngioFlag',
  'InPlanePhaseEncodingDirection',
  'FrameOfReferenceUID',
  'ConcatenationUID',
  'PatientPosition',
  'ContrastBolusAgent',
  'ContrastBolusRoute',
  'ContrastBolusStartTime',
  'ContrastBolusIngredient',
  'PatientIdentityRemoved',
  'DeidentificationMethod',
  'ImageType',
  'ScanningSequence',
  'SequenceVariant',
  'ScanOptions',
  'ComplexImageComponent',
  'AcquisitionContrast',
  'DiffusionDirectionality',
  'StackID',
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
];

/** Names that the scanner gives, and no person: de-identification leaves them, and yet they are words. */
const scannersNames: readonly (TextKeyword | TextListKeyword)[] = [
  'SequenceName',
  'PulseSequenceName',
  'ReceiveCoilName',
];

const free = [...textKeywords, ...textListKeywords].filter((keyword) => !kept.includes(keyword));

/** How much of the text of a header is blanked. */
export const blankings = {
  none: [],
  /** What people typed or chose. */
  people: free.filter((keyword) => !scannersNames.includes(keyword)),
  /** As `people`, and the scanner's names of sequence and coil. */
  all: free,
} as const satisfies Record<string, readonly (TextKeyword | TextListKeyword)[]>;
export type Blanking = keyof typeof blankings;

/** The header as de-identification would leave it: free texts there and empty, and everything else as it was. */
export function withoutText(header: AcquisitionHeader, blanking: Blanking): AcquisitionHeader {
  const blanked: ReadonlySet<string> = new Set(blankings[blanking]);
  const blank = (attributes: ImageAttributes): ImageAttributes =>
    Object.fromEntries(
      Object.entries(attributes).map(([keyword, value]) => [
        keyword,
        !blanked.has(keyword) ? value : typeof value === 'string' ? '' : null,
      ]),
    );
  return { ...header, shared: blank(header.shared), frames: header.frames.map(blank) };
}
