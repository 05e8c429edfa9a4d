import { describe, expect, test } from 'vitest';
import { imagesOf } from '../../../core/acquisition/image.ts';
import { recogniseAcquisitions } from '../../../core/acquisition/index.ts';
import { withReformats } from '../../../core/acquisition/reformattedImages.ts';
import type { AcquisitionHeader, ImageAttributes } from '../../../core/dicom/index.ts';
import { axial, coronal, flair3d, mprage, sagittal, series } from './headers.ts';

const scan: ImageAttributes = {
  ...flair3d,
  FrameOfReferenceUID: '1.9',
  AcquisitionDate: '20250101',
  AcquisitionTime: '101500.25',
  PixelSpacing: [1, 1],
  AcquisitionMatrix: [0, 256, 256, 0],
};
const of = (SeriesNumber: number, orientation: readonly number[], more: ImageAttributes = {}) =>
  series({ ...scan, SeriesNumber, ...more }, { uid: `1.2.${SeriesNumber}`, orientation, slices: 100, spacingMm: 1 });

/** Series numbers of those that are derived. */
const reformats = (...all: readonly (readonly AcquisitionHeader[])[]) =>
  recogniseAcquisitions(all.flat()).flatMap(({ derived, seriesNumber }) => (derived ? [seriesNumber] : []));

describe('a 3D stack in the same plane, of the same timing and moment', () => {
  test('is a reformat where its slices are much thicker, and says so', () => {
    const study = [of(6, sagittal), of(7, sagittal, { SliceThickness: 3 })];
    expect(reformats(...study)).toEqual([7]);
    expect(recogniseAcquisitions(study.flat())[1]?.evidence.at(-1)).toBe(
      'derived images: reformatted from series 6, the same scan in thinner slices',
    );
  });

  test('is a copy where its slices are as thick', () => {
    expect(reformats(of(6, sagittal), of(7, sagittal))).toEqual([]);
  });
});

describe('a 3D stack in another plane, of the same timing and moment', () => {
  test('is a reformat of the one with the lower number, and says so', () => {
    const study = [of(7, axial), of(8, coronal), of(6, sagittal)];
    expect(reformats(...study)).toEqual([7, 8]);
    expect(recogniseAcquisitions(study.flat()).map(({ evidence }) => evidence.at(-1))).toContain(
      'derived images: reformatted from series 6, the same scan in another plane',
    );
  });

  test('is the scan itself, when only its grid can be of the matrix', () => {
    expect(reformats(of(5, axial, { Rows: 160 }), of(6, sagittal))).toEqual([5]);
  });

  test.each<[string, ImageAttributes]>([
    ['another moment', { AcquisitionTime: '102100' }],
    ['another frame of reference', { FrameOfReferenceUID: '1.8' }],
    ['another repetition time', { RepetitionTime: 4800 }],
    ['another inversion time', { InversionTime: 1800 }],
    ['2D', { MRAcquisitionType: '2D' }],
    ['no number', { SeriesNumber: null }],
  ])('is a scan of its own with %s', (_what, more) => {
    expect(reformats(of(6, sagittal), of(7, axial, more))).toEqual([]);
  });

  test('is nothing of the kind in the same plane', () => {
    expect(reformats(of(6, axial), of(7, axial))).toEqual([]);
  });

  test.each<[string, ImageAttributes]>([
    ['midnight, which de-identification leaves', { AcquisitionTime: '000000.00' }],
    ['no time', { AcquisitionTime: '' }],
  ])('may be a scan of its own at %s', (_what, more) => {
    expect(reformats(of(6, sagittal, more), of(7, axial, more))).toEqual([]);
  });

  test('may be a scan of its own where another scan has the same time too', () => {
    const { InversionTime: _none, ...other } = { ...mprage, ...scan, ...mprage };
    const t1 = series({ ...other, SeriesNumber: 9 }, { uid: '1.2.9', slices: 100, spacingMm: 1 });
    expect(reformats(of(6, sagittal), of(7, axial), t1)).toEqual([]);
  });
});

describe('without times, a grid that cannot be of the matrix that both state', () => {
  const timeless: ImageAttributes = { AcquisitionDate: '', AcquisitionTime: '' };

  test('is a reformat', () => {
    expect(reformats(of(6, sagittal, timeless), of(7, axial, { ...timeless, Rows: 160 }))).toEqual([7]);
  });

  test('is not enough when the matrices differ', () => {
    const other = { ...timeless, Rows: 160, AcquisitionMatrix: [0, 320, 256, 0] };
    expect(reformats(of(6, sagittal, timeless), of(7, axial, other))).toEqual([]);
  });
});

test('a localizer in three planes is left alone', () => {
  const planes = [of(6, sagittal), of(7, axial), of(8, coronal)].flatMap((headers) =>
    recogniseAcquisitions(headers).map((acquisition) => ({
      acquisition: { ...acquisition, sequence: 'LOCALIZER' as const },
      images: imagesOf(headers),
      frameOfReference: '1.9',
      centre: null,
      ownRegion: true,
      someSpine: false,
      unnamedSlab: false,
      partBySize: false,
      onlyStudy: false,
    })),
  );
  expect(withReformats(planes)).toEqual(planes);
});
