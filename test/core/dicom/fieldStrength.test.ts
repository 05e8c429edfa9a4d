import { describe, expect, it } from 'vitest';
import { fieldStrengthOf } from '../../../core/dicom/fieldStrength.ts';

function read(value: string | number | null) {
  const remarks = new Set<string>();
  return [fieldStrengthOf([value], remarks), [...remarks]];
}

describe('field strength', () => {
  it.each([
    ['3.000 ', 3],
    [' 1.5', 1.5],
    ['+3', 3],
    ['3E0', 3],
    ['0.064', 0.064],
    ['1.4939999580383', 1.4939999580383],
    [2.8936, 2.8936],
    ['100', 100],
  ])('%j is a number of tesla', (value, tesla) => {
    expect(read(value)).toEqual([tesla, []]);
  });

  it('with a decimal comma is remarked', () => {
    expect(read('1,5')).toEqual([1.5, ['MagneticFieldStrength is written with a decimal comma']]);
  });

  it.each([
    ['15000', 'gauss', 1.5],
    ['15000.0', 'gauss', 1.5],
    ['14939', 'gauss', 1.4939],
    ['30000', 'gauss', 3],
    ['70000', 'gauss', 7],
    ['640', 'gauss', 0.064],
    ['1500', 'millitesla', 1.5],
    ['1494', 'millitesla', 1.494],
    ['550', 'millitesla', 0.55],
  ])('%s can only be %s', (value, unit, tesla) => {
    expect(read(value)).toEqual([tesla, [`MagneticFieldStrength ${Number(value)} was read as ${unit}: ${tesla} T`]]);
  });

  it.each([
    ['3000', '0.3 T or 3 T'],
    ['2000', '0.2 T or 2 T'],
    ['7000', '0.7 T or 7 T'],
  ])('%s may be of either unit, and stays what no magnet reaches', (value, either) => {
    expect(read(value)).toEqual([Number(value), [`MagneticFieldStrength ${value} may be ${either}`]]);
  });

  it.each(['0', '-1.5', '150000', '101', '1E30'])('%s stays as written: impossible, and not to be guessed', (value) => {
    expect(read(value)).toEqual([Number(value), []]);
  });

  it.each([
    ['1.5T', 'tesla', 1.5],
    ['1,5 T ', 'tesla', 1.5],
    ['3 Tesla', 'tesla', 3],
    ['3000 mT', 'millitesla', 3],
    ['15000G', 'gauss', 1.5],
  ])('%j says its unit', (value, unit, tesla) => {
    expect(read(value)).toEqual([
      tesla,
      [`MagneticFieldStrength is written in ${unit} with the unit behind it: ${tesla} T`],
    ]);
  });

  it.each([
    ['1E400', 'MagneticFieldStrength is not a finite number; it was not used'],
    ['1\0.5', 'MagneticFieldStrength is not a number; it was not used'],
    ['1.5X', 'MagneticFieldStrength is not a number; it was not used'],
    ['high', 'MagneticFieldStrength is not a number; it was not used'],
    [Number.NaN, 'MagneticFieldStrength is not a finite number; it was not used'],
  ])('%j is not known', (value, remark) => {
    expect(read(value)).toEqual([null, [remark]]);
  });

  it.each(['', '  ', null])('%j is there without a value', (value) => {
    expect(read(value)).toEqual([null, []]);
  });
});
