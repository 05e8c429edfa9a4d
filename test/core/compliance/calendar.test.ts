import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { daysApart, monthsBetween, plusDays, plusMonths } from '../../../core/compliance/calendar.ts';

describe('plusMonths', () => {
  test.each([
    ['2025-01-31', 1, '2025-02-28'],
    ['2024-01-31', 1, '2024-02-29'],
    ['2024-02-29', 12, '2025-02-28'],
    ['2024-02-29', 48, '2028-02-29'],
    ['1900-01-31', 1, '1900-02-28'],
    ['2000-01-31', 1, '2000-02-29'],
    ['2025-08-31', 3, '2025-11-30'],
    ['2025-11-30', 3, '2026-02-28'],
    ['2025-12-15', 1, '2026-01-15'],
    ['2025-03-31', -1, '2025-02-28'],
    ['2025-01-10', -13, '2023-12-10'],
    ['2025-05-05', 0, '2025-05-05'],
  ])('%s and %i months is %s', (day, months, expected) => {
    expect(plusMonths(day, months)).toBe(expected);
  });
});

describe('plusDays', () => {
  test.each([
    ['2025-02-28', 1, '2025-03-01'],
    ['2024-02-28', 1, '2024-02-29'],
    ['2025-12-31', 1, '2026-01-01'],
    ['2025-01-01', -1, '2024-12-31'],
    // The days on which clocks change, where the tests run and elsewhere.
    ['2025-09-27', 1, '2025-09-28'],
    ['2025-04-05', 2, '2025-04-07'],
  ])('%s and %i days is %s', (day, days, expected) => {
    expect(plusDays(day, days)).toBe(expected);
  });
});

describe('daysApart', () => {
  test.each([
    ['2025-11-15', '2026-02-13', 90],
    ['2026-02-13', '2025-11-15', 90],
    ['2024-02-28', '2024-03-01', 2],
    ['2025-03-29', '2025-03-31', 2],
    ['2025-03-18', '2025-03-18', 0],
  ])('%s and %s', (one, other, expected) => {
    expect(daysApart(one, other)).toBe(expected);
  });
});

describe('monthsBetween', () => {
  test.each([
    ['2025-01-31', '2025-02-28', { months: 1, days: 0 }],
    ['2025-01-31', '2025-02-27', { months: 0, days: 27 }],
    ['2025-01-31', '2025-03-01', { months: 1, days: 1 }],
    ['2025-01-31', '2025-03-31', { months: 2, days: 0 }],
    ['2024-02-29', '2025-02-28', { months: 12, days: 0 }],
    ['2025-03-18', '2025-05-06', { months: 1, days: 18 }],
    ['2025-03-18', '2025-03-18', { months: 0, days: 0 }],
    ['2025-03-18', '2025-03-17', null],
  ])('from %s to %s', (from, to, expected) => {
    expect(monthsBetween(from, to)).toStrictEqual(expected);
  });

  const aDay = fc
    .date({ min: new Date('1990-01-01T00:00:00Z'), max: new Date('2060-12-31T00:00:00Z'), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10));

  test('months, then days, lead from the one day to the other, and one month more leads beyond it', () => {
    fc.assert(
      fc.property(aDay, aDay, (one, other) => {
        const [from, to] = one <= other ? [one, other] : [other, one];
        const between = monthsBetween(from, to);
        if (between === null) throw new Error('the days are in order');
        expect(plusDays(plusMonths(from, between.months), between.days)).toBe(to);
        expect(plusMonths(from, between.months + 1) > to).toBe(true);
        expect(between.days).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});

test.each([
  '2025-02-29',
  '2025-13-01',
  '2025-00-10',
  '2025-01-00',
  '2025-01-32',
  ' 2025-01-01',
  '2025-01-01T00:00',
  '20250101',
  '',
  '2025-1-1',
])('%j is no day of the calendar', (day) => {
  expect(() => plusMonths(day, 1)).toThrow(RangeError);
});
