import { describe, expect, test } from 'vitest';
import { fatNullRangeMs } from '../../../core/acquisition/fatNull.ts';
import { recogniseAcquisitions } from '../../../core/acquisition/index.ts';
import type { ImageAttributes } from '../../../core/dicom/index.ts';
import { series, stir } from './headers.ts';

const sequenceOf = (attributes: ImageAttributes) => {
  const [acquisition] = recogniseAcquisitions(
    series({ ...stir, SeriesDescription: '', ProtocolName: '', BodyPartExamined: '', ...attributes }),
  );
  return acquisition?.sequence;
};

test.each([
  [0.064, 90],
  [0.3, 110],
  [0.55, 130],
  [1.5, 160],
  [3, 220],
  [7, 300],
])('at %d T an inversion time of %d ms nulls fat', (fieldStrengthT, nullMs) => {
  const { least, most } = fatNullRangeMs(fieldStrengthT);
  expect(nullMs * 0.75).toBeGreaterThan(least);
  expect(nullMs * 1.3).toBeLessThan(most);
});

test('fields outside of those in use are taken for the nearest of them', () => {
  expect(fatNullRangeMs(0.01)).toEqual(fatNullRangeMs(0.064));
  expect(fatNullRangeMs(11.7)).toEqual(fatNullRangeMs(7));
});

describe('a short inversion time', () => {
  test.each([
    [0.064, 95],
    [0.3, 90],
    [1.5, 150],
    [3, 210],
  ])('that nulls fat at %d T is a STIR', (MagneticFieldStrength, InversionTime) => {
    expect(sequenceOf({ MagneticFieldStrength, InversionTime, EchoTime: 40 })).toBe('STIR');
  });

  test('that is far beyond the null of fat at low field is of a T1', () => {
    const lowField = { MagneticFieldStrength: 0.064, RepetitionTime: 1500, EchoTime: 6, InversionTime: 300 };
    expect(sequenceOf(lowField)).toBe('T1w');
  });

  test('read at once is no STIR', () => {
    expect(sequenceOf({ MagneticFieldStrength: 1.5, EchoTime: 8 })).toBe('UNKNOWN');
  });

  test('among the options beside fat suppression may be of fat alone', () => {
    const option = { ScanningSequence: ['SE'], ScanOptions: ['IR', 'FS'], InversionTime: 130, EchoTime: 80 };
    expect(sequenceOf(option)).toBe('UNKNOWN');
    expect(sequenceOf({ ...option, SeriesDescription: 't2_tse_spair_cor' })).toBe('T2w');
    expect(sequenceOf({ ...option, SeriesDescription: 'stir cor' })).toBe('STIR');
  });
});

describe('an inversion whose time is missing', () => {
  const { InversionTime: _missing, ...untimed } = stir;

  const said = (attributes: ImageAttributes) => {
    const named = { SeriesDescription: '', ProtocolName: '', BodyPartExamined: '' };
    const [acquisition] = recogniseAcquisitions(series({ ...untimed, ...named, ...attributes }));
    return { sequence: acquisition?.sequence, confidence: acquisition?.confidence ?? 1 };
  };

  test('is a STIR by its name where a FLAIR would repeat more slowly', () => {
    const between = { RepetitionTime: 7200, EchoTime: 76 };
    expect(said(between).sequence).toBe('UNKNOWN');
    expect(said({ ...between, SeriesDescription: 'SAG STIR' }).sequence).toBe('STIR');
    expect(said({ RepetitionTime: 9000, EchoTime: 90 }).sequence).toBe('FLAIR');
  });

  test('before a volume is never a sure FLAIR, since there may have been two', () => {
    const { sequence, confidence } = said({ MRAcquisitionType: '3D', RepetitionTime: 7500, EchoTime: 324 });
    expect(sequence).toBe('FLAIR');
    expect(confidence).toBeLessThan(0.8);
  });
});
