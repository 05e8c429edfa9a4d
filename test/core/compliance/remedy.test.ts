import { describe, expect, it } from 'vitest';
import type { Filled, Part } from '../../../core/compliance/attempt.ts';
import { nearestMiss, whatToAdd } from '../../../core/compliance/remedy.ts';
import type { Finding } from '../../../core/compliance/verdict.ts';
import { anAcquisition } from './anAcquisition.ts';

const finding = (differing: Partial<Finding>): Finding => ({
  constraint: 'sliceThickness',
  acquisition: null,
  status: 'not-met',
  observed: null,
  limit: {},
  unit: null,
  note: null,
  remark: false,
  ...differing,
});

function series(seriesNumber: number, ...findings: readonly Partial<Finding>[]): Filled {
  const acquisition = anAcquisition({ id: `${seriesNumber}`, seriesNumber });
  return { kind: 'filled', candidate: { acquisition, doubts: [] }, place: '', findings: findings.map(finding) };
}

const mended = (...parts: readonly Part[]) => nearestMiss({ parts, instead: [] })?.remedy;
const weak = { constraint: 'fieldStrength', observed: 1, limit: { min: 1.5 }, unit: 'T' } as const;

describe('what would mend an acquisition', () => {
  it.each([
    [{ observed: 5.004, limit: { max: 3 }, unit: 'mm' }, 'slice thickness 5 mm → at most 3 mm'],
    [weak, 'field strength 1 T → at least 1.5 T'],
    [
      { constraint: 'sliceGapPercent', observed: 40, limit: { min: 10, max: 30 }, unit: '%' },
      'gap 40 % → at least 10 % and at most 30 %',
    ],
    [{ constraint: 'sliceGap', observed: 1, limit: { max: 0 }, unit: 'mm' }, 'gap 1 mm → none'],
    [{ constraint: 'sliceGap', observed: 1, limit: { max: 0.3 }, unit: 'mm' }, 'gap 1 mm → at most 0.3 mm'],
    [{ constraint: 'sliceGapPercent', observed: 9, limit: { max: 0 }, unit: '%' }, 'gap 9 % → at most 0 %'],
    [
      { constraint: 'contrastEnhanced', observed: 'no', limit: { oneOf: ['yes'] } },
      'acquired without contrast → after contrast',
    ],
    [
      { constraint: 'contrastEnhanced', observed: 'yes', limit: { oneOf: ['no'] } },
      'acquired after contrast → without contrast',
    ],
    [{ constraint: 'fatSuppressed', observed: true, limit: { oneOf: [false] } }, 'fat suppression → none'],
    [
      { constraint: 'fatSuppressed', observed: false, limit: { oneOf: [true] } },
      'no fat suppression → with fat suppression',
    ],
    [{ constraint: 'dimension', observed: '2D', limit: { oneOf: ['3D'] } }, '2D → 3D'],
    [
      { constraint: 'plane', observed: 'coronal', limit: { oneOf: ['axial', 'sagittal'] } },
      'plane coronal → axial or sagittal',
    ],
    [
      { constraint: 'region', observed: 'thoracic-cord', limit: { oneOf: ['whole-cord'] } },
      'region thoracic-cord → whole-cord',
    ],
    [
      { status: 'cannot-tell', note: 'the header does not say' },
      'slice thickness cannot be judged: the header does not say',
    ],
    [{ status: 'cannot-tell' }, 'slice thickness cannot be judged: not known'],
    [{ constraint: 'completeness', status: 'cannot-tell', note: '2 slices missing' }, '2 slices missing'],
    [{ constraint: 'completeness', status: 'cannot-tell' }, 'completeness'],
  ] as const)('%j: %s', (differing, words) => {
    expect(mended(series(1, differing, { status: 'met' }))).toBe(words);
  });

  it('is everything that is not as asked', () => {
    expect(mended(series(1, weak, { observed: 5, limit: { max: 3 }, unit: 'mm' }))).toBe(
      'field strength 1 T → at least 1.5 T; slice thickness 5 mm → at most 3 mm',
    );
  });
});

describe('what would mend several acquisitions', () => {
  const advice = 'field strength 1 T → at least 1.5 T';

  it('names the series, also where only one of them needs it', () => {
    expect(mended(series(1, weak), series(2, weak))).toBe(`series 1, series 2: ${advice}`);
    expect(mended(series(1, weak), series(2, { ...weak, observed: 0.5 }))).toBe(
      `series 1: ${advice}; series 2: field strength 0.5 T → at least 1.5 T`,
    );
    expect(mended(series(1, { status: 'met' }), series(2, weak))).toBe(advice);
  });

  it('names four series and counts those beyond three of more', () => {
    const all = [1, 2, 3, 4, 5].map((number) => series(number, weak));
    expect(mended(...all.slice(0, 4))).toBe(`series 1, series 2, series 3, series 4: ${advice}`);
    expect(mended(...all)).toBe(`series 1, series 2, series 3 and 2 more: ${advice}`);
  });

  it('does not name again a series that the advice names', () => {
    const doubted = (number: number) =>
      series(number, { constraint: 'sequence', status: 'cannot-tell', note: `series ${number} may be it` });
    expect(mended(doubted(1), doubted(2))).toBe('series 1 may be it; series 2 may be it');
    const note = 'series 1 may be it';
    expect(mended(doubted(1), series(2, { constraint: 'sequence', status: 'cannot-tell', note }))).toBe(
      'series 1, series 2: series 1 may be it',
    );
  });

  it('is said of the first that needs it, with what is to be added', () => {
    const absent: Part = { kind: 'absent', count: 1, options: ['sagittal FLAIR'], findings: [] };
    const parts = [series(1, { status: 'met' }), series(2, weak), absent];
    expect(nearestMiss({ parts, instead: ['3D FLAIR'] })).toEqual({
      acquisition: '2',
      remedy: `${advice}; add a sagittal FLAIR (or a 3D FLAIR)`,
    });
    expect(nearestMiss({ parts: [series(1), absent], instead: [] })).toEqual({
      acquisition: '1',
      remedy: 'add a sagittal FLAIR',
    });
    expect(nearestMiss({ parts: [absent], instead: [] })).toBeNull();
  });
});

describe('what to add', () => {
  const rows: readonly (readonly [number, readonly string[], readonly string[], string])[] = [
    [1, ['axial T2w'], [], 'add an axial T2w'],
    [2, ['axial T2w', 'sagittal T2w'], [], 'add an axial T2w and a sagittal T2w'],
    [1, ['axial T2w', 'SWI'], [], 'add an axial T2w or SWI'],
    [2, ['T1w', 'T2w', 'DWI'], [], 'add 2 of: T1w, T2w, DWI'],
    [1, ['3D FLAIR'], ['2D FLAIR', '2D FLAIR', '3D FLAIR'], 'add a 3D FLAIR (or a 2D FLAIR)'],
    [1, ['3D FLAIR'], ['3D FLAIR'], 'add a 3D FLAIR'],
    [1, ['T1w', 'T2w'], ['T1w', 'SWI'], 'add a T1w or T2w (or a T1w or SWI)'],
  ];

  it.each(rows)('%d of %j, or %j: %s', (count, options, instead, words) => {
    expect(whatToAdd({ kind: 'absent', count, options, findings: [] }, instead)).toBe(words);
  });
});
