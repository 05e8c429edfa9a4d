import { describe, expect, test } from 'vitest';
import { recogniseAcquisitions } from '../../../core/acquisition/index.ts';
import type { AcquisitionHeader, ImageAttributes } from '../../../core/dicom/index.ts';
import { changed, flair2d, flair3d, mprage, series, stir, swi, t2Tse } from './headers.ts';

const dimensions = (headers: readonly AcquisitionHeader[]) =>
  recogniseAcquisitions(headers).map((one) => one.dimension);

/** Headers that say neither the dimension nor what the sequence is called. */
const silent: ImageAttributes = { MRAcquisitionType: '', SeriesDescription: '', ProtocolName: '' };

describe('the name of the sequence', () => {
  test.each<[ImageAttributes, '2D' | '3D' | null]>([
    [{ SequenceName: '*tse2d1_15' }, '2D'],
    [{ SequenceName: '*tfl3d1_16ns' }, '3D'],
    [{ SequenceName: '_spcR_100' }, '3D'],
    [{ SequenceName: '*ep_b1000#1' }, '2D'],
    [{ SequenceName: 'SEEPI2D+0.7' }, '2D'],
    [{ PulseSequenceName: 'EFGRE3D' }, '3D'],
    [{ PulseSequenceName: 'EPI' }, null],
    [{ PulseSequenceName: 'FFE' }, null],
    [{ SequenceName: '*fl3d1', PulseSequenceName: '*tse2d1' }, null],
  ])('%j: %s', (name, expected) => {
    expect(dimensions(series({ ...t2Tse, ...silent, ...name }))).toEqual([expected]);
  });

  test('outranks the description, and MRAcquisitionType outranks both', () => {
    const named = { ...t2Tse, SequenceName: '*tse2d1_15', SeriesDescription: 't2 space 3d' };
    expect(dimensions(series({ ...named, MRAcquisitionType: '' }))).toEqual(['2D']);
    expect(dimensions(series({ ...named, MRAcquisitionType: '3D' }))).toEqual(['3D']);
  });
});

describe('words', () => {
  test.each([
    ['sag 3D flair', '3D'],
    ['T2 CUBE sag', '3D'],
    ['ax 2d t1', '2D'],
    ['2d and 3d', null],
    ['ax swi', null],
    ['ax t2', null],
  ])('%s: %s', (SeriesDescription, expected) => {
    expect(dimensions(series({ ...t2Tse, ...silent, SeriesDescription }))).toEqual([expected]);
  });
});

describe('many thin closed slices', () => {
  const thin = (attributes: ImageAttributes, slices = 160, spacingMm = 1) =>
    series({ ...mprage, ...silent, SliceThickness: 1, ...attributes }, { slices, spacingMm });

  test('were encoded in the third direction', () => {
    expect(dimensions(thin({}))).toEqual(['3D']);
  });

  test.each<[string, readonly AcquisitionHeader[]]>([
    ['too few', thin({}, 40)],
    ['with gaps', thin({}, 160, 1.2)],
    ['thick', thin({ SliceThickness: 2 }, 160, 2)],
    ['echo-planar', thin({ ScanningSequence: ['EP', 'GR'] })],
    ['that do not say what was scanned', thin({ ScanningSequence: null })],
    ['without positions', changed(thin({}), () => ({ ImagePositionPatient: null }))],
  ])('do not say so: %s', (_what, headers) => {
    expect(dimensions(headers)).toEqual([null]);
  });
});

test.each<[string, ImageAttributes]>(
  Object.entries({ flair2d, flair3d, t2Tse, mprage, stir, swi }),
)('losing MRAcquisitionType, %s is what it was, or not known', (_name, attributes) => {
  const { MRAcquisitionType, ...without } = attributes;
  for (const [dimension] of [dimensions(series(without)), dimensions(series({ ...without, MRAcquisitionType: '' }))]) {
    expect([MRAcquisitionType, null]).toContain(dimension);
  }
});
