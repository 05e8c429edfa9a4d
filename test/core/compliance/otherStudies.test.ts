import { describe, expect, test } from 'vitest';
import { knownOtherStudies, regionsImaged, workUpDays } from '../../../core/compliance/index.ts';
import { protocols, type Requirement } from '../../../core/protocol/index.ts';
import { anAcquisition, aStudy } from './anAcquisition.ts';
import { the2021Edition } from './the2021Edition.ts';

describe('the regions that a study shows', () => {
  test.each([
    ['one of the cord, whatever its part', anAcquisition({ region: 'thoracic-cord' }), ['cord']],
    ['a sequence that was not recognised', anAcquisition({ sequence: 'UNKNOWN' }), ['brain']],
    ['a localizer', anAcquisition({ sequence: 'LOCALIZER' }), []],
    ['one that serves no requirement', anAcquisition({ sequence: 'OTHER' }), []],
    ['a derived one', anAcquisition({ derived: true }), []],
    ['one whose region is not known', anAcquisition({ region: 'unknown' }), []],
    ['one of the knee', anAcquisition({ region: 'other' }), []],
  ] as const)('of %s', (_, acquisition, expected) => {
    expect(regionsImaged([acquisition])).toStrictEqual(expected);
  });

  test('are in the order of the regions, each once', () => {
    const [orbit, brain] = [anAcquisition({ region: 'orbit' }), anAcquisition()];
    expect(regionsImaged(aStudy(orbit, brain, brain))).toStrictEqual(['brain', 'orbit']);
  });
});

describe('what other studies tell', () => {
  const brain = { studyDate: '2025-11-15', acquisitions: [anAcquisition()] };

  test('is how far the nearest study of each other region is away, before or after, and never that there are no more', () => {
    const others = [
      { studyDate: '2025-12-31', regions: ['cord', 'brain'] },
      { studyDate: '2025-10-15', regions: ['cord'] },
      { studyDate: '2025-11-15', regions: ['orbit'] },
    ] as const;
    const expected = {
      studies: [
        { regions: ['cord'], daysApart: 31 },
        { regions: ['orbit'], daysApart: 0 },
      ],
      areAll: false,
    };
    expect(knownOtherStudies(brain, others)).toStrictEqual(expected);
    expect(knownOtherStudies(brain, others.toReversed())).toStrictEqual(expected);
  });

  test('is nothing where a date is not known', () => {
    const cord = { studyDate: '2025-11-15', regions: ['cord'] } as const;
    expect(knownOtherStudies(brain, [{ ...cord, studyDate: null }]).studies).toStrictEqual([]);
    expect(knownOtherStudies({ ...brain, studyDate: null }, [cord])).toStrictEqual({ studies: [], areAll: false });
  });
});

describe('the days within which another study may count', () => {
  const cord = (withinDays: number) => ({ kind: 'imaged', region: 'cord', withinDays }) as const;
  const demand = { level: 'required', verification: 'primary', citation: 'Abstract' } as const;
  const requirement = {
    id: 'brain.x',
    region: 'brain',
    title: 'x',
    rationale: 'x',
    asks: cord(10),
    indications: {},
  } as const;
  const days = (...requirements: readonly Partial<Requirement>[]) =>
    workUpDays([{ ...the2021Edition, requirements: requirements.map((each) => ({ ...requirement, ...each })) }]);

  test('are 90 by the 2024 edition, and none by the others', () => {
    const [those2024, others] = [true, false].map((is2024) =>
      protocols.filter(({ id }) => (id === 'magnims-cmsc-naims-2024') === is2024),
    );
    expect([workUpDays(those2024 ?? []), workUpDays(others ?? [])]).toStrictEqual([90, null]);
  });

  test('are the most that is asked, in whatever part of a requirement', () => {
    const nested = { kind: 'anyOf', of: [cord(20), { kind: 'atLeast', count: 1, of: [cord(30)] }] } as const;
    expect(days({}, {})).toBe(10);
    expect(days({ asks: nested }, {})).toBe(30);
    expect(days({ indications: { diagnosis: { ...demand, verifiedPart: cord(40) } } })).toBe(40);
    const unless = { ask: cord(50), level: 'optional', because: 'it was' } as const;
    expect(days({ indications: { monitoring: { ...demand, unless } } })).toBe(50);
  });
});
