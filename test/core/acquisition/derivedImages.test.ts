import { describe, expect, test } from 'vitest';
import { recogniseAcquisitions } from '../../../core/acquisition/index.ts';
import type { ImageAttributes } from '../../../core/dicom/index.ts';
import { flair3d, mprage, series, stir, t2Tse } from './headers.ts';

const derived = (attributes: ImageAttributes) => recogniseAcquisitions(series(attributes)).map((one) => one.derived);

describe('computed from other images', () => {
  test.each([
    ['a b0 image of the tensor', ['DERIVED', 'PRIMARY', 'DIFFUSION', 'TENSOR_B0']],
    ['an extrapolated b-value', ['DERIVED', 'PRIMARY', 'DIFFUSION', 'CALC_BVALUE']],
    ['a trace image', ['DERIVED', 'PRIMARY', 'DIFFUSION', 'TRACEW']],
    [
      'a motion-corrected copy that calls itself original',
      ['ORIGINAL', 'PRIMARY', 'M', 'ND', 'NORM', 'MOCO', 'MOSAIC'],
    ],
    ['the difference of label and control', ['ORIGINAL', 'PRIMARY', 'PERFUSION_FFE', 'PERFUSION', 'FFE']],
    ['a projection of composed images', ['DERIVED', 'PRIMARY', 'COMP_MIP']],
    ['a relative blood volume', ['DERIVED', 'PRIMARY', 'PERFUSION', 'RELCBV']],
    ['a susceptibility map', ['DERIVED', 'PRIMARY', 'M', 'QSM']],
    ['a relaxation map of the Enhanced standard', ['DERIVED', 'PRIMARY', 'T2_STAR_MAP', 'NONE']],
    ['a T1 map, Siemens', ['DERIVED', 'PRIMARY', 'M', 'T1', 'ND']],
    ['a T1 map, Philips', ['ORIGINAL', 'PRIMARY', 'T1 MAP', 'T1']],
  ])('%s', (_what, ImageType) => {
    expect(derived({ ...t2Tse, ImageType })).toEqual([true]);
  });

  test('an ADC map, whatever ImageType says', () => {
    const named = { ...t2Tse, ScanningSequence: ['EP', 'SE'], SeriesDescription: 'ADC', ProtocolName: 'ep2d_diff' };
    const [map] = recogniseAcquisitions(series({ ...named, ImageType: ['ORIGINAL', 'PRIMARY', 'ADC', 'NONE'] }));
    expect([map?.sequence, map?.derived]).toEqual(['ADC', true]);
  });
});

describe('what the scan was for', () => {
  test.each<[string, ImageAttributes]>([
    ['distortion-corrected', { ...t2Tse, ImageType: ['ORIGINAL', 'PRIMARY', 'M', 'NORM', 'DIS2D'] }],
    [
      'the echoes of a multi-echo MPRAGE combined',
      { ...mprage, ImageType: ['ORIGINAL', 'PRIMARY', 'OTHER', 'ND', 'MEAN'] },
    ],
    ['the uniform image of an MP2RAGE', { ...mprage, ImageType: ['DERIVED', 'PRIMARY', 'M', 'ND', 'UNI'] }],
    [
      'perfusion images of the Enhanced standard',
      { ...t2Tse, ImageType: ['ORIGINAL', 'PRIMARY', 'PERFUSION', 'NONE'] },
    ],
    ['a FLAIR', flair3d],
  ])('%s', (_what, attributes) => {
    expect(derived(attributes)).toEqual([false]);
  });

  test('a spine composed of stations, which is said', () => {
    const [spine] = recogniseAcquisitions(
      series({ ...stir, ImageType: ['DERIVED', 'SECONDARY', 'M', 'COMP_SP', 'NORM'] }),
    );
    expect(spine?.derived).toBe(false);
    expect(spine?.evidence).toContain('composed of several stations');
  });
});

describe('what people and programs write on images that they computed', () => {
  test.each([
    'FLAIR 3D MPR AX',
    'Reformat axial FLAIR',
    'FLAIR Rekonstruktion tra',
    'FLAIR ricostruzione ass',
    'AX FLAIR RFMT',
    'MAGiC: FLAIR',
    'SyMRI FLAIR',
    'synthetische FLAIR',
    'FLAIR synthétique',
    'SubtleHD FLAIR',
    'FLAIR AI-denoised',
    'FLAIR iQMR',
    'FLAIR maximum intensity',
    'FLAIR PJN',
  ])('%s', (SeriesDescription) => {
    expect(derived({ ...flair3d, SeriesDescription })).toEqual([true]);
  });

  test.each([
    'Post-Pre T1',
    'T1 POST MINUS PRE',
    'T1 aftrek',
    'T1_diff',
    'T1 Differenz',
  ])('a subtraction: %s', (SeriesDescription) => {
    expect(derived({ ...mprage, SeriesDescription })).toEqual([true]);
  });

  test.each([
    'FLAIR AIR Recon DL',
    'FLAIR Deep Resolve',
    'FLAIR minus KM',
    'FLAIR planning',
  ])('not %s', (SeriesDescription) => {
    expect(derived({ ...flair3d, SeriesDescription })).toEqual([false]);
  });

  test('"MPR" of what may be an MPRAGE is how Siemens shortens that', () => {
    expect(derived({ ...mprage, SeriesDescription: 't1_mpr_sag' })).toEqual([false]);
  });
});
