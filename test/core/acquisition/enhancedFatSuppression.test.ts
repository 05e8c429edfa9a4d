import { expect, test } from 'vitest';
import { recogniseAcquisitions } from '../../../core/acquisition/index.ts';
import type { ImageAttributes } from '../../../core/dicom/index.ts';
import { series, t2Tse } from './headers.ts';

const fatSuppressed = (attributes: ImageAttributes) => recogniseAcquisitions(series(attributes))[0]?.fatSuppressed;

// Enhanced MR has no (0018,0022) ScanOptions: (0018,9025) of the MR Modifier macro tells instead (PS3.3 C.8.13.5.5).
const { ScanOptions: _classic, ...enhanced } = t2Tse;

test.each([
  ['FAT', true],
  ['FAT_AND_WATER', true],
  ['WATER', false],
  ['NONE', false],
])('SpectrallySelectedSuppression %s: fat suppressed is %s', (SpectrallySelectedSuppression, expected) => {
  expect(fatSuppressed({ ...enhanced, SpectrallySelectedSuppression })).toBe(expected);
});

test('SpectrallySelectedSuppression FAT counts beside scan options that are silent about fat', () => {
  expect(fatSuppressed({ ...enhanced, ScanOptions: ['PFP'], SpectrallySelectedSuppression: 'FAT' })).toBe(true);
});

test('with neither of the two attributes it is not known', () => {
  expect(fatSuppressed(enhanced)).toBeNull();
});
