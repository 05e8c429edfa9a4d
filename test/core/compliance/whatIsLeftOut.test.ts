import { describe, expect, it } from 'vitest';
import type { Acquisition } from '../../../core/acquisition/acquisition.ts';
import { judgeAsk, seriesInWords } from '../../../core/compliance/judgeAsk.ts';
import type { Ask, OneAcquisition } from '../../../core/protocol/index.ts';
import { anAcquisition, aStudy } from './anAcquisition.ts';
import { aFlairIn, aPool, atMost3mm } from './aPool.ts';

const aFlair: OneAcquisition = { kind: 'one', sequence: ['FLAIR'], constraints: [atMost3mm] };
const flair = anAcquisition({ sequence: 'FLAIR' });

/** What the best answer finds, in words. */
function found(ask: Ask, study: readonly Acquisition[], unread: readonly (string | null)[] = []): readonly string[] {
  const [best] = judgeAsk(ask, aPool(study, unread));
  return (best?.parts ?? []).flatMap(({ findings }) =>
    findings.map(({ constraint, status, note }) => `${status} ${constraint}${note === null ? '' : `: ${note}`}`),
  );
}

describe('a stack of slices', () => {
  const ofSlices = (slices: number, missingSlices: number | null) => [
    anAcquisition({ sequence: 'FLAIR', geometry: { slices, missingSlices } }),
  ];

  it('of two, of which none is missing, is whole', () => {
    expect(found(aFlair, ofSlices(2, 0))).toEqual(['met sliceThickness']);
  });

  it('of one is no examination', () => {
    expect(judgeAsk(aFlair, aPool(ofSlices(1, 0)))[0]?.parts[0]?.findings[1]).toEqual({
      constraint: 'completeness',
      acquisition: '1.2.3#1',
      status: 'cannot-tell',
      observed: null,
      limit: {},
      unit: null,
      note: 'one slice alone is no examination: send the other images',
      remark: false,
    });
  });

  it.each([
    [1, '1 slice'],
    [2, '2 slices'],
  ])('that lacks %d may be incomplete', (missing, words) => {
    expect(found(aFlair, ofSlices(30, missing))).toEqual([
      'met sliceThickness',
      `cannot-tell completeness: ${words} missing: the series may be incomplete; send the missing images`,
    ]);
  });

  it('of which nobody knows whether it is whole proves nothing', () => {
    expect(found(aFlair, ofSlices(30, null))).toEqual([
      'met sliceThickness',
      'cannot-tell completeness: whether slices are missing cannot be told',
    ]);
  });
});

describe('what could not be read', () => {
  it.each([
    [1, '1 object of the study could not be read and may be it'],
    [2, '2 objects of the study could not be read and may be it'],
  ])('may be what is sought: %d', (count, words) => {
    const unread = Array.from({ length: count }, () => null);
    expect(found(aFlair, [], unread)).toEqual([
      `cannot-tell sequence: no FLAIR of the brain was recognised, but ${words}`,
    ]);
  });

  it('is no more than the rest of its series where that falls short throughout', () => {
    const thick = aStudy({ ...flair, geometry: { ...flair.geometry, sliceThicknessMm: 5 } });
    expect(found(aFlair, thick, ['1.2.1'])).toEqual(['not-met sliceThickness']);
    expect(found(aFlair, thick, ['1.2.1', '9'])).toEqual([
      'cannot-tell sequence: no other FLAIR of the brain was recognised, but 1 object of the study could not be read and may be it',
    ]);
  });

  it('may be better than the rest of its series where planes or contrast are what falls short', () => {
    const sagittal = aStudy({ ...flair, plane: 'sagittal', geometry: { ...flair.geometry, sliceThicknessMm: 5 } });
    expect(found(aFlairIn('axial'), sagittal, ['1.2.1'])).toEqual([
      expect.stringMatching(/^cannot-tell sequence: no other FLAIR .* 1 object/),
    ]);
  });

  it('may be what is sought in a series that is good enough but for what is not known', () => {
    const open = aStudy({ ...flair, geometry: { ...flair.geometry, sliceThicknessMm: null } });
    const pool = aPool(open, ['1.2.1']);
    expect(judgeAsk(aFlair, pool).map(({ parts }) => parts.map(({ kind }) => kind))).toEqual([['filled'], ['absent']]);
    expect(judgeAsk(aFlair, pool)[1]?.parts[0]?.findings[0]?.status).toBe('cannot-tell');
  });

  it('may be what is sought beside a series in doubt, though that falls short', () => {
    const elsewhere = aStudy({
      ...flair,
      region: 'unknown',
      geometry: { ...flair.geometry, sliceThicknessMm: 5 },
    });
    expect(found(aFlair, elsewhere, ['1.2.1'])).toEqual([
      'cannot-tell sequence: no FLAIR of the brain was recognised, but 1 object of the study could not be read and may be it',
    ]);
  });
});

describe('what may be of the region', () => {
  const inTheBrain: Ask = { ...aFlair, constraints: [{ property: 'region', oneOf: ['brain'] }, atMost3mm] };

  it('is doubted once, and judged by all else', () => {
    expect(found(inTheBrain, [anAcquisition({ sequence: 'FLAIR', region: 'unknown' })])).toEqual([
      'cannot-tell region: the body region of series 1 could not be recognised',
      'met sliceThickness',
    ]);
  });

  it('is judged by the part of the region where that is known', () => {
    expect(found(inTheBrain, [flair])).toEqual(['met region', 'met sliceThickness']);
  });

  it('and is known to be of another kind comes no nearer than nothing', () => {
    const ask = { ...aFlair, constraints: [{ property: 'plane', oneOf: ['axial'] }] } as const;
    const sagittal = anAcquisition({ sequence: 'FLAIR', region: 'unknown', plane: 'sagittal' });
    expect(found(ask, [sagittal])).toEqual(['not-met sequence: no FLAIR of the brain was recognised']);
  });
});

describe('a series in words', () => {
  it.each([
    [7, 't2_tse_sag', 'series 7 (t2_tse_sag)'],
    [7, null, 'series 7'],
    [null, 't2_tse_sag', 'series "t2_tse_sag"'],
    [null, null, 'series 1.2.3#1'],
  ])('by number %s and description %s', (seriesNumber, seriesDescription, words) => {
    expect(seriesInWords(anAcquisition({ seriesNumber, seriesDescription }))).toBe(words);
  });
});
