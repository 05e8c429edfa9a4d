import { describe, expect, test } from 'vitest';
import { recogniseAcquisitions } from '../../../core/acquisition/index.ts';
import type { ImageAttributes } from '../../../core/dicom/index.ts';
import { flair2d, flair3d, series } from './headers.ts';

function recognised(attributes: ImageAttributes) {
  return recogniseAcquisitions(series(attributes)).map(({ sequence, timing }) => [sequence, timing.inversionTimeMs]);
}

const { InversionTime: _classic, SeriesDescription: _named, ProtocolName: _too, ...undescribed } = flair3d;
const enhanced: ImageAttributes = { ...undescribed, InversionRecovery: 'YES', EchoPulseSequence: 'SPIN' };

describe('InversionTimes of Enhanced MR', () => {
  test('with one value says what InversionTime says', () => {
    expect(recognised({ ...enhanced, InversionTimes: [1650] })).toEqual([['FLAIR', 1650]]);
    expect(recognised({ ...enhanced, InversionTime: 1650 })).toEqual([['FLAIR', 1650]]);
  });

  test.each([
    [[2550, 450]],
    [[450, 2550]],
  ])('%j null fluid and white matter: a DIR without a name', (InversionTimes) => {
    expect(recognised({ ...enhanced, InversionTimes })).toEqual([['DIR', 2550]]);
  });

  test('a second inversion as short as nulls fat leaves a FLAIR a FLAIR', () => {
    expect(recognised({ ...enhanced, InversionTimes: [1650, 110] })).toEqual([['FLAIR', 1650]]);
  });

  test('without a usable value is no inversion time', () => {
    expect(recognised({ ...enhanced, InversionTimes: null })).toEqual([['FLAIR', null]]);
    expect(recognised({ ...enhanced, InversionTimes: [0] })).toEqual([['FLAIR', null]]);
  });
});

test('a classic image has one inversion time', () => {
  expect(recognised(flair2d)).toEqual([['FLAIR', 2500]]);
});
