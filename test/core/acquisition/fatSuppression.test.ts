import { describe, expect, test } from 'vitest';
import { recogniseAcquisitions } from '../../../core/acquisition/index.ts';
import type { ImageAttributes } from '../../../core/dicom/index.ts';
import { mprage, series, stir, t2Tse } from './headers.ts';

const fatSuppressed = (attributes: ImageAttributes) =>
  recogniseAcquisitions(series({ ...t2Tse, ...attributes }))[0]?.fatSuppressed;

const named = (SeriesDescription: string): ImageAttributes => ({ SeriesDescription, ProtocolName: 't2 tse' });

describe('scan options', () => {
  test.each([
    ['Siemens', ['PFP', 'SAT1', 'FS']],
    ['Siemens, water excitation', ['IR', 'WE']],
    ['GE', ['SAT_GEMS', 'EDR_GEMS', 'FS']],
    ['GE, SPECIAL', ['FAST_GEMS', 'SPECIR_GEMS']],
    ['Philips', ['FS']],
    ['UIH', ['FS']],
  ])('%s says it with %j', (_, ScanOptions) => {
    expect(fatSuppressed({ ScanOptions })).toBe(true);
  });

  test.each([
    ['a saturation band is none of fat', ['PFP', 'SAT1'], false],
    ['Philips: OTHER may be anything', ['OTHER'], null],
    ['a value of which the meaning is not known', ['PFP', 'SFS'], null],
  ])('%s', (_, ScanOptions, expected) => {
    expect(fatSuppressed({ ScanOptions })).toBe(expected);
  });

  test('none at all say nothing', () => {
    expect(fatSuppressed({ ScanOptions: null })).toBeNull();
  });
});

describe('words', () => {
  test.each([
    'T2 FS cor',
    't2_tse_fatsat',
    'T2W_SPIR',
    'T2 SPAIR',
    't2 fettgesättigt',
    'T2 saturation de graisse',
    'T2 supresión grasa',
    'T1 WATS',
  ])('"%s" is fat-suppressed', (description) => {
    expect(fatSuppressed(named(description))).toBe(true);
  });

  test.each([
    'T2 no FS',
    'T2 w/o fat sat',
    'T2 sans FS',
    'T2 ohne Fettsättigung',
    'T2 sat ant',
  ])('"%s" is not', (description) => {
    expect(fatSuppressed(named(description))).toBe(false);
  });

  test('without a description, scan options that are silent about fat are not enough', () => {
    expect(fatSuppressed({ SeriesDescription: '' })).toBeNull();
  });
});

describe('Dixon', () => {
  const ofType = (value: string): ImageAttributes => ({ ImageType: ['ORIGINAL', 'PRIMARY', 'M', value] });

  test.each([
    ['SIEMENS', 'WATER', true],
    ['SIEMENS', 'FAT', false],
    ['SIEMENS', 'IN_PHASE', false],
    ['SIEMENS', 'OPP_PHASE', false],
    ['Philips Medical Systems', 'W', true],
    ['Philips Medical Systems', 'IP', false],
  ])('%s %s, although the protocol is called fat-suppressed', (Manufacturer, value, expected) => {
    expect(fatSuppressed({ ...named('t2 dixon fs'), ...ofType(value), Manufacturer })).toBe(expected);
  });

  test.each([
    ['WATER: Ax T2 FSE IDEAL', true],
    ['InPhase: Ax T2 FSE IDEAL', false],
    ['t2_tse_dixon_cor_W', null],
    ['t2_tse_dixon_W', true],
    ['t2_tse_dixon_opp', false],
  ])('by its description "%s": %s', (description, expected) => {
    expect(fatSuppressed({ ...named(description), ScanOptions: null })).toBe(expected);
  });
});

describe('inversion', () => {
  test('STIR suppresses fat', () => {
    expect(fatSuppressed(stir)).toBe(true);
  });

  test('an inversion without its time may be one of fat', () => {
    expect(fatSuppressed({ ScanningSequence: ['SE', 'IR'], ScanOptions: ['PFP'] })).toBeNull();
  });

  test('a short delay in a sequence that is not inverted may be that of SPAIR', () => {
    expect(fatSuppressed({ InversionTime: 110 })).toBeNull();
  });

  test('a magnetization-prepared T1 is not fat-suppressed', () => {
    expect(fatSuppressed(mprage)).toBe(false);
  });
});

// Enhanced MR has no (0018,0022) ScanOptions: the MR Modifier macro tells instead (PS3.3 C.8.13.5.5).
describe('Enhanced MR', () => {
  const enhanced: ImageAttributes = { ScanOptions: null, EchoPulseSequence: 'SPIN' };

  test.each([
    ['FAT', 'NONE', true],
    ['FAT_AND_WATER', 'NONE', true],
    ['NONE', 'WATER', true],
    ['WATER', 'NONE', false],
    ['NONE', 'NONE', false],
  ])('suppression of %s and excitation of %s: %s', (SpectrallySelectedSuppression, SpectrallySelectedExcitation, expected) => {
    expect(fatSuppressed({ ...enhanced, SpectrallySelectedSuppression, SpectrallySelectedExcitation })).toBe(expected);
  });

  test('one of the two that says nothing of fat leaves it to the other', () => {
    expect(fatSuppressed({ ...enhanced, SpectrallySelectedSuppression: 'NONE' })).toBeNull();
    expect(fatSuppressed({ ...enhanced, SpectrallySelectedExcitation: 'NONE' })).toBeNull();
  });

  test('FAT counts beside scan options that are silent about fat', () => {
    expect(fatSuppressed({ ScanOptions: ['PFP'], SpectrallySelectedSuppression: 'FAT' })).toBe(true);
  });

  test('with neither of the two it is not known', () => {
    expect(fatSuppressed(enhanced)).toBeNull();
  });
});

test('losing any one attribute never turns fat-suppressed into not', () => {
  const suppressed: readonly ImageAttributes[] = [
    { ...t2Tse, ScanOptions: ['PFP', 'FS'] },
    { ...t2Tse, ...named('T2 fatsat') },
    { ...t2Tse, ProtocolName: 't2 spair' },
    { ...t2Tse, SpectrallySelectedSuppression: 'FAT', SpectrallySelectedExcitation: 'NONE' },
    { ...t2Tse, SpectrallySelectedSuppression: 'NONE', SpectrallySelectedExcitation: 'WATER' },
    { ...t2Tse, EchoPulseSequence: 'SPIN', SpectrallySelectedSuppression: 'FAT' },
    { ...stir, ...named('t2 sag'), ScanOptions: ['PFP'] },
    stir,
  ];
  const flipped = suppressed.flatMap((attributes) =>
    Object.keys(attributes).filter((lost) => {
      const rest = Object.fromEntries(Object.entries(attributes).filter(([keyword]) => keyword !== lost));
      const [acquisition] = recogniseAcquisitions(series(rest));
      return acquisition?.fatSuppressed === false;
    }),
  );
  expect(suppressed.map((attributes) => recogniseAcquisitions(series(attributes))[0]?.fatSuppressed)).toEqual(
    suppressed.map(() => true),
  );
  expect(flipped).toEqual([]);
});
