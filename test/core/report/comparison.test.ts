import { describe, expect, test } from 'vitest';
import type { IntervalJudgement } from '../../../core/compliance/index.ts';
import { type ReportedComparison, renderPage, renderText } from '../../../core/report/index.ts';
import { comparison, difference, sameScanner } from './comparisonBuilder.ts';
import { report, study } from './reportBuilder.ts';

function textOf(differing: Partial<ReportedComparison> = {}): string {
  const text = renderText(report(study({ verdicts: [], comparison: comparison(differing) })));
  return text.slice(text.indexOf('COMPARED'), text.indexOf('Read 176 files'));
}

function pageOf(differing: Partial<ReportedComparison> = {}): string {
  return renderPage(report(study({ comparison: comparison(differing) })));
}

const judgement = (differing: Partial<IntervalJudgement> = {}): IntervalJudgement => ({
  protocol: 'an-edition',
  revision: 1,
  indication: 'pml-safety',
  timing: 'overdue',
  note: null,
  grace: { days: 14, source: 'ours: the paper gives none' },
  situations: [
    {
      id: 'pml-safety.high-pml-risk',
      situation: 'high PML risk',
      asked: 'every 3 to 4 months',
      minMonths: 3,
      maxMonths: 4,
      citation: 'A paper, Table 5',
      verification: 'primary',
      timing: 'overdue',
      byGrace: false,
      from: '2024-04-01',
      until: '2024-05-01',
    },
  ],
  ...differing,
});

test('the text says what differs, then and now, what is at risk and why', () => {
  expect(textOf()).toBe(`COMPARED WITH THE EARLIER STUDY OF 2024-01-01 (1.2.2)
✗ NOT COMPARABLE FOR MEASUREMENT: a change that is measured between the two may come from how they
  were acquired. That says nothing against either study by itself.
  at risk: counting lesions and telling new T2 lesions
  note:    both are of the same day

  Scanner
  ✓   alike: scanner model

  Series 4 (FLAIR 3D sagittal), earlier series 4 (FLAIR 3D sagittal)
  ✗   slice thickness: 1 mm → 3 mm (at most 10 % apart)
      at risk: counting lesions and telling new T2 lesions

  Time since the study of 2024-01-01: 12 months

  Why it matters
   · The same is asked for. (a source)
   · The limits of this comparison are defaults of this product, not guideline text: from 10 % on, a
     value counts as another one.

`);
});

describe('each kind of finding has its sign and its words', () => {
  test.each([
    [difference({ weight: 'remark' }), '  !   slice thickness: 1 mm → 3 mm (at most 10 % apart)'],
    [
      difference({
        status: 'cannot-tell',
        observed: null,
        change: null,
        note: 'the header of this study does not say',
      }),
      '  ?   slice thickness: 1 mm → ? (the header of this study does not say)',
    ],
    [
      difference({ constraint: 'acquiredInPlane', observed: [0.5, 1], prior: [1, 1] }),
      '  ✗   acquired in-plane resolution: 1 × 1 mm → 0.5 × 1 mm (at most 10 % apart)',
    ],
    [
      difference({ constraint: 'orientationAngle', change: 8.24, limit: { max: 5 }, unit: '°', observed: 1, prior: 2 }),
      '  ✗   angle between the slices: 8.24° (at most 5° apart)',
    ],
    [
      difference({ constraint: 'orientationAngle', change: null, limit: { max: 5 }, unit: '°', note: 'at least 8°' }),
      '  ✗   angle between the slices (at least 8°; at most 5° apart)',
    ],
    [
      difference({ constraint: 'contrastEnhanced', limit: { same: true }, unit: null, observed: 'yes', prior: 'no' }),
      '  ✗   contrast: without → with',
    ],
    [
      difference({ constraint: 'fatSuppressed', limit: { same: true }, unit: null, observed: true, prior: false }),
      '  ✗   fat suppression: no → yes',
    ],
    [
      difference({ constraint: 'flipAngle', unit: '°', observed: 9, prior: 12 }),
      '  ✗   flip angle: 12° → 9° (at most 10 % apart)',
    ],
    [
      difference({ constraint: 'counterpart', acquisitions: [], note: 'this study has none', weight: 'remark' }),
      '  !   earlier series 4 (FLAIR 3D sagittal): this study has none',
    ],
  ])('%#', (finding, line) => {
    expect(textOf({ findings: [sameScanner, finding] })).toContain(`${line}\n`);
  });
});

describe('the time between the studies', () => {
  const lineOf = (differing: Partial<IntervalJudgement>) =>
    textOf({ interval: { months: 13, days: 1, judgements: [judgement(differing)] } }).replaceAll(/\s+/g, ' ');

  test('is said, with what each edition makes of it', () => {
    expect(lineOf({})).toContain(
      'Time since the study of 2024-01-01: 13 months and 1 day ! an-edition, PML safety: overdue; high PML risk, every 3 to 4 months: overdue (A paper, Table 5)',
    );
  });

  test('by a pending interval is shown and no fault', () => {
    const situations = judgement().situations.map((each) => ({ ...each, verification: 'pending' as const }));
    expect(lineOf({ situations })).toContain(
      '? an-edition, PML safety: overdue; high PML risk, every 3 to 4 months: overdue (A paper, Table 5; pending check against the paper)',
    );
  });

  test('says whose the grace is by which a study is on time', () => {
    const situations = judgement().situations.map((each) => ({ ...each, timing: 'on-time' as const, byGrace: true }));
    expect(lineOf({ timing: 'on-time', situations })).toContain(
      '✓ an-edition, PML safety: on time; high PML risk, every 3 to 4 months: on time (14 days of grace, ours: the paper gives none; A paper, Table 5)',
    );
    const own = situations.map((each) => ({ ...each, byGrace: false }));
    expect(lineOf({ timing: 'on-time', situations: own })).not.toContain('grace');
  });

  test('that cannot be judged says why', () => {
    expect(lineOf({ timing: 'cannot-tell', note: 'it depends', situations: [] })).toContain(
      '? an-edition, PML safety: cannot tell, since it depends',
    );
  });

  test('is left out without both dates', () => {
    expect(textOf({ interval: null })).not.toContain('Time since');
  });
});

describe('the page', () => {
  test('says in words what signs and colours say, under headings in order', () => {
    const page = pageOf();
    expect(page).toContain('<h3>Compared with the earlier study of <time datetime="2024-01-01">2024-01-01</time></h3>');
    expect(page).toContain(
      '<p class="bad"><span class="status"><span aria-hidden="true">✗ </span>Differs</span>: slice thickness: 1 mm → 3 mm (at most 10 % apart)</p>',
    );
    expect(page).toContain('<dt>At risk</dt><dd>counting lesions and telling new T2 lesions</dd>');
    const levels = [...page.matchAll(/<h(\d)/g)].map(([, level]) => Number(level));
    levels.forEach((level, index) => {
      expect(level - (levels[index - 1] ?? 0)).toBeLessThanOrEqual(1);
    });
  });

  test('cannot be broken out of by what a header says', () => {
    const hostile = '<script>alert(1)</script>\u001b[2J\u202e';
    const page = pageOf({ notes: [hostile], findings: [{ ...sameScanner, status: 'not-met', observed: hostile }] });
    expect(page).not.toContain('<script>');
    expect(page.replaceAll('\n', '')).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
    const text = textOf({ notes: [hostile], findings: [{ ...sameScanner, status: 'not-met', observed: hostile }] });
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
  });
});

test('without an earlier study neither says a word of it', () => {
  const alone = report(study());
  expect(renderText(alone) + renderPage(alone)).not.toMatch(/earlier study/i);
});
