import { describe, expect, it } from 'vitest';
import type { Acquisition } from '../../../core/acquisition/acquisition.ts';
import { judgeAsk } from '../../../core/compliance/judgeAsk.ts';
import type { EveryAcquisition } from '../../../core/protocol/index.ts';
import { anAcquisition, aStudy } from './anAcquisition.ts';
import { aPool } from './aPool.ts';

const strong: EveryAcquisition = {
  kind: 'every',
  constraints: [{ property: 'fieldStrength', min: 1.5, unit: 'T' }],
};
const at = (fieldStrengthT: number | null) => anAcquisition({ fieldStrengthT });
const somewhere = (fieldStrengthT: number | null) => anAcquisition({ fieldStrengthT, region: 'unknown' });

/** What each acquisition that counts is found to be: "1.2.1#1: fieldStrength met". */
function found(...study: readonly Acquisition[]): readonly string[] {
  const [attempt, ...others] = judgeAsk(strong, aPool(study));
  expect(others).toEqual([]);
  expect(attempt?.instead).toEqual([]);
  return (attempt?.parts ?? []).flatMap((part) =>
    part.findings.map(({ acquisition, constraint, status }) => `${acquisition}: ${constraint} ${status}`),
  );
}

describe('what is asked of every acquisition', () => {
  it('is held against each, in the order of their ids', () => {
    const study = aStudy(at(3), at(1), at(null));
    const expected = [
      '1.2.1#1: fieldStrength met',
      '1.2.2#1: fieldStrength not-met',
      '1.2.3#1: fieldStrength cannot-tell',
    ];
    expect(found(...study)).toEqual(expected);
    expect(found(...study.toReversed())).toEqual(expected);
  });

  it('is not held against one that may be of another region, where it would change nothing', () => {
    expect(found(...aStudy(at(3), somewhere(3)))).toEqual(['1.2.1#1: fieldStrength met']);
  });

  it('is left open by one that may be of the region and would fail', () => {
    expect(found(...aStudy(somewhere(1), at(3)))).toEqual([
      '1.2.1#1: region cannot-tell',
      '1.2.1#1: fieldStrength cannot-tell',
      '1.2.2#1: fieldStrength met',
    ]);
    expect(found(...aStudy(at(3), somewhere(null)))).toEqual([
      '1.2.1#1: fieldStrength met',
      '1.2.2#1: region cannot-tell',
      '1.2.2#1: fieldStrength cannot-tell',
    ]);
  });

  it('is left open where all may be of another region, though what they meet is said', () => {
    expect(found(...aStudy(somewhere(3)))).toEqual(['1.2.1#1: region cannot-tell', '1.2.1#1: fieldStrength met']);
  });

  it('cannot be told where there is none', () => {
    expect(judgeAsk(strong, aPool([anAcquisition({ region: 'orbit' })]))).toEqual([
      {
        parts: [
          {
            kind: 'absent',
            count: 1,
            options: [],
            findings: [
              {
                constraint: 'sequence',
                acquisition: null,
                status: 'cannot-tell',
                observed: null,
                limit: {},
                unit: null,
                note: 'no acquisition of the brain was recognised',
                remark: false,
              },
            ],
          },
        ],
        instead: [],
      },
    ]);
  });

  it('names each of them by what it asks for', () => {
    const [attempt] = judgeAsk(strong, aPool(aStudy(at(3))));
    expect(attempt?.parts).toMatchObject([{ kind: 'filled', place: 'every acquisition' }]);
  });
});
