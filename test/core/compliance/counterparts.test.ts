import { expect, test } from 'vitest';
import type { Sequence } from '../../../core/acquisition/index.ts';
import { counterparts } from '../../../core/compliance/counterparts.ts';
import { compareWithPrior } from '../../../core/compliance/index.ts';
import { aComparedStudy } from './aComparedStudy.ts';
import { anAcquisition } from './anAcquisition.ts';

const series = (sequence: Sequence, id: string) => ({ acquisition: anAcquisition({ sequence, id }), facts: null });
const read = { unreadNow: 0, unreadThen: 0 };
const remark = {
  constraint: 'counterpart',
  change: null,
  limit: { same: true },
  unit: null,
  weight: 'remark',
  atRisk: [],
  evidence: [],
};

test('what the other study lacks is one remark for each sequence, whichever study it is', () => {
  const now = [series('T2w', 'b'), series('T2w', 'a'), series('DWI', 'c')];
  const then = [series('DWI', 'd'), series('SWI', 'f'), series('SWI', 'e')];
  expect(counterparts({ now, then, ...read })).toStrictEqual([
    {
      ...remark,
      sequence: 'SWI',
      acquisitions: [],
      priorAcquisitions: ['e', 'f'],
      status: 'not-met',
      observed: false,
      prior: true,
      note: 'this study has none of this region to compare it with',
    },
    {
      ...remark,
      sequence: 'T2w',
      acquisitions: ['a', 'b'],
      priorAcquisitions: [],
      status: 'not-met',
      observed: true,
      prior: false,
      note: 'the earlier study has none of this region to compare it with',
    },
  ]);
});

test('what the other study may have among what could not be read cannot be told', () => {
  const [now, then] = [[series('T2w', 'a')], [series('SWI', 'b')]];
  const found = counterparts({ now, then, unreadNow: 1, unreadThen: 1 });
  expect(found.map(({ status, observed, prior, note }) => ({ status, observed, prior, note }))).toStrictEqual([
    {
      status: 'cannot-tell',
      observed: null,
      prior: true,
      note: 'whether this study has one of this region to compare it with cannot be told',
    },
    {
      status: 'cannot-tell',
      observed: true,
      prior: null,
      note: 'whether the earlier study has one of this region to compare it with cannot be told',
    },
  ]);
});

test('nothing in common cannot be compared, whether or not something was left unread', () => {
  const compared = (differing: { readonly unreadObjects?: number }, ofPrior = {}) =>
    compareWithPrior(
      aComparedStudy([anAcquisition({ sequence: 'T2w' })], differing),
      aComparedStudy([anAcquisition({ sequence: 'SWI' })], ofPrior),
    ).outcome;
  expect(compared({})).toBe('cannot-tell');
  expect(compared({ unreadObjects: 1 })).toBe('cannot-tell');
  expect(compared({}, { unreadObjects: 1 })).toBe('cannot-tell');
});
