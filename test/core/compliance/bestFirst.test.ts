import { describe, expect, it } from 'vitest';
import { type Attempt, bestFirst, type Filled, isSure, type Part } from '../../../core/compliance/attempt.ts';
import type { Doubt } from '../../../core/compliance/selectCandidates.ts';
import type { Finding, Status } from '../../../core/compliance/verdict.ts';
import { anAcquisition } from './anAcquisition.ts';

const finding = (status: Status, differing: Partial<Finding> = {}): Finding => ({
  constraint: 'sliceThickness',
  acquisition: null,
  status,
  observed: null,
  limit: { max: 3 },
  unit: 'mm',
  note: null,
  remark: false,
  ...differing,
});
const ofAnotherKind = finding('not-met', { constraint: 'plane', limit: { oneOf: ['axial'] } });

type Taken = { readonly id?: string; readonly at?: string | null; readonly doubts?: readonly Doubt[] };

function filled(findings: readonly Finding[], { id = 'a', at = '10:00', doubts = [] }: Taken = {}): Filled {
  const acquisition = anAcquisition({ id, acquiredAt: at });
  return { kind: 'filled', candidate: { acquisition, doubts }, place: 'axial T2w', findings };
}

const absent = (count: number): Part => ({ kind: 'absent', count, options: [], findings: [finding('not-met')] });
const by = (...parts: readonly Part[]): Attempt => ({ parts, instead: [] });
const met = finding('met');
const unmet = finding('not-met');
const unknown = finding('cannot-tell');

/** The better one, whichever comes first. */
function better(one: Attempt, other: Attempt): 'the first' | 'the second' | 'neither' {
  const [best, reversed] = [bestFirst([one, other])[0], bestFirst([other, one])[0]];
  if (best !== reversed) return 'neither';
  return best === one ? 'the first' : 'the second';
}

/** What would be better but for the rule: newer. */
const newer = { at: '11:00' };

describe('of two ways to answer, the better one', () => {
  it('has the better status, whatever else it lacks', () => {
    const many = Array.from({ length: 4 }, () => unknown);
    expect(better(by(filled([met])), by(filled([unknown], newer)))).toBe('the first');
    expect(better(by(filled(many)), by(filled([unmet], newer)))).toBe('the first');
    expect(better(by(filled(many, { doubts: ['sequence'] })), by(filled([unmet, met], newer)))).toBe('the first');
  });

  it('leaves fewer places empty or to something of another kind', () => {
    const one = by(filled([unmet, unmet, unmet]), absent(1));
    expect(better(one, by(filled([unmet], newer), absent(2)))).toBe('the first');
    expect(better(one, by(filled([ofAnotherKind], newer), absent(1)))).toBe('the first');
  });

  it('has something of the kind rather than nothing', () => {
    expect(better(by(filled([unmet, unmet]), absent(1)), by(filled([ofAnotherKind], newer)))).toBe('the first');
    expect(better(by(filled([unmet, unmet]), absent(2)), by(absent(1), absent(1)))).toBe('the first');
  });

  it('was surely recognised', () => {
    const doubted = by(filled([unknown], { ...newer, doubts: ['sequence'] }));
    expect(better(by(filled([unknown, unknown])), doubted)).toBe('the first');
    const bothDoubted = by(
      filled([unknown], { ...newer, doubts: ['sequence'] }),
      filled([unknown], { ...newer, doubts: ['region'] }),
    );
    expect(better(by(filled([unknown]), filled([unknown], { doubts: ['region'] })), bothDoubted)).toBe('the first');
  });

  it('has fewer faults, then less that is not known, then fewer remarks', () => {
    const remark = finding('met', { remark: true });
    expect(better(by(filled([unmet, unknown, unknown])), by(filled([unmet, unmet], newer)))).toBe('the first');
    expect(better(by(filled([unknown, remark])), by(filled([unknown, unknown], newer)))).toBe('the first');
    expect(better(by(filled([met, met])), by(filled([met, remark], newer)))).toBe('the first');
    expect(better(by(filled([met, remark])), by(filled([remark, remark], newer)))).toBe('the first');
  });

  it('is newer, by what of it is newest', () => {
    const of = (...times: readonly (string | null)[]) => by(...times.map((at) => filled([met], { at })));
    expect(better(of('11:00'), of('10:00'))).toBe('the first');
    expect(better(of('10:00'), of(null))).toBe('the first');
    expect(better(of('10:00', '13:00'), of('11:00', '12:00'))).toBe('the first');
    expect(better(of('10:00', '13:00'), of('12:00', '11:00'))).toBe('the first');
    expect(better(of('13:00', '10:00'), of('11:00', '12:00'))).toBe('the first');
    expect(better(of('13:00', '11:00'), of('13:00', '10:00'))).toBe('the first');
  });

  it('is no newer by a time that is not known', () => {
    const of = (id: string, ...times: readonly (string | null)[]) =>
      by(...times.map((at) => filled([met], { id, at })));
    expect(better(of('a', null), of('b', null, null))).toBe('the first');
    expect(better(of('b', null), of('a', null, null))).toBe('the second');
    expect(better(of('a', '10:00'), of('b', '10:00', null))).toBe('the first');
    expect(better(of('b', null, '11:00'), of('a', '10:00', null))).toBe('the first');
  });

  it('is of the first id where nothing else tells them apart', () => {
    expect(better(by(filled([met], { id: 'a' })), by(filled([met], { id: 'b' })))).toBe('the first');
    expect(better(by(filled([met], { id: 'b' })), by(filled([met], { id: 'a' })))).toBe('the second');
    const pair = (...ids: readonly string[]) => by(...ids.map((id) => filled([met], { id })));
    expect(better(pair('a', 'd'), pair('b', 'c'))).toBe('the first');
    expect(better(pair('a', 'c'), pair('a', 'b'))).toBe('the second');
  });
});

describe('a way to answer is sure', () => {
  const doubted = filled([unknown], { doubts: ['region'] });

  it('where none of what it takes is in doubt', () => {
    expect(isSure(by(filled([unmet]), absent(1)))).toBe(true);
    expect(isSure(by(absent(1)))).toBe(true);
  });

  it('not where one of several is', () => {
    expect(isSure(by(filled([met]), doubted))).toBe(false);
    expect(isSure(by(doubted))).toBe(false);
  });
});
