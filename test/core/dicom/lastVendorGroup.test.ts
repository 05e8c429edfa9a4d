import { describe, expect, it, test } from 'vitest';
import { lastVendorGroup } from '../../../core/dicom/lastVendorGroup.ts';
import { vendorAttributes } from '../../../core/dicom/vendorAttributes.ts';

describe('the last group worth reading', () => {
  it.each([
    ['Philips, for the number of slices', { Manufacturer: 'Philips Medical Systems' }, 0x2001],
    ['GE EPI, for its b-value', { Manufacturer: 'GE MEDICAL SYSTEMS', ScanningSequence: ['EP', 'RM'] }, 0x0043],
    ['GE without codes, for its b-value', { Manufacturer: 'GE MEDICAL SYSTEMS' }, 0x0043],
    ['UIH EPI, for its b-value and mosaic', { Manufacturer: 'UIH', ScanningSequence: ['EP'] }, 0x0065],
    ['GE EPI that states b', { Manufacturer: 'GE', ScanningSequence: ['EP'], DiffusionBValue: 0 }, 0x0028],
    ['GE spin echo', { Manufacturer: 'GE MEDICAL SYSTEMS', ScanningSequence: ['SE'] }, 0x0028],
    ['Siemens', { Manufacturer: 'SIEMENS', ScanningSequence: ['EP'] }, 0x0028],
    ['nobody', {}, 0x0028],
  ])('of %s', (_whose, known, group) => {
    expect(lastVendorGroup(known)).toBe(group);
  });

  test('reaches every private element that is read', () => {
    const makers = ['SIEMENS', 'GE MEDICAL SYSTEMS', 'Philips', 'UIH'];
    const furthest = Math.max(...makers.map((Manufacturer) => lastVendorGroup({ Manufacturer })));
    expect(Math.max(...vendorAttributes.map(({ group }) => group))).toBe(furthest);
  });
});
