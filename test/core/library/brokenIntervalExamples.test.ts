import { describe, expect, it } from 'vitest';
import { brokenIntervalExamples } from '../../../core/library/index.ts';
import type { IntervalCase, IntervalExample } from '../../../core/protocol/index.ts';
import { the2021Edition } from '../compliance/the2021Edition.ts';

const highRisk = (...after: readonly IntervalCase[]): IntervalExample => ({
  shows: 'high PML risk',
  indication: 'pml-safety',
  situation: 'high-pml-risk',
  after,
});
const found = (...examples: readonly IntervalExample[]) =>
  brokenIntervalExamples(the2021Edition, examples).map(({ what, found: each }) => [what, each]);

describe('an example of an interval', () => {
  it('that holds is not mentioned', () => {
    expect(
      found(highRisk({ months: 4, days: 14, expect: 'on-time' }, { months: null, expect: 'cannot-tell' })),
    ).toEqual([]);
  });

  it('that expects another answer is named with its place and what was found', () => {
    const examples = [
      highRisk({ months: 4, expect: 'on-time' }),
      highRisk({ months: 4, expect: 'on-time' }, { months: 3, days: -15, expect: 'on-time pending' }),
    ];
    expect(brokenIntervalExamples(the2021Edition, examples)).toEqual([
      {
        index: 1,
        place: 1,
        what: 'high PML risk, after 3 months less 15 days',
        expected: 'on-time pending',
        found: 'early pending',
      },
    ]);
  });

  it('says the verification only where it is expected', () => {
    expect(found(highRisk({ months: 4, days: 15, expect: 'overdue' }))).toEqual([]);
    expect(found(highRisk({ months: 4, days: 15, expect: 'overdue primary' }))).toEqual([
      ['high PML risk, after 4 months and 15 days', 'overdue pending'],
    ]);
  });

  it('says that the day is not known, and that there is no such interval', () => {
    expect(found(highRisk({ months: null, expect: 'early' }))).toEqual([
      ['high PML risk, a day not known', 'cannot-tell'],
    ]);
    expect(found({ ...highRisk({ months: 4, expect: 'early' }), situation: 'on-treatment' })).toEqual([
      ['high PML risk, after 4 months', 'no interval for on-treatment in pml-safety'],
    ]);
    const { situation: _any, ...ofPatient } = highRisk({ months: 4, expect: 'early' });
    expect(found({ ...ofPatient, indication: 'diagnosis' })).toEqual([
      ['high PML risk, after 4 months', 'no interval in diagnosis'],
    ]);
  });

  it('of a patient is what all intervals agree on that may hold', () => {
    const { situation: _any, ...ofPatient } = highRisk({ months: 6, expect: 'overdue' });
    expect(found({ ...ofPatient, pmlRisk: 'high' })).toEqual([]);
    expect(found(ofPatient)).toEqual([['high PML risk, after 6 months', 'cannot-tell']]);
  });
});
