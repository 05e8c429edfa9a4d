import { describe, expect, it } from 'vitest';
import type { BodyRegion, Sequence } from '../../../core/acquisition/acquisition.ts';
import { matchAcquisitions, sameKind } from '../../../core/compliance/matchAcquisitions.ts';
import type { Compared } from '../../../core/compliance/propertyComparison.ts';
import { anAcquisition } from './anAcquisition.ts';

type Changes = Parameters<typeof anAcquisition>[0];

/** An axial 2D T2w of which everything that is compared is known. */
function series(id: string, changes: Changes = {}, serial = '1'): Compared {
  const known = anAcquisition({
    id,
    sequence: 'T2w',
    scanner: { manufacturer: 'ACME', model: 'Magnet', fieldStrengthT: 3, station: 'MR1', software: 'A1' },
    timing: { repetitionTimeMs: 5000, echoTimeMs: 100, inversionTimeMs: 1, flipAngleDeg: 90, bValues: [1] },
    ...changes,
  });
  return { acquisition: known, facts: { deviceSerial: serial, receiveCoil: 'Head_32', sliceNormal: [0, 0, 1] } };
}

const ofThickness = (sliceThicknessMm: number | null) => ({ geometry: { sliceThicknessMm } });

/** Each match as "T2w brain: a–x, b–x" with a question mark where it is not sure that any of them belongs together. */
function matched(now: readonly Compared[], then: readonly Compared[]): readonly string[] {
  return matchAcquisitions(now, then).map(({ sequence, region, pairs, isSure }) => {
    const names = pairs.map((pair) => `${pair.now.acquisition.id}–${pair.then.acquisition.id}`);
    return `${sequence} ${region}: ${names.join(', ')}${isSure ? '' : '?'}`;
  });
}

describe('two acquisitions are of one kind', () => {
  const rows: readonly (readonly [Sequence, BodyRegion, Sequence, BodyRegion, ReturnType<typeof sameKind>])[] = [
    ['T2w', 'brain', 'T2w', 'brain', 'yes'],
    ['T2w', 'brain', 'FLAIR', 'brain', 'no'],
    ['T2w', 'brain', 'T2w', 'orbit', 'no'],
    ['T2w', 'brain', 'UNKNOWN', 'brain', 'maybe'],
    ['T2w', 'brain', 'UNKNOWN', 'orbit', 'no'],
    ['T2w', 'brain', 'T2w', 'unknown', 'maybe'],
    ['T2w', 'brain', 'FLAIR', 'unknown', 'no'],
    ['T2w', 'brain', 'UNKNOWN', 'unknown', 'maybe'],
    ['UNKNOWN', 'brain', 'UNKNOWN', 'brain', 'maybe'],
    ['T2w', 'unknown', 'T2w', 'unknown', 'maybe'],
    ['UNKNOWN', 'brain', 'T2w', 'unknown', 'maybe'],
  ];

  it.each(rows)('%s of %s and %s of %s: %s %s', (sequence, region, otherSequence, otherRegion, expected) => {
    const [one, other] = [
      series('a', { sequence, region }),
      series('x', { sequence: otherSequence, region: otherRegion }),
    ];
    expect([sameKind(one, other), sameKind(other, one)]).toEqual([expected, expected]);
  });
});

describe('an acquisition belongs to the one that differs from it least', () => {
  it('also where another one that differs more has none', () => {
    const [thin, thick] = [series('a', ofThickness(3)), series('b', ofThickness(5))];
    expect(matched([thick, thin], [series('x', ofThickness(3))])).toEqual(['T2w brain: a–x']);
    expect(matched([thin], [series('x', ofThickness(3)), series('y', ofThickness(5))])).toEqual(['T2w brain: a–x']);
  });

  it('each kind by itself', () => {
    const now = [series('a', { sequence: 'FLAIR' }), series('b')];
    const then = [series('x', { sequence: 'FLAIR' }), series('y')];
    expect(matched(now, then)).toEqual(['FLAIR brain: a–x', 'T2w brain: b–y']);
  });

  it('repeats that are alike to all of theirs, by their ids', () => {
    const expected = ['T2w brain: a–x, a–y, b–x, b–y'];
    expect(matched([series('a'), series('b')], [series('x'), series('y')])).toEqual(expected);
    expect(matched([series('b'), series('a')], [series('y'), series('x')])).toEqual(expected);
  });

  it('and to a further one where less is known of that: the surest first', () => {
    const [same, open] = [series('z', ofThickness(3)), series('a', ofThickness(null))];
    expect(matched([open, same], [series('x', ofThickness(3))])).toEqual(['T2w brain: z–x']);
    const [other, another] = [series('z', ofThickness(5)), series('b', ofThickness(5))];
    // At best a is alike and at worst it differs as the others do.
    expect(matched([another, open, other], [series('x', ofThickness(3))])).toEqual(['T2w brain: a–x, b–x, z–x']);
  });

  it('together with what belongs to one of those that it may belong to', () => {
    const now = [series('a', ofThickness(null)), series('b', { ...ofThickness(5), plane: null })];
    const then = [series('x', ofThickness(3)), series('y', ofThickness(5))];
    expect(matched(now, then)).toEqual(['T2w brain: a–x, a–y, b–y?']);
    expect(matched(now.toReversed(), then)).toEqual(['T2w brain: a–x, a–y, b–y?']);
  });

  it('and not to one that could at best differ in the same', () => {
    const less = series('b', { ...ofThickness(5), plane: 'axial', contrastEnhanced: 'no', fatSuppressed: null });
    expect(matched([less, series('c', ofThickness(5))], [series('x', ofThickness(3))])).toEqual(['T2w brain: c–x']);
  });

  it('the likelier first where one may be alike and may differ by more', () => {
    const [near, open] = [series('z', ofThickness(5)), series('a', { ...ofThickness(3), plane: null })];
    expect(matched([open, near], [series('x', ofThickness(3))])).toEqual(['T2w brain: z–x, a–x?']);
  });
});

describe('one that was not recognised', () => {
  const unknown = (id: string, changes: Changes = {}) => series(id, { sequence: 'UNKNOWN', ...changes });

  it('belongs to nothing by itself', () => {
    expect(matched([unknown('u')], [series('x')])).toEqual([]);
    expect(matched([unknown('u')], [unknown('v')])).toEqual([]);
  });

  it('is not needed where one of the kind is alike', () => {
    expect(matched([series('a'), unknown('u')], [series('x')])).toEqual(['T2w brain: a–x']);
  });

  it('may be what belongs to one that differs, and comes after it', () => {
    expect(matched([unknown('u'), series('z', ofThickness(5))], [series('x')])).toEqual(['T2w brain: z–x, u–x?']);
    expect(matched([series('z', ofThickness(5))], [unknown('u', ofThickness(5)), series('x')])).toEqual([
      'T2w brain: z–x, z–u?',
    ]);
  });

  it('in both studies does not tie two kinds together', () => {
    const at = (manufacturer: string): Changes => ({
      scanner: { manufacturer, model: 'Magnet', fieldStrengthT: 3, station: 'MR1', software: 'A1' },
      contrastEnhanced: manufacturer === 'ACME' ? 'no' : 'yes',
    });
    const now = [
      series('a', { ...at('ACME'), ...ofThickness(5) }),
      series('b', { ...at('Other'), ...ofThickness(5), sequence: 'FLAIR' }),
      unknown('u', at('ACME')),
    ];
    const then = [
      series('x', at('ACME')),
      series('y', { ...at('Other'), sequence: 'FLAIR' }),
      unknown('v', { ...at('Other'), ...ofThickness(5) }),
    ];
    expect(matched(now, then)).toEqual(['FLAIR brain: b–y, b–v?', 'T2w brain: a–x, u–x?']);
  });
});
