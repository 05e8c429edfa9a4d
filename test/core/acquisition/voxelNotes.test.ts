import { describe, expect, test } from 'vitest';
import { recogniseAcquisitions } from '../../../core/acquisition/index.ts';
import type { ImageAttributes } from '../../../core/dicom/index.ts';
import { flair3d, type SeriesOptions, series, t2Tse } from './headers.ts';

const notes = (attributes: ImageAttributes, options: SeriesOptions) =>
  recogniseAcquisitions(series(attributes, options)).flatMap(({ evidence }) =>
    evidence.filter((note) => /voxels|interpolated|overlap/.test(note)),
  );

const matrix = (rows: number, columns: number, mm: number): ImageAttributes => ({
  Rows: 256,
  Columns: 256,
  PixelSpacing: [mm, mm],
  AcquisitionMatrix: [0, columns, rows, 0],
});

describe('in plane', () => {
  test.each([
    ['acquired as reconstructed', matrix(256, 256, 1), []],
    ['acquired as reconstructed but for rounding', matrix(236, 236, 1), []],
    [
      'acquired half as finely',
      { ...matrix(256, 256, 0.5), Rows: 512, Columns: 512 },
      ['interpolated in plane: 1 mm acquired, 0.5 mm reconstructed'],
    ],
    [
      'acquired less finely along the phase alone',
      matrix(192, 256, 0.9),
      ['interpolated in plane: 0.9 × 1.2 mm acquired, 0.9 mm reconstructed'],
    ],
    ['without a matrix', { PixelSpacing: [0.5, 0.5] }, []],
  ])('%s', (_what, grid: ImageAttributes, expected: readonly string[]) => {
    expect(notes({ ...t2Tse, ...grid }, { spacingMm: 3 })).toEqual(expected);
  });
});

describe('a 3D voxel', () => {
  const of3d = (grid: ImageAttributes, thicknessMm: number, spacingMm: number) =>
    notes({ ...flair3d, ...grid, SliceThickness: thicknessMm }, { slices: 100, spacingMm });

  test('of equal edges is isotropic', () => {
    expect(of3d(matrix(256, 256, 1), 1, 1)).toEqual(['isotropic voxels, 1 mm']);
  });

  test('of equal edges whose acquired ones are not known is so as reconstructed', () => {
    expect(of3d({ PixelSpacing: [1, 1] }, 1, 1)).toEqual(['isotropic voxels, as reconstructed, 1 mm']);
  });

  test('that was filled up between its slices is not', () => {
    expect(of3d(matrix(256, 256, 1), 2, 1)).toEqual(['slices interpolated: 2 mm thick, 1 mm apart']);
  });

  test('that was filled up in plane is not', () => {
    expect(of3d({ ...matrix(128, 128, 1) }, 1, 1)).toEqual([
      'interpolated in plane: 2 mm acquired, 1 mm reconstructed',
    ]);
  });
});

test('2D slices that overlap are said to, and 2D voxels never to be isotropic', () => {
  expect(notes({ ...t2Tse, PixelSpacing: [3, 3] }, { spacingMm: 2 })).toEqual(['slices overlap by 1 mm']);
  expect(notes({ ...t2Tse, PixelSpacing: [3, 3] }, { spacingMm: 3 })).toEqual([]);
});
