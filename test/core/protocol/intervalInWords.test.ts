import { expect, test } from 'vitest';
import { type IntervalSituation, intervalInWords, type ScanInterval } from '../../../core/protocol/index.ts';

function interval(situation: IntervalSituation, bounds: Partial<ScanInterval>): ScanInterval {
  return {
    id: 'monitoring.one',
    indication: 'monitoring',
    situation,
    unit: 'months',
    verification: 'primary',
    citation: 'A book',
    ...bounds,
  };
}

test.each([
  ['every-patient', { min: 3, max: 4 }, 'every 3 to 4 months'],
  ['every-patient', { min: 6, max: 6 }, 'every 6 months'],
  ['every-patient', { max: 12 }, 'at least every 12 months'],
  ['every-patient', { max: 1 }, 'at least every month'],
  ['every-patient', { min: 6 }, 'at most every 6 months'],
  ['every-patient', { min: 1, max: 2 }, 'every 1 to 2 months'],
  ['treatment-start', { min: 3, max: 6 }, '3 to 6 months after it'],
  ['treatment-start', { min: 1, max: 1 }, '1 month after it'],
  ['treatment-start', { max: 6 }, 'at most 6 months after it'],
  ['treatment-switch', { min: 6 }, 'at least 6 months after it'],
  ['treatment-switch', { min: 6, max: 6, asWritten: 'about 6 months after it' }, 'about 6 months after it'],
] as const)('%s of %j is "%s"', (situation, bounds, words) => {
  expect(intervalInWords(interval(situation, bounds))).toBe(words);
});
