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
