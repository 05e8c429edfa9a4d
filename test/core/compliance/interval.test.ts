import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type IntervalInput, intervalFacts, judgeInterval } from '../../../core/compliance/index.ts';
import { indications, verifications } from '../../../core/protocol/index.ts';
import { anAcquisition } from './anAcquisition.ts';

const brain = [anAcquisition()];
const cord = [anAcquisition({ region: 'whole-cord' })];

function judged(differing: Partial<IntervalInput> = {}) {
  return judgeInterval({
    studyDate: '2025-07-15',
    priorDate: '2025-03-15',
    acquisitions: brain,
    priorAcquisitions: brain,
    protocols: ['magnims-cmsc-naims-2021'],
    indications: ['pml-safety'],
    pmlRisk: 'high',
    ...differing,
  });
}

const timingsOf = (differing: Partial<IntervalInput>) =>
  judged(differing)?.judgements.map(({ timing, note }) => [timing, note]);

test('four months at high risk are on time by the 2021 edition, which is pending', () => {
  expect(judged()).toStrictEqual({
    months: 4,
    days: 0,
    judgements: [
      {
        protocol: 'magnims-cmsc-naims-2021',
        indication: 'pml-safety',
        timing: 'on-time',
        note: null,
        situations: [
          {
            situation: 'high PML risk',
            minMonths: 3,
            maxMonths: 4,
            citation: 'Wattjes 2021: high-risk natalizumab every 3–4 months',
            verification: 'pending',
            timing: 'on-time',
            from: '2025-06-15',
            until: '2025-07-15',
          },
        ],
      },
    ],
  });
});

describe('at high risk, every 3–4 months with 14 days of grace', () => {
  test.each([
    ['2025-05-31', 'early'],
    ['2025-06-01', 'on-time'],
    ['2025-06-15', 'on-time'],
    ['2025-07-29', 'on-time'],
    ['2025-07-30', 'overdue'],
    ['2026-07-30', 'overdue'],
  ])('after 2025-03-15, %s is %s', (studyDate, timing) => {
    expect(timingsOf({ studyDate })).toStrictEqual([[timing, null]]);
  });
});

test('the same interval is judged by each edition as it says', () => {
  const protocols = ['magnims-cmsc-naims-2021', 'cmsc-2016', 'magnims-2015'];
  const later = judged({ protocols, studyDate: '2025-09-01' });
  expect(later?.judgements.map(({ protocol, timing }) => [protocol, timing])).toStrictEqual([
    ['magnims-cmsc-naims-2021', 'overdue'],
    ['cmsc-2016', 'on-time'],
    ['magnims-2015', 'overdue'],
  ]);
});

describe('what cannot be told', () => {
  test('without the risk, where it would decide; not where it would not', () => {
    expect(timingsOf({ pmlRisk: null, studyDate: '2025-09-01' })).toStrictEqual([
      ['cannot-tell', 'it depends on what is not known of the patient'],
    ]);
    expect(timingsOf({ pmlRisk: null, studyDate: '2026-06-01' })).toStrictEqual([['overdue', null]]);
    expect(timingsOf({ pmlRisk: null })).toStrictEqual([['on-time', null]]);
  });

  test('for a risk of which the edition says nothing', () => {
    expect(timingsOf({ pmlRisk: 'medium' })).toStrictEqual([
      ['cannot-tell', 'this edition names no interval for that PML risk'],
    ]);
  });

  test('where not both studies show the brain', () => {
    const note = 'not both studies are known to show the brain';
    expect(timingsOf({ priorAcquisitions: cord })).toStrictEqual([['cannot-tell', note]]);
    expect(timingsOf({ acquisitions: cord })).toStrictEqual([['cannot-tell', note]]);
  });

  test('without both dates, or when the other study is not earlier, there is no interval', () => {
    expect(judged({ studyDate: null })).toBeNull();
    expect(judged({ priorDate: null })).toBeNull();
    expect(judged({ priorDate: '2025-07-16' })).toBeNull();
  });
});

test('a first scan, and an edition that names no interval, are not judged', () => {
  expect(judged({ indications: ['diagnosis'] })).toStrictEqual({ months: 4, days: 0, judgements: [] });
  expect(judged({ protocols: ['an-edition-of-no-catalogue'] })).toStrictEqual({ months: 4, days: 0, judgements: [] });
});

test('every fact of the file is whole, and its limits are in order', () => {
  const months = z.int().positive().nullable();
  const fact = z
    .strictObject({
      edition: z.string().regex(/^[a-z0-9-]+$/),
      indication: z.enum(indications),
      situation: z.string().min(1),
      pmlRisk: z.enum(['low', 'medium', 'high']).nullable(),
      minMonths: months,
      maxMonths: months,
      citation: z.string().min(10),
      verification: z.enum(verifications),
    })
    .refine(({ minMonths, maxMonths }) => (minMonths ?? 0) <= (maxMonths ?? 0), 'limits in order, one at least');
  expect(z.array(fact).parse(intervalFacts)).toStrictEqual(intervalFacts);
});
