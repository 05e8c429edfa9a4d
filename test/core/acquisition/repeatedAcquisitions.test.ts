import { describe, expect, test } from 'vitest';
import { recogniseAcquisitions } from '../../../core/acquisition/index.ts';
import type { AcquisitionHeader, ImageAttributes } from '../../../core/dicom/index.ts';
import {
  flair2d,
  flair3d,
  mprage,
  oneSeries,
  type SeriesOptions,
  sagittal,
  series,
  stir,
  swi,
  t2Tse,
} from './headers.ts';

type Run = readonly [time: string, attributes: ImageAttributes, options?: SeriesOptions];

function seriesOf([time, attributes, options = {}]: Run, index: number): readonly AcquisitionHeader[] {
  const numbered = { FrameOfReferenceUID: '1.9', AcquisitionDate: '20250101', AcquisitionTime: `${time}00` };
  return series(
    { ...numbered, SeriesNumber: index + 1, ...attributes },
    { uid: `1.${index + 1}`, slices: 40, ...options },
  );
}

/** What is said of repeats, by the number of the series, of a study whose series were run at these times (HHMM). */
function repeatsIn(headers: readonly AcquisitionHeader[]): readonly string[] {
  return recogniseAcquisitions(headers).flatMap(({ seriesNumber, evidence }) =>
    evidence
      .filter((says) => says.includes('probably a repeat') || says.includes('probably repeats'))
      .map((says) => `${seriesNumber}: ${says}`),
  );
}
const repeats = (...runs: readonly Run[]) => repeatsIn(runs.flatMap(seriesOf));

const bothSay = [
  '1: run again as series 2, probably a repeat: the better of the two counts',
  '2: the same as series 1: probably a repeat; the better of the two counts',
];

describe('the same scan again', () => {
  test.each([
    ['a 2D FLAIR', flair2d],
    ['a 3D FLAIR', flair3d],
    ['a T1w without contrast, with nothing between', mprage],
    ['a STIR of the cord', stir],
    ['an SWI', swi],
  ])('of %s is said of both, which of them is the later one too', (_, attributes) => {
    expect(repeats(['1000', attributes], ['1006', attributes])).toStrictEqual(bothSay);
    expect(repeats(['1006', attributes], ['1000', attributes])).toStrictEqual([
      '1: the same as series 2: probably a repeat; the better of the two counts',
      '2: run again as series 1, probably a repeat: the better of the two counts',
    ]);
  });

  test('whatever lies between, and over midnight', () => {
    expect(repeats(['1000', flair2d], ['1040', flair2d], ['1010', t2Tse])).toStrictEqual(bothSay);
    const undated = { AcquisitionDate: '' };
    expect(repeats(['2356', { ...flair2d, ...undated }], ['0003', { ...flair2d, ...undated }])).toStrictEqual(bothSay);
  });

  test.each(['ax t2 flair repeat', 'ax_t2_flair_RPT', 'MOTION ax t2 flair', 'ax t2 flair Wdh.'])('named %s', (name) => {
    const again = { ...flair2d, SeriesDescription: name, ProtocolName: name };
    expect(repeats(['1000', flair2d], ['1006', again])).toStrictEqual(bothSay);
  });

  test('planned anew a little beside the first', () => {
    expect(repeats(['1000', flair2d], ['1006', flair2d, { firstPosition: [-95, -100, -20] }])).toStrictEqual(bothSay);
  });

  test('twice names the others', () => {
    expect(repeats(['1000', flair2d], ['1006', flair2d], ['1012', flair2d])).toStrictEqual([
      '1: run again as series 2 and 3, probably a repeat: the best of them counts',
      '2: the same as series 1 and 3: probably a repeat; the best of them counts',
      '3: the same as series 1 and 2: probably a repeat; the best of them counts',
    ]);
  });

  test('of a T1w after contrast, only where it followed at once', () => {
    const post = { ...mprage, ContrastBolusAgent: 'Gadovist' };
    expect(repeats(['1000', post], ['1006', post])).toStrictEqual(bothSay);
    expect(repeats(['1000', post], ['1015', post])).toStrictEqual([]);
    expect(repeats(['1000', post], ['1002', post], ['1004', post])).toStrictEqual([]);
  });
});

describe('no repeat is', () => {
  const differing = (attributes: ImageAttributes, change: ImageAttributes, options: SeriesOptions = {}) =>
    repeats(['1000', attributes], ['1006', { ...attributes, ...change }, options]);

  test.each([
    ['another echo', t2Tse, { EchoTime: 20 }],
    ['another thickness', flair3d, { SliceThickness: 1.4 }],
    ['the phase of the magnitude', swi, { ImageType: ['ORIGINAL', 'PRIMARY', 'P'] }],
    ['with fat saturation', t2Tse, { ScanOptions: ['FS'] }],
    ['with magnetisation transfer', mprage, { SequenceVariant: ['SP', 'MP', 'MTC'] }],
    ['another one by its name', t2Tse, { SeriesDescription: 't2 tse tra flexion' }],
    ['the T1w after contrast', mprage, { ContrastBolusAgent: 'Gadovist' }],
    ['the FLAIR after contrast', flair3d, { ContrastBolusAgent: 'Gadovist' }],
    ['in another frame of reference', flair2d, { FrameOfReferenceUID: '1.8' }],
    ['a copy of the same time', flair2d, { AcquisitionTime: '100000' }],
    ['one whose time is not known', flair2d, { AcquisitionTime: '' }],
    ['derived', flair2d, { ImageType: ['DERIVED', 'SECONDARY', 'MPR'] }],
  ] as const)('%s', (_, attributes, change) => {
    expect(differing(attributes, change)).toStrictEqual([]);
  });

  test('the T1w that may be the one after contrast', () => {
    expect(repeats(['1000', mprage], ['1006', t2Tse], ['1020', mprage])).toStrictEqual([]);
  });

  test('the next station of the spine, another slab, or the slices between', () => {
    const spine = { orientation: sagittal, firstPosition: [-30, -100, 100] } as const;
    expect(
      repeats(['1000', stir, spine], ['1006', stir, { ...spine, firstPosition: [-30, -100, -150] }]),
    ).toStrictEqual([]);
    expect(differing(flair2d, {}, { firstPosition: [-100, -100, 90] })).toStrictEqual([]);
    const gaps = { spacingMm: 6, slices: 20 };
    expect(
      repeats(['1000', flair2d, gaps], ['1006', flair2d, { ...gaps, firstPosition: [-100, -100, -27] }]),
    ).toStrictEqual([]);
  });

  test('diffusion or a dynamic series, which are many by their nature', () => {
    const dwi: ImageAttributes = {
      ...t2Tse,
      SeriesDescription: 'ep2d diff',
      ProtocolName: 'ep2d diff',
      ScanningSequence: ['EP'],
      DiffusionBValue: 1000,
    };
    expect(repeats(['1000', dwi], ['1006', dwi])).toStrictEqual([]);
    const dynamic = ['1000', '1001', '1002', '1003'].map((time): Run => [time, mprage]);
    expect(repeats(...dynamic)).toStrictEqual([]);
  });

  test('what comes again within one series', () => {
    const [first = [], second = []] = (['1000', '1006'] as const).map((time) => seriesOf([time, flair2d], 0));
    expect(repeatsIn(oneSeries(first, second))).toStrictEqual([]);
  });
});
