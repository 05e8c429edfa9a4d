import { describe, expect, it } from 'vitest';
import type { Acquisition } from '../../../core/acquisition/acquisition.ts';
import { acquisitionsOf, statusOf } from '../../../core/compliance/attempt.ts';
import { judgeAsk } from '../../../core/compliance/judgeAsk.ts';
import type { AtLeast } from '../../../core/protocol/index.ts';
import { anAcquisition, aStudy } from './anAcquisition.ts';
import { aFlairIn, aPool } from './aPool.ts';

const bothPlanes: AtLeast = { kind: 'atLeast', count: 2, of: [aFlairIn('axial'), aFlairIn('sagittal')] };
const twoOfThree: AtLeast = { kind: 'atLeast', count: 2, of: [...bothPlanes.of, aFlairIn('coronal')] };
const axial = anAcquisition({ sequence: 'FLAIR' });
const sagittal = anAcquisition({ sequence: 'FLAIR', plane: 'sagittal' });
const coronal = anAcquisition({ sequence: 'FLAIR', plane: 'coronal' });
const thick = (each: Acquisition) => ({ ...each, geometry: { ...each.geometry, sliceThicknessMm: 5 } });
const unrecognised = anAcquisition({ sequence: 'UNKNOWN' });

/** The best choice: its status, what it takes and what it says of places that are empty. */
function best(ask: AtLeast, study: readonly Acquisition[], unread: readonly (string | null)[] = []) {
  const [attempt] = judgeAsk(ask, aPool(study, unread));
  if (attempt === undefined) throw new Error('judgeAsk always gives an attempt');
  const empty = attempt.parts.filter((part) => part.kind === 'absent');
  return {
    status: statusOf(attempt),
    taken: acquisitionsOf(attempt),
    empty: empty.map(({ count, options }) => `${count} of ${options.join(', ')}`),
    notes: empty.flatMap(({ findings }) => findings.map(({ note }) => note)),
  };
}

const unread = '1 object of the study could not be read and may be it';

describe('acquisitions for several places', () => {
  it('fill each place by another one', () => {
    expect(best(bothPlanes, aStudy(sagittal, axial))).toEqual({
      status: 'met',
      taken: ['1.2.2#1', '1.2.1#1'],
      empty: [],
      notes: [],
    });
    const anyPlane = { kind: 'one', sequence: ['FLAIR'], constraints: [] } as const;
    const two: AtLeast = { kind: 'atLeast', count: 2, of: [anyPlane, anyPlane] };
    expect(best(two, aStudy(axial))).toMatchObject({ status: 'not-met', taken: ['1.2.1#1'] });
    expect(best(two, aStudy(axial, axial))).toMatchObject({ status: 'met', taken: ['1.2.1#1', '1.2.2#1'] });
  });

  it('are as many as asked, also where more fall short', () => {
    expect(best(twoOfThree, aStudy(thick(axial), thick(sagittal), thick(coronal)))).toEqual({
      status: 'not-met',
      taken: ['1.2.2#1', '1.2.3#1'],
      empty: [],
      notes: [],
    });
  });

  it('leave a place empty rather than to another plane', () => {
    expect(best(bothPlanes, aStudy(axial, coronal))).toEqual({
      status: 'not-met',
      taken: ['1.2.1#1'],
      empty: ['1 of sagittal FLAIR'],
      notes: ['no sagittal FLAIR of the brain was recognised'],
    });
  });

  it('are none where none is of a plane that is asked', () => {
    expect(best(bothPlanes, aStudy(coronal))).toEqual({
      status: 'not-met',
      taken: [],
      empty: ['2 of axial FLAIR, sagittal FLAIR'],
      notes: ['no axial FLAIR or sagittal FLAIR of the brain was recognised'],
    });
  });

  it('may be among what could not be read, beside one that is there', () => {
    expect(best(bothPlanes, aStudy(axial), [null])).toEqual({
      status: 'cannot-tell',
      taken: ['1.2.1#1'],
      empty: ['1 of sagittal FLAIR'],
      notes: [`no sagittal FLAIR of the brain was recognised, but ${unread}`],
    });
  });

  it('may be others than one that falls short', () => {
    const expected = {
      status: 'cannot-tell',
      taken: [],
      empty: ['2 of axial FLAIR, sagittal FLAIR'],
      notes: [`no other axial FLAIR or sagittal FLAIR of the brain was recognised, but ${unread}`],
    };
    expect(best(bothPlanes, aStudy(thick(axial)), [null])).toEqual(expected);
    expect(best(bothPlanes, aStudy(thick(axial), thick({ ...axial, region: 'unknown' })), [null])).toEqual(expected);
    expect(best(bothPlanes, [], [null]).notes).toEqual([
      `no axial FLAIR or sagittal FLAIR of the brain was recognised, but ${unread}`,
    ]);
  });

  it('are no others than the rest of their series', () => {
    expect(best(bothPlanes, aStudy(thick(axial)), ['1.2.1'])).toMatchObject({
      status: 'not-met',
      taken: ['1.2.1#1'],
      notes: ['no sagittal FLAIR of the brain was recognised'],
    });
  });

  it('that are certain are tried though many unrecognised ones may be better', () => {
    const study = aStudy(thick(axial), ...Array.from({ length: 5 }, () => ({ ...unrecognised, plane: null })));
    const attempts = judgeAsk(bothPlanes, aPool(study));
    expect(attempts.map((attempt) => acquisitionsOf(attempt).join(' and '))).toContain('1.2.1#1');
    expect(best(bothPlanes, study)).toMatchObject({ status: 'cannot-tell', taken: ['1.2.5#1', '1.2.6#1'] });
  });

  it('are judged once, however many indications ask the same', () => {
    const pool = aPool(aStudy(axial));
    expect(judgeAsk(bothPlanes, pool)).toBe(judgeAsk(bothPlanes, pool));
  });

  it('that are the best and certain are tried once', () => {
    const attempts = judgeAsk(bothPlanes, aPool(aStudy(axial, sagittal)));
    expect(attempts.map((attempt) => acquisitionsOf(attempt).join(' and '))).toEqual([
      '1.2.1#1 and 1.2.2#1',
      '1.2.2#1',
      '1.2.1#1',
      '',
    ]);
  });
});
