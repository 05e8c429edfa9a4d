import { describe, expect, test } from 'vitest';
import { recogniseAcquisitions } from '../../../core/acquisition/index.ts';
import type { AcquisitionHeader, ImageAttributes } from '../../../core/dicom/index.ts';
import { changed, mprage, series, t2Tse } from './headers.ts';

const diffusion: ImageAttributes = {
  SeriesDescription: 'ep2d diff',
  ProtocolName: 'ep2d diff',
  BodyPartExamined: 'BRAIN',
  Manufacturer: 'SIEMENS',
  MRAcquisitionType: '2D',
  ScanningSequence: ['EP', 'SE'],
  SequenceName: '*ep_b1000',
  RepetitionTime: 5000,
  EchoTime: 80,
  FlipAngle: 90,
  FrameOfReferenceUID: '1.9',
};
const atB = (SeriesNumber: number, DiffusionBValue: number, more: ImageAttributes = {}) =>
  series({ ...diffusion, SeriesNumber, DiffusionBValue, ...more }, { uid: `1.2.${SeriesNumber}` });

const facts = (headers: readonly AcquisitionHeader[]) =>
  recogniseAcquisitions(headers).map(({ id, seriesNumber, timing, instances, geometry }) => [
    id,
    seriesNumber,
    timing.bValues,
    instances,
    geometry.slices,
    geometry.missingSlices,
  ]);

describe('diffusion stored by b-value', () => {
  test('is one acquisition under the first series, with all b-values, and says so', () => {
    const headers = [...atB(7, 1000), ...atB(6, 500), ...atB(5, 0)];
    expect(facts(headers)).toEqual([['1.2.5#1', 5, [0, 500, 1000], 60, 20, 0]]);
    expect(recogniseAcquisitions(headers)[0]?.evidence).toContain(
      'stored as series 5, 6 and 7, joined: the same slices at b 0 and 500 and 1000 s/mm²',
    );
  });

  test('that was measured twice is two acquisitions', () => {
    expect(facts([...atB(5, 0), ...atB(6, 1000), ...atB(7, 0), ...atB(8, 1000)])).toEqual([
      ['1.2.5#1', 5, [0, 1000], 40, 20, 0],
      ['1.2.7#1', 7, [0, 1000], 40, 20, 0],
    ]);
  });

  test.each<[string, ImageAttributes]>([
    ['another echo time', { EchoTime: 90 }],
    ['another frame of reference', { FrameOfReferenceUID: '1.8' }],
    ['another matrix', { Rows: 128, Columns: 128, PixelSpacing: [1.8, 1.8] }],
    ['computed images', { ImageType: ['DERIVED', 'PRIMARY', 'DIFFUSION', 'TRACEW'] }],
    ['no b-value', { DiffusionBValue: null }],
  ])('is not joined with %s', (_what, more) => {
    expect(facts([...atB(5, 0), ...atB(6, 1000, more)]).length).toBe(2);
  });

  test('is not joined with slices elsewhere', () => {
    const moved = series(
      { ...diffusion, SeriesNumber: 6, DiffusionBValue: 1000 },
      { uid: '1.2.6', firstPosition: [-100, -100, -29] },
    );
    expect(facts([...atB(5, 0), ...moved]).length).toBe(2);
  });

  test('without a frame of reference is left as it is', () => {
    const { FrameOfReferenceUID: _none, ...nowhere } = diffusion;
    const at = (SeriesNumber: number, DiffusionBValue: number) =>
      series({ ...nowhere, SeriesNumber, DiffusionBValue }, { uid: `1.2.${SeriesNumber}` });
    expect(facts([...at(5, 0), ...at(6, 1000)]).length).toBe(2);
  });
});

describe('a stack cut over two series', () => {
  const whole = series({
    ...t2Tse,
    SeriesNumber: 4,
    SeriesTime: '101500',
    AcquisitionNumber: 1,
    FrameOfReferenceUID: '1.9',
    SlicesInAcquisition: 20,
  });
  const cut = (isSecond: (index: number) => boolean, more: ImageAttributes = {}) =>
    changed(whole, (index) => (isSecond(index) ? more : {})).map((header, index) =>
      isSecond(index) ? { ...header, SeriesInstanceUID: '1.2.9' } : header,
    );

  test.each<[string, (index: number) => boolean]>([
    ['every second slice', (index) => index % 2 === 1],
    ['the upper half', (index) => index > 9],
  ])('is one acquisition without holes: %s', (_which, isSecond) => {
    expect(facts(cut(isSecond))).toEqual([['1.2.3#1', 4, [], 20, 20, 0]]);
  });

  test('of which a slice is on neither side lacks it', () => {
    expect(facts(cut((index) => index > 9).filter((_, index) => index !== 5))).toEqual([['1.2.3#1', 4, [], 19, 19, 1]]);
  });

  test.each<[string, ImageAttributes]>([
    ['another number', { SeriesNumber: 5 }],
    ['another time', { SeriesTime: '102000' }],
    ['another repetition time', { RepetitionTime: 5200 }],
  ])('but not a series of %s', (_what, more) => {
    expect(facts(cut((index) => index > 9, more)).length).toBe(2);
  });

  test('but not the same slices again', () => {
    const again = whole.map((header) => ({
      ...header,
      SeriesInstanceUID: '1.2.9',
      SOPInstanceUID: `${header.SOPInstanceUID}.9`,
    }));
    expect(facts([...whole, ...again]).length).toBe(2);
  });
});

test('echoes that are stored as series stay acquisitions of their own, and lack nothing', () => {
  const echo = (SeriesNumber: number, EchoTime: number) =>
    series(
      { ...mprage, SeriesNumber, EchoTime, FrameOfReferenceUID: '1.9', AcquisitionNumber: 1, SlicesInAcquisition: 20 },
      { uid: `1.2.${SeriesNumber}`, spacingMm: 1 },
    );
  expect(facts([...echo(3, 2), ...echo(4, 6)])).toEqual([
    ['1.2.3#1', 3, [], 20, 20, 0],
    ['1.2.4#1', 4, [], 20, 20, 0],
  ]);
});
