import type { AcquisitionHeader, ImageAttributes } from '../../../core/dicom/index.ts';
import { flair3d, mprage, type SeriesOptions, sagittal, series, stir, t2Tse } from './headers.ts';

type Run = readonly [attributes: ImageAttributes, options: SeriesOptions];

/** Series in the order they were run, ten minutes apart, in a study called "MRI Brain MS" and without BodyPartExamined. */
function studyOf(...runs: readonly Run[]): readonly AcquisitionHeader[] {
  return runs.flatMap(([{ BodyPartExamined: _, ...attributes }, options], index) => {
    const time = `1${Math.floor(index / 6)}${index % 6}000`;
    return series(
      {
        StudyDescription: 'MRI Brain MS',
        MagneticFieldStrength: 3,
        SpacingBetweenSlices: attributes.SliceThickness ?? 3,
        AcquisitionDate: '20250101',
        AcquisitionTime: time,
        SeriesNumber: index + 1,
        ...attributes,
      },
      { uid: `1.2.${index + 1}`, ...options },
    );
  });
}

const called = (name: string): ImageAttributes => ({ SeriesDescription: name, ProtocolName: name });
/** 256 pixels over this many millimetres. */
const field = (mm: number): ImageAttributes => ({ PixelSpacing: [mm / 256, mm / 256] });
const wholeHead: SeriesOptions = {
  orientation: sagittal,
  slices: 176,
  spacingMm: 1,
  firstPosition: [88, -128, 128],
};
const t1Spin: ImageAttributes = {
  ...t2Tse,
  ...called('t1 se sag'),
  RepetitionTime: 500,
  EchoTime: 10,
  FlipAngle: 90,
  EchoTrainLength: 1,
};
/** 39 mm wide and 220 mm high, 180 mm below the middle of a brain. */
const slab: SeriesOptions = { orientation: sagittal, slices: 13, firstPosition: [18, -110, -70] };
const agent: ImageAttributes = { ContrastBolusAgent: 'Dotarem' };

/** A brain and, in a frame of reference of its own, a cord: the only T2w is axial of the cord, and small. */
export const brainAndCord: readonly AcquisitionHeader[] = studyOf(
  [{ ...mprage, ...field(256), FrameOfReferenceUID: '1.8' }, wholeHead],
  [{ ...flair3d, ...field(256), FrameOfReferenceUID: '1.8' }, wholeHead],
  [{ ...mprage, ...field(256), FrameOfReferenceUID: '1.8', ...agent }, wholeHead],
  [{ ...t2Tse, ...called('t2 tse sag'), ...field(220), FrameOfReferenceUID: '1.9' }, slab],
  [{ ...stir, ...called('stir sag'), ...field(220), FrameOfReferenceUID: '1.9' }, slab],
  [
    { ...t2Tse, ...field(180), FrameOfReferenceUID: '1.9' },
    { slices: 20, firstPosition: [-90, -90, -210] },
  ],
);

/** A cord alone, in a study that was booked as one of the brain. */
export const cordAlone: readonly AcquisitionHeader[] = studyOf(
  [{ ...t2Tse, ...called('t2 tse sag'), ...field(220), FrameOfReferenceUID: '1.9' }, slab],
  [{ ...stir, ...called('stir sag'), ...field(220), FrameOfReferenceUID: '1.9' }, slab],
  [{ ...t1Spin, ...field(220), FrameOfReferenceUID: '1.9', ...agent }, slab],
  [
    { ...t2Tse, ...field(180), FrameOfReferenceUID: '1.9' },
    { slices: 13, firstPosition: [-90, -90, -198] },
  ],
);

/** A brain whose axial T2w is too small a stack to be one by its size: only the study's description says so. */
export const brainByItsStudy: readonly AcquisitionHeader[] = studyOf(
  [{ ...mprage, ...field(256), FrameOfReferenceUID: '1.8' }, wholeHead],
  [
    { ...t2Tse, ...field(200), FrameOfReferenceUID: '1.7' },
    { slices: 20, firstPosition: [-100, -100, -30] },
  ],
);

/** The headers without some attributes, in one series or in all. */
export function without(
  headers: readonly AcquisitionHeader[],
  removed: readonly string[],
  ofSeries: (uid: string) => boolean = () => true,
): readonly AcquisitionHeader[] {
  const omit = (attributes: ImageAttributes): ImageAttributes =>
    Object.fromEntries(Object.entries(attributes).filter(([keyword]) => !removed.includes(keyword)));
  return headers.map((header) =>
    ofSeries(header.SeriesInstanceUID)
      ? { ...header, shared: omit(header.shared), frames: header.frames.map(omit) }
      : header,
  );
}
