import { describe, expect, it, test } from 'vitest';
import { addVendorAttributes, vendorAttributes } from '../../../core/dicom/vendorAttributes.ts';

type Values = Readonly<Record<string, readonly (string | number | null)[]>>;

function filled(values: Values, standard: Readonly<Record<string, unknown>> = {}) {
  const entries = new Map(Object.entries(standard));
  const remarks = new Set<string>();
  addVendorAttributes(entries, new Map(Object.entries(values)), remarks);
  return { entries: Object.fromEntries(entries), remarks: [...remarks] };
}

describe('the table of private elements', () => {
  test('has a name of its own for each row', () => {
    const names = vendorAttributes.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  test('has no element twice', () => {
    const places = vendorAttributes.map(({ creator, group, element }) => `${creator} ${group} ${element}`);
    expect(new Set(places).size).toBe(places.length);
  });

  test('names odd groups, elements of one byte, creators without padding, and a source', () => {
    for (const { creator, group, element, source } of vendorAttributes) {
      expect(group % 2).toBe(1);
      expect(element).toBeLessThanOrEqual(0xff);
      expect(creator.trim()).toBe(creator);
      expect(source.length).toBeGreaterThan(20);
    }
  });
});

describe('a private element', () => {
  it('fills a standard attribute that is absent', () => {
    expect(filled({ SiemensBValue: ['1000 '] })).toEqual({ entries: { DiffusionBValue: 1000 }, remarks: [] });
  });

  it.each([null, ''])('fills one that is there without a value (%j)', (PulseSequenceName) => {
    expect(filled({ GeInternalPulseSequenceName: ['EFGRE3D '] }, { PulseSequenceName }).entries).toEqual({
      PulseSequenceName: 'EFGRE3D',
    });
  });

  it('never replaces a standard value, 0 included', () => {
    const values = { SiemensBValue: ['1000'], PhilipsMagneticFieldStrength: ['3'] };
    const standard = { DiffusionBValue: 0, MagneticFieldStrength: 1.5 };
    expect(filled(values, standard).entries).toEqual(standard);
  });

  it('without a usable value fills nothing', () => {
    expect(filled({ SiemensBValue: [], UihBValue: [null], PhilipsScanningTechnique: [' '] }).entries).toEqual({});
  });

  it('that is no number is remarked and fills nothing', () => {
    expect(filled({ SiemensBValue: ['b1000'] })).toEqual({
      entries: {},
      remarks: ['DiffusionBValue is not a number; it was not used'],
    });
  });

  it('of another name is passed over', () => {
    expect(filled({ Unheard: ['1'] }).entries).toEqual({});
  });
});

describe('b-value of GE', () => {
  it.each([
    [['1000', '8', '0', '0'], 1000],
    [['1000001000', '8', '0', '0'], 1000],
    [['1000000000', '8', '0', '0'], 0],
    [['1000', '1073741832', '0', '0'], 1000],
    [['30000', '8', '0', '0'], 30_000],
    [['0', '8', '0', '0'], 0],
  ])('%j is %d s/mm²', (written, bValue) => {
    expect(filled({ GeSlopIntegers6To9: written }).entries).toEqual({ DiffusionBValue: bValue });
  });

  it.each([
    ['of an image without diffusion', ['0', '0', '0', '0']],
    ['of an EPI time series', ['0', '268435456', '0', '0']],
    ['below zero', ['-1000', '8', '0', '0']],
    ['beyond any gradient', ['999999999', '8', '0', '0']],
    ['in pieces', ['0.5', '8']],
    ['that is empty', []],
  ])('%s is none', (_which, written) => {
    expect(filled({ GeSlopIntegers6To9: written }).entries).toEqual({});
  });
});

describe('Philips', () => {
  it('writes 0 for an inversion time and a field strength that are not used', () => {
    expect(filled({ PhilipsInversionTime: ['0'], PhilipsMagneticFieldStrength: ['0'] }).entries).toEqual({});
    expect(filled({ PhilipsInversionTime: ['2400'], PhilipsMagneticFieldStrength: ['3'] }).entries).toEqual({
      InversionTime: 2400,
      MagneticFieldStrength: 3,
    });
  });

  it('fills unused floats with 1.7e38, which is no b-value', () => {
    expect(filled({ PhilipsDiffusionBFactor: [1.6999999760721821e38] }).entries).toEqual({});
    expect(filled({ PhilipsDiffusionBFactor: [800] }).entries).toEqual({ DiffusionBValue: 800 });
  });

  it('writes its creator in capitals too', () => {
    expect(filled({ PhilipsUpperCaseNumberOfSlicesMR: [32] }).entries).toEqual({ SlicesInAcquisition: 32 });
  });
});

test('Siemens XA states the classic codes beside the enhanced macros', () => {
  const values = {
    SiemensScanningSequence: ['GR', 'IR'],
    SiemensSequenceVariant: ['SP', 'MP'],
    SiemensScanOptions: ['IR', 'FS'],
  };
  expect(filled(values).entries).toEqual({
    ScanningSequence: ['GR', 'IR'],
    SequenceVariant: ['SP', 'MP'],
    ScanOptions: ['IR', 'FS'],
  });
});

test('UIH and Siemens count the tiles of a mosaic', () => {
  expect(filled({ UihNumberOfSlicesInVolume: ['20'], UihBValue: [929.75] }).entries).toEqual({
    ImagesInMosaic: 20,
    DiffusionBValue: 929.75,
  });
  expect(filled({ SiemensNumberOfImagesInMosaic: [25] }).entries).toEqual({ ImagesInMosaic: 25 });
});
