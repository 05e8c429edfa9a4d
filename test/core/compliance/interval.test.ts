import { describe, expect, test } from 'vitest';
import { type IntervalInput, judgeInterval } from '../../../core/compliance/index.ts';
import { findProtocol, type Protocol, type ScanInterval } from '../../../core/protocol/index.ts';
import { anAcquisition } from './anAcquisition.ts';
import { the2021Edition } from './the2021Edition.ts';

const brain = [anAcquisition()];
const cord = [anAcquisition({ region: 'whole-cord' })];

function judged(differing: Partial<IntervalInput> = {}) {
  return judgeInterval({
    studyDate: '2025-07-15',
    priorDate: '2025-03-15',
    acquisitions: brain,
    priorAcquisitions: brain,
    protocols: [the2021Edition],
    indications: ['pml-safety'],
    pmlRisk: 'high',
    ...differing,
  });
}

const timingsOf = (differing: Partial<IntervalInput>) =>
  judged(differing)?.judgements.map(({ timing, note }) => [timing, note]);

function edition(id: string): Protocol {
  const found = findProtocol(id);
  if (found === undefined) throw new Error(`${id} is not shipped`);
  return found;
}

/** A site's own file with these intervals. */
function aSite(intervals: readonly Partial<ScanInterval>[], differing: Partial<Protocol> = {}): Protocol {
  const { intervalGrace: _ours, ...rest } = the2021Edition;
  const whole = intervals.map(
    (each): ScanInterval => ({
      id: 'pml-safety.one',
      indication: 'pml-safety',
      situation: 'every-patient',
      unit: 'months',
      verification: 'primary',
      citation: 'Our book, page 1',
      ...each,
    }),
  );
  return { ...rest, id: 'our-site', revision: 3, intervals: whole, ...differing };
}

test('four months at high risk are on time by the 2021 edition, which is pending', () => {
  expect(judged()).toStrictEqual({
    months: 4,
    days: 0,
    judgements: [
      {
        protocol: 'magnims-cmsc-naims-2021',
        revision: 1,
        indication: 'pml-safety',
        timing: 'on-time',
        note: null,
        grace: { days: 14, source: 'ours: the paper gives none' },
        situations: [
          {
            id: 'pml-safety.high-pml-risk',
            situation: 'high PML risk (on natalizumab)',
            asked: 'every 3 to 4 months',
            minMonths: 3,
            maxMonths: 4,
            citation: 'Wattjes 2021: high-risk natalizumab every 3–4 months with a short protocol (not read)',
            verification: 'pending',
            timing: 'on-time',
            byGrace: false,
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
    ['2025-05-31', 'early', false],
    ['2025-06-01', 'on-time', true],
    ['2025-06-14', 'on-time', true],
    ['2025-06-15', 'on-time', false],
    ['2025-07-15', 'on-time', false],
    ['2025-07-16', 'on-time', true],
    ['2025-07-29', 'on-time', true],
    ['2025-07-30', 'overdue', false],
    ['2026-07-30', 'overdue', false],
  ])('after 2025-03-15, %s is %s (by the grace alone: %j)', (studyDate, timing, byGrace) => {
    const [judgement] = judged({ studyDate })?.judgements ?? [];
    expect([judgement?.timing, judgement?.note]).toStrictEqual([timing, null]);
    expect(judgement?.situations.map((each) => [each.timing, each.byGrace])).toStrictEqual([[timing, byGrace]]);
  });
});

test('the same interval is judged by each edition as it says', () => {
  const protocols = ['magnims-cmsc-naims-2021', 'cmsc-2016', 'magnims-2015'].map(edition);
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
      ['cannot-tell', 'this edition names no interval for what is known of the patient'],
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

test('a study that shows the brain beside the cord is one of the brain', () => {
  expect(timingsOf({ acquisitions: [...cord, ...brain] })).toStrictEqual([['on-time', null]]);
});

test('where not both studies show the brain, no day is on time either', () => {
  const [judgement] = judged({ acquisitions: cord })?.judgements ?? [];
  expect(judgement?.situations).toMatchObject([{ timing: 'cannot-tell', from: null, until: null, byGrace: false }]);
});

test('a first scan, and an edition that names no interval, are not judged', () => {
  expect(judged({ indications: ['diagnosis'] })).toStrictEqual({ months: 4, days: 0, judgements: [] });
  const { intervals: _none, ...silent } = the2021Edition;
  expect(judged({ protocols: [silent] })).toStrictEqual({ months: 4, days: 0, judgements: [] });
});

test('an edition that is named twice is judged once', () => {
  expect(judged({ protocols: [the2021Edition, the2021Edition] })?.judgements).toHaveLength(1);
});

describe("a site's own file", () => {
  test('is judged by as it says, with its id and revision, and without grace where it gives none', () => {
    const ours = aSite([{ max: 2 }]);
    const on = (studyDate: string) => judged({ protocols: [ours], studyDate })?.judgements;
    expect(on('2025-05-15')).toMatchObject([{ protocol: 'our-site', revision: 3, timing: 'on-time', grace: null }]);
    expect(on('2025-05-16')).toMatchObject([
      { timing: 'overdue', situations: [{ asked: 'at least every 2 months', from: null, until: '2025-05-15' }] },
    ]);
  });

  test('may say only how soon is too soon', () => {
    const ours = aSite([{ min: 2 }], { intervalGrace: { days: 1, source: 'our book' } });
    const on = (studyDate: string) => judged({ protocols: [ours], studyDate })?.judgements[0];
    expect(on('2025-05-13')?.timing).toBe('early');
    expect(on('2025-05-14')).toMatchObject({
      timing: 'on-time',
      situations: [{ asked: 'at most every 2 months', minMonths: 2, maxMonths: null, until: null, byGrace: true }],
    });
    expect(on('2035-05-14')?.timing).toBe('on-time');
  });
});

describe('what is counted from a treatment, which nothing that is read dates', () => {
  const monitoring = (studyDate: string, protocol = edition('cmsc-2016')) =>
    judged({ protocols: [protocol], indications: ['monitoring'], pmlRisk: null, studyDate })?.judgements[0];

  test('is shown, and cannot be told', () => {
    const { situations = [] } = monitoring('2025-09-15') ?? {};
    expect(situations.find(({ id }) => id === 'monitoring.treatment-switch')).toMatchObject({
      situation: 're-baseline after a switch of treatment',
      asked: 'about 6 months after it',
      minMonths: 6,
      maxMonths: 6,
      timing: 'cannot-tell',
      from: null,
      until: null,
    });
  });

  test('may be why a study is early for everything else', () => {
    expect(monitoring('2025-06-15')).toMatchObject({
      timing: 'cannot-tell',
      note: 'it may be the re-baseline of a treatment, whose date is not known',
    });
  });

  test('excuses no study that is overdue, and takes nothing from one that is on time', () => {
    expect(monitoring('2026-03-15')).toMatchObject({ timing: 'on-time', note: null });
    expect(monitoring('2027-06-15')).toMatchObject({ timing: 'overdue', note: null });
  });

  test('and alone leaves the interval open', () => {
    const ours = aSite([{ indication: 'monitoring', situation: 'treatment-start', max: 6 }]);
    expect(monitoring('2025-06-15', ours)).toMatchObject({
      timing: 'cannot-tell',
      note: 'this edition names no interval for what is known of the patient',
      situations: [{ asked: 'at most 6 months after it' }],
    });
  });
});

describe('what holds for a while beside all else, as after a switch from natalizumab', () => {
  const of2015 = (pmlRisk: 'low' | 'medium' | 'high', studyDate: string) =>
    timingsOf({ protocols: [edition('magnims-2015')], pmlRisk, studyDate });

  test('leaves open what it would change, and nothing else', () => {
    expect(of2015('low', '2026-03-15')).toStrictEqual([
      ['cannot-tell', 'it depends on what is not known of the patient'],
    ]);
    expect(of2015('low', '2026-06-15')).toStrictEqual([['overdue', null]]);
    expect(of2015('high', '2025-05-15')).toStrictEqual([['early', null]]);
  });

  test('is not taken to hold where it is all that could', () => {
    expect(of2015('medium', '2026-06-15')).toStrictEqual([
      ['cannot-tell', 'this edition names no interval for what is known of the patient'],
    ]);
  });
});
