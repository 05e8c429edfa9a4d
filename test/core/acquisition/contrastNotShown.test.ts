import { describe, expect, test } from 'vitest';
import { recogniseAcquisitions } from '../../../core/acquisition/index.ts';
import type { ImageAttributes } from '../../../core/dicom/index.ts';
import { oneSeries, series, t2Tse } from './headers.ts';

const diffusion: ImageAttributes = {
  Manufacturer: 'SIEMENS',
  MRAcquisitionType: '2D',
  ScanningSequence: ['EP'],
  SequenceVariant: ['SK', 'SP'],
  RepetitionTime: 6200,
  EchoTime: 78,
  FlipAngle: 90,
  SequenceName: '*ep_b1000#1',
  ImageType: ['ORIGINAL', 'PRIMARY', 'DIFFUSION', 'NONE'],
};
const recognised = (attributes: ImageAttributes) => recogniseAcquisitions(series({ ...diffusion, ...attributes }));
const said = (attributes: ImageAttributes) =>
  recognised(attributes).map((one) => [one.sequence, one.derived, one.withoutItsContrast ?? false]);

describe('diffusion-weighted images', () => {
  test.each(['TRACEW', 'TRACE', 'ISOTROPIC', 'CALC_BVALUE'])('%s is computed, and what is read', (value) => {
    expect(said({ DiffusionBValue: 1000, ImageType: ['DERIVED', 'PRIMARY', 'DIFFUSION', value] })).toEqual([
      ['DWI', true, false],
    ]);
  });

  test.each([
    'FA',
    'COLFA',
    'MD',
    'RD',
    'TENSOR',
    'TENSOR_B0',
  ])('%s is a map, by ImageType against the name of its sequence', (value) => {
    for (const SequenceName of ['*ep_b0_1000', '']) {
      expect(said({ SequenceName, ImageType: ['DERIVED', 'PRIMARY', 'DIFFUSION', value] })).toEqual([
        ['DWI', true, true],
      ]);
    }
  });

  test('the ADC map is named by the sequence where ImageType says no other', () => {
    expect(said({ SequenceName: '*ep_b0_1000', ImageType: ['DERIVED', 'PRIMARY', 'DIFFUSION', 'ADC'] })).toEqual([
      ['ADC', true, false],
    ]);
  });

  test('b0 alone is made with the sequence and weighted by T2', () => {
    expect(said({ SequenceName: '*ep_b0', DiffusionBValue: 0 })).toEqual([['DWI', false, true]]);
    expect(said({ SequenceName: '*ep_b0' })).toEqual([['DWI', false, true]]);
    expect(said({ SequenceName: '*ep_b400', DiffusionBValue: 400 })).toEqual([['DWI', false, true]]);
  });

  test('b0 with stronger weighting in the series is what is asked for', () => {
    const both = oneSeries(
      series({ ...diffusion, SequenceName: '*ep_b0', DiffusionBValue: 0 }),
      series({ ...diffusion, DiffusionBValue: 1000 }),
    );
    expect(recogniseAcquisitions(both).map((one) => [one.sequence, one.withoutItsContrast])).toEqual([
      ['DWI', undefined],
    ]);
  });

  test('without b-values nothing says that the weighting is too weak', () => {
    expect(said({ SequenceName: '' })).toEqual([['DWI', false, false]]);
  });
});

describe('products of diffusion that call themselves original', () => {
  const original = { ScanningSequence: ['EP', 'SE'], SequenceName: '', ImageType: ['ORIGINAL', 'PRIMARY', 'OTHER'] };

  test.each([
    'FA',
    'DTI FA',
    'Fractional Aniso.',
    'colFA',
    'RD',
    'Tractography',
    'Kurtosis',
    'Fraktionelle Anisotropie',
    'Anisotropie fractionnelle',
    'Anisotropía fraccional',
  ])('%s is a map', (SeriesDescription) => {
    expect(said({ ...original, SeriesDescription })).toEqual([['DWI', true, true]]);
  });

  test.each([
    'Average DC',
    'ADC',
    'Mean diffusivity',
    'Apparent Diffusion Coefficient (mm2/s)',
  ])('%s is an ADC map', (SeriesDescription) => {
    expect(said({ ...original, SeriesDescription })).toEqual([['ADC', true, false]]);
  });

  test.each(['Trace', 'ISO DWI', 'CMB: Ax DWI'])('%s is what is read', (SeriesDescription) => {
    expect(said({ ...original, SeriesDescription })).toEqual([['DWI', true, false]]);
  });

  test('a protocol that is called by what it computes measures all the same: each slice is there several times', () => {
    const measured = { ...diffusion, ...original, SeriesDescription: 'DTI FA' };
    const both = oneSeries(series({ ...measured, DiffusionBValue: 0 }), series({ ...measured, DiffusionBValue: 1000 }));
    expect(recogniseAcquisitions(both).map((one) => [one.sequence, one.derived])).toEqual([['DWI', false]]);
  });

  test('and so it does where the scanner says that nothing was computed', () => {
    expect(said({ SeriesDescription: 'resolve_4scan_trace', DiffusionBValue: 1000 })).toEqual([['DWI', false, false]]);
  });

  test('"FA" of another sequence is its flip angle', () => {
    expect(recogniseAcquisitions(series({ ...t2Tse, SeriesDescription: 'T2 FA' }))[0]?.derived).toBe(false);
  });
});

test('the fat of a Dixon is no T2-weighted image of the tissue', () => {
  const [fat] = recogniseAcquisitions(series({ ...t2Tse, ImageType: ['DERIVED', 'PRIMARY', 'DIXON', 'FAT'] }));
  expect([fat?.sequence, fat?.withoutItsContrast]).toEqual(['T2w', true]);
  const [water] = recogniseAcquisitions(series({ ...t2Tse, ImageType: ['DERIVED', 'PRIMARY', 'DIXON', 'WATER'] }));
  expect([water?.sequence, water?.withoutItsContrast]).toEqual(['T2w', undefined]);
});
