import { expect, test } from 'vitest';
import { candidatesFor } from '../../../core/compliance/selectCandidates.ts';
import { anAcquisition } from './anAcquisition.ts';

const dwi = { kind: 'one', sequence: ['DWI'], derived: true, constraints: [] } as const;
const candidates = (acquisition: ReturnType<typeof anAcquisition>) => candidatesFor(dwi, 'brain', [acquisition]).length;

test('a trace stands in for diffusion-weighted images, where derived images count', () => {
  expect(candidates(anAcquisition({ sequence: 'DWI', derived: true }))).toBe(1);
});

test('a map of diffusion does not', () => {
  expect(candidates(anAcquisition({ sequence: 'DWI', derived: true, withoutItsContrast: true }))).toBe(0);
});

test('nor does b0 alone, which is original', () => {
  expect(candidates(anAcquisition({ sequence: 'DWI', withoutItsContrast: true }))).toBe(0);
});

test('whether it is computed is no doubt of an image that is known to be, where derived images count', () => {
  const doubts = (derived: boolean) =>
    candidatesFor(dwi, 'brain', [anAcquisition({ sequence: 'DWI', derived, mayBeComputed: true })]).map(
      (candidate) => candidate.doubts,
    );
  expect(doubts(true)).toEqual([[]]);
  expect(doubts(false)).toEqual([['original']]);
});
