import { type AttributeValue, attributeValue, type Remarks } from './attributeValue.ts';
import type { RawValue } from './dataSet.ts';

/** No magnet for people reaches this many tesla: what is above was written in another unit. */
const beyondTesla = 100;

/** Field strengths in tesla that scanners for people have or had: what a value in another unit must come near to. */
const scannersT: readonly number[] = [
  0.064, 0.2, 0.23, 0.25, 0.3, 0.35, 0.4, 0.5, 0.55, 0.6, 0.7, 1, 1.2, 1.5, 2, 2.89, 3, 4, 4.7, 5, 7, 8, 9.4, 10.5,
  11.7,
];
/** The field that is written may be the measured one instead of the nominal one. */
const nominalTolerance = 0.04;

const units = [
  { name: 'gauss', symbols: ['G', 'GAUSS'], perTesla: 10_000 },
  { name: 'millitesla', symbols: ['MT', 'MILLITESLA'], perTesla: 1_000 },
  { name: 'tesla', symbols: ['T', 'TESLA'], perTesla: 1 },
] as const;

/** MagneticFieldStrength in tesla (PS3.3 C.8.3.1) from what stands in the header, with a unit behind it or without. */
export function fieldStrengthOf(values: readonly RawValue[], remarks: Remarks): AttributeValue {
  return (
    withWrittenUnit(values[0] ?? null, remarks) ??
    normalisedFieldStrength(attributeValue(values, { as: 'number' }, 'MagneticFieldStrength', remarks), remarks)
  );
}

/**
 * Some exports write gauss (15000) or millitesla (1500). A value is converted and remarked where only one of the two is the
 * field of a scanner; 3000 may be 3 T or 0.3 T and stays as written, which no magnet reaches.
 */
export function normalisedFieldStrength(value: AttributeValue, remarks: Remarks): AttributeValue {
  if (typeof value !== 'number' || value <= beyondTesla) return value;
  const readings = units
    .map(({ name, perTesla }) => ({ name, tesla: value / perTesla }))
    .filter(({ tesla }) => isScanner(tesla));
  const [only, ...others] = readings;
  if (only === undefined) return value;
  if (others.length > 0) {
    remarks.add(`MagneticFieldStrength ${value} may be ${readings.map(({ tesla }) => `${tesla} T`).join(' or ')}`);
    return value;
  }
  remarks.add(`MagneticFieldStrength ${value} was read as ${only.name}: ${only.tesla} T`);
  return only.tesla;
}

function isScanner(tesla: number): boolean {
  return scannersT.some((nominal) => Math.abs(tesla - nominal) <= nominal * nominalTolerance);
}

const numberAndUnit = /^\s*(\d{1,6}(?:[.,]\d{1,6})?)\s*([A-Z]{1,10})\s*$/i;

function withWrittenUnit(value: RawValue, remarks: Remarks): number | null {
  if (typeof value !== 'string') return null;
  const [, number = '', symbol = ''] = numberAndUnit.exec(value) ?? [];
  const unit = units.find(({ symbols }) => symbols.some((known) => known === symbol.toUpperCase()));
  if (unit === undefined) return null;
  const tesla = Number(number.replace(',', '.')) / unit.perTesla;
  remarks.add(`MagneticFieldStrength is written in ${unit.name} with the unit behind it: ${tesla} T`);
  return tesla;
}
