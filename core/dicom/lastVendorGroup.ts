import type { ImageAttributes } from './acquisitionHeader.ts';
import { tagOf } from './attributeTable.ts';
import { type DataSet, elementOf } from './dataSet.ts';

type Known = Pick<ImageAttributes, 'Manufacturer' | 'ScanningSequence' | 'DiffusionBValue'>;

/** The last group of the image attributes themselves. */
const lastStandardGroup = 0x0028;

/**
 * The last group of a classic image worth reading, by what its attributes up to group 0028 say. Vendors' elements in groups
 * 0019 and 0021 come on the way; those behind group 0028 are read of the vendor that writes them, and b-values only where the
 * image may be diffusion-weighted and does not say. Siemens and Canon keep a hundred kilobytes in group 0029, and
 * nothing of use behind it.
 */
export function lastVendorGroup({ Manufacturer, ScanningSequence, DiffusionBValue }: Known): number {
  const vendor = Manufacturer?.toUpperCase() ?? '';
  if (vendor.includes('PHILIPS')) return 0x2001;
  const codes = ScanningSequence?.map((code) => code.toUpperCase()) ?? [];
  const lacksBValue = (codes.length === 0 || codes.includes('EP')) && typeof DiffusionBValue !== 'number';
  if (!lacksBValue) return lastStandardGroup;
  if (vendor.startsWith('GE')) return 0x0043;
  if (vendor.startsWith('UIH') || vendor.includes('UNITED IMAGING')) return 0x0065;
  return lastStandardGroup;
}

/** What `lastVendorGroup` goes by, from what was read so far. */
export function vendorFacts(dataSet: DataSet): Known {
  const [manufacturer, scanningSequence, bValue] = (
    ['Manufacturer', 'ScanningSequence', 'DiffusionBValue'] as const
  ).map((keyword) => elementOf(dataSet, tagOf(keyword))?.attribute?.value);
  return {
    ...(typeof manufacturer === 'string' ? { Manufacturer: manufacturer } : {}),
    ...(Array.isArray(scanningSequence) ? { ScanningSequence: scanningSequence.map(String) } : {}),
    ...(typeof bValue === 'number' ? { DiffusionBValue: bValue } : {}),
  };
}
