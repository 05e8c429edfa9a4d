import type { AttributeValue, Remarks } from './attributeValue.ts';

/** No magnet for people reaches this many tesla: what is above was written in another unit. */
const beyondTesla = 100;
const smallestGauss = 5_000;
const largestGauss = 120_000;

/**
 * MagneticFieldStrength in tesla (PS3.3 C.8.3.1). Some exports write gauss (15000) or millitesla (1500); where only one unit
 * makes sense it is converted and remarked, otherwise the value stays as written.
 */
export function normalisedFieldStrength(value: AttributeValue, remarks: Remarks): AttributeValue {
  if (typeof value !== 'number' || value <= beyondTesla || value > largestGauss) return value;
  const [unit, perTesla] = value >= smallestGauss ? ['gauss', 10_000] : ['millitesla', 1_000];
  const tesla = value / Number(perTesla);
  remarks.add(`MagneticFieldStrength ${value} was read as ${unit}: ${tesla} T`);
  return tesla;
}
