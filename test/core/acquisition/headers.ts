import type { AcquisitionHeader, ImageAttributes } from '../../../core/dicom/index.ts';

export type SeriesOptions = {
  readonly uid?: string;
  readonly slices?: number;
  readonly spacingMm?: number;
  /** Row and column direction cosines. */
  readonly orientation?: readonly number[];
  readonly firstPosition?: readonly [number, number, number];
};

export const axial = [1, 0, 0, 0, 1, 0] as const;
export const sagittal = [0, 1, 0, 0, 0, -1] as const;
export const coronal = [1, 0, 0, 0, 0, -1] as const;

/** A series of classic images: slices one after the other along the normal. */
export function series(attributes: ImageAttributes, options: SeriesOptions = {}): readonly AcquisitionHeader[] {
  const { uid = '1.2.3', slices = 20, spacingMm = 3, orientation = axial, firstPosition = [-100, -100, -30] } = options;
  const normal = crossProduct(orientation);
  return Array.from({ length: slices }, (_, index) => ({
    StudyInstanceUID: '1.2',
    SeriesInstanceUID: uid,
    SOPInstanceUID: `${uid}.${index + 1}`,
    SOPClassUID: '1.2.840.10008.5.1.4.1.1.4',
    shared: {
      Modality: 'MR',
      StudyDate: '20250101',
      InstanceNumber: index + 1,
      Rows: 256,
      Columns: 256,
      PixelSpacing: [0.9, 0.9],
      SliceThickness: 3,
      ImageOrientationPatient: [...orientation],
      ImagePositionPatient: firstPosition.map((start, axis) => start + (normal[axis] ?? 0) * spacingMm * index),
      ImageType: ['ORIGINAL', 'PRIMARY', 'M'],
      ...attributes,
    },
    frames: [{}],
    remarks: [],
  }));
}

/** One series of several lots of images: their instances are numbered through, and each has a UID of its own. */
export function oneSeries(...lots: readonly (readonly AcquisitionHeader[])[]): readonly AcquisitionHeader[] {
  return lots.flat().map((header, index) => ({
    ...header,
    SeriesInstanceUID: lots[0]?.[0]?.SeriesInstanceUID ?? '',
    SOPInstanceUID: `${header.SeriesInstanceUID}.0.${index + 1}`,
    shared: { ...header.shared, InstanceNumber: index + 1 },
  }));
}

/** The images with something changed in some of them. */
export function changed(
  headers: readonly AcquisitionHeader[],
  change: (index: number) => ImageAttributes,
): readonly AcquisitionHeader[] {
  return headers.map((header, index) => ({ ...header, shared: { ...header.shared, ...change(index) } }));
}

/** The classic images of each series as the frames of one Enhanced image, in the order of their numbers. */
export function enhanced(headers: readonly AcquisitionHeader[]): readonly AcquisitionHeader[] {
  const bySeries = Map.groupBy(headers, ({ SeriesInstanceUID }) => SeriesInstanceUID);
  return [...bySeries].flatMap(([uid, images]) => {
    const ordered = images.toSorted((a, b) => (a.shared.InstanceNumber ?? 0) - (b.shared.InstanceNumber ?? 0));
    const [first] = ordered;
    if (first === undefined) return [];
    return [
      {
        ...first,
        SOPInstanceUID: `${uid}.1`,
        SOPClassUID: '1.2.840.10008.5.1.4.1.1.4.1',
        shared: { Modality: 'MR', InstanceNumber: 1, NumberOfFrames: images.length },
        frames: ordered.map(({ shared: { InstanceNumber: _number, ...frame } }) => frame),
      },
    ];
  });
}

function crossProduct([rx = 0, ry = 0, rz = 0, cx = 0, cy = 0, cz = 0]: readonly number[]): readonly number[] {
  return [ry * cz - rz * cy, rz * cx - rx * cz, rx * cy - ry * cx];
}

export const flair2d: ImageAttributes = {
  SeriesDescription: 'ax t2 flair',
  ProtocolName: 'ax t2 flair',
  BodyPartExamined: 'BRAIN',
  Manufacturer: 'SIEMENS',
  MRAcquisitionType: '2D',
  ScanningSequence: ['SE', 'IR'],
  SequenceVariant: ['SK', 'SP'],
  ScanOptions: ['IR'],
  RepetitionTime: 9000,
  EchoTime: 90,
  InversionTime: 2500,
  FlipAngle: 150,
  EchoTrainLength: 16,
};
export const flair3d: ImageAttributes = {
  ...flair2d,
  SeriesDescription: 'sag 3D flair',
  ProtocolName: 'sag 3D flair',
  MRAcquisitionType: '3D',
  RepetitionTime: 5000,
  EchoTime: 388,
  InversionTime: 1650,
  SliceThickness: 1,
};
export const t2Tse: ImageAttributes = {
  SeriesDescription: 't2 tse tra',
  ProtocolName: 't2 tse tra',
  BodyPartExamined: 'BRAIN',
  Manufacturer: 'SIEMENS',
  MRAcquisitionType: '2D',
  ScanningSequence: ['SE'],
  SequenceVariant: ['SK', 'SP'],
  ScanOptions: ['PFP'],
  RepetitionTime: 5000,
  EchoTime: 100,
  FlipAngle: 150,
  EchoTrainLength: 15,
};
export const mprage: ImageAttributes = {
  SeriesDescription: 't1 mprage sag',
  ProtocolName: 't1 mprage sag',
  BodyPartExamined: 'BRAIN',
  Manufacturer: 'SIEMENS',
  MRAcquisitionType: '3D',
  ScanningSequence: ['GR', 'IR'],
  SequenceVariant: ['SP', 'MP'],
  ScanOptions: ['IR'],
  RepetitionTime: 2200,
  EchoTime: 2.5,
  InversionTime: 900,
  FlipAngle: 9,
  SliceThickness: 1,
};
export const stir: ImageAttributes = {
  ...t2Tse,
  SeriesDescription: 'stir sag cspine',
  ProtocolName: 'stir sag cspine',
  BodyPartExamined: 'CSPINE',
  ScanningSequence: ['SE', 'IR'],
  RepetitionTime: 3500,
  EchoTime: 60,
  InversionTime: 160,
};
const { InversionTime: _prepared, ...gradientEcho } = mprage;
export const swi: ImageAttributes = {
  ...gradientEcho,
  SeriesDescription: 'swi tra',
  ProtocolName: 'swi tra',
  ScanningSequence: ['GR'],
  SequenceVariant: ['SP'],
  ScanOptions: ['FC'],
  RepetitionTime: 28,
  EchoTime: 20,
  FlipAngle: 15,
};
