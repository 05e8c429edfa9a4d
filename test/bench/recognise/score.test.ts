import { describe, expect, it } from 'vitest';
import { confusionByVendor } from '../../../bench/recognise/confusion.ts';
import { macroF1 } from '../../../bench/recognise/macroF1.ts';
import { calibrationError, reliability } from '../../../bench/recognise/reliability.ts';
import { scoreOf, tally, worstGroup } from '../../../bench/recognise/score.ts';
import { answer } from './answers.ts';

describe('a tally', () => {
  it('counts accuracy over what is answered, abstention over all, and nothing where a label is silent', () => {
    expect(tally(['right', 'right', 'right', 'wrong', 'unanswered', null])).toEqual({
      right: 3,
      wrong: 1,
      unanswered: 1,
      accuracy: 0.75,
      abstention: 0.2,
    });
    expect(tally([null])).toEqual({ right: 0, wrong: 0, unanswered: 0, accuracy: null, abstention: null });
    expect(tally(['unanswered'])).toMatchObject({ accuracy: null, abstention: 1 });
  });
});

describe('the score', () => {
  it('keeps the classes that MS guidelines speak of apart from the others', () => {
    const score = scoreOf([answer('FLAIR', 'FLAIR'), answer('BOLD', 'DWI'), answer('SWI', 'UNKNOWN')]);
    expect(score.msClasses).toMatchObject({ right: 1, wrong: 0, unanswered: 1 });
    expect(score.otherClasses).toMatchObject({ right: 0, wrong: 1, unanswered: 0 });
    expect(score.sequence).toMatchObject({ right: 1, wrong: 1, unanswered: 1 });
  });

  it('lists what a T1w after contrast was called that is neither T1w nor UNKNOWN', () => {
    const post = { of: { label: 'T1w-Gd' } };
    const score = scoreOf([answer('T1w', 'FLAIR', post), answer('T1w', 'UNKNOWN', post), answer('T1w', 'FLAIR')]);
    expect(score.postContrast).toEqual({ all: 2, calledOtherwise: ['FLAIR'] });
  });

  it('names the vendor of the lowest accuracy among those with five answers or more', () => {
    const of = (vendor: string, right: number, wrong: number) => [
      ...Array.from({ length: right }, () => answer('T2w', 'T2w', { of: { vendor } })),
      ...Array.from({ length: wrong }, () => answer('T2w', 'PDw', { of: { vendor } })),
    ];
    const { byVendor } = scoreOf([...of('A', 9, 1), ...of('B', 4, 1), ...of('C', 0, 2)]);
    expect(byVendor.map(({ name }) => name)).toEqual(['A', 'B', 'C']);
    expect(worstGroup(byVendor)).toMatchObject({ name: 'B', tally: { accuracy: 0.8 } });
    expect(worstGroup([])).toBeNull();
  });
});

describe('macro F1', () => {
  it('is the mean over classes with cases; a case without an answer is not found and is no false alarm', () => {
    const { mean, classes } = macroF1([
      answer('T2w', 'T2w'),
      answer('T2w', 'UNKNOWN'),
      answer('FLAIR', 'FLAIR'),
      answer('BOLD', 'FLAIR'),
      answer('SWI', 'T2starw'),
    ]);
    expect(classes.filter(({ cases }) => cases > 0)).toEqual([
      { name: 'T2w', cases: 2, found: 1, falsely: 0, f1: 2 / 3 },
      { name: 'FLAIR', cases: 1, found: 1, falsely: 1, f1: 2 / 3 },
      { name: 'T2*/SWI', cases: 1, found: 1, falsely: 0, f1: 1 },
    ]);
    expect(mean).toBeCloseTo((2 / 3 + 2 / 3 + 1) / 3, 12);
    expect(macroF1([]).mean).toBeNull();
  });

  it('has T1w after contrast as a class of its own, which takes the contrast state', () => {
    const post = { expected: { contrast: 'yes' } } as const;
    const pre = { expected: { contrast: 'no' } } as const;
    const { classes } = macroF1([
      answer('T1w', 'T1w', { ...post, contrast: 'yes' }),
      answer('T1w', 'T1w', { ...post, contrast: 'unknown' }),
      answer('T1w', 'T1w', { ...post, contrast: 'no' }),
      answer('T1w', 'T1w', { ...pre, contrast: 'yes' }),
      answer('T1w', 'T1w', { ...pre, contrast: 'unknown' }),
      answer('T1w', 'T1w', { contrast: 'yes' }),
    ]);
    expect(classes.slice(0, 2)).toEqual([
      { name: 'T1w', cases: 3, found: 2, falsely: 1, f1: 4 / 6 },
      { name: 'T1w post', cases: 3, found: 1, falsely: 1, f1: 2 / 5 },
    ]);
  });
});

describe('reliability', () => {
  it('holds the confidence of answers against how often they are right, each in one bin', () => {
    const bins = reliability([
      answer('T2w', 'T2w', { confidence: 1 }),
      answer('T2w', 'T2w', { confidence: 0.95 }),
      answer('T2w', 'PDw', { confidence: 0.9 }),
      answer('T2w', 'T2w', { confidence: 0.92 }),
      answer('T2w', 'UNKNOWN', { confidence: 0.3 }),
    ]);
    expect(bins.filter(({ answers }) => answers > 0)).toEqual([
      { from: 0.9, to: 0.95, answers: 2, meanConfidence: 0.91, right: 0.5 },
      { from: 0.95, to: 1, answers: 2, meanConfidence: 0.975, right: 1 },
    ]);
    expect(calibrationError(bins)).toBeCloseTo(0.5 * 0.41 + 0.5 * 0.025, 12);
    expect(calibrationError(reliability([]))).toBeNull();
  });
});

describe('the confusion', () => {
  it('is a matrix for each vendor, the largest first', () => {
    const answers = [
      answer('T2w', 'T2w', { of: { vendor: 'GE' } }),
      answer('T2w', 'PDw'),
      answer('T2w', 'PDw'),
      answer('FLAIR', 'UNKNOWN'),
    ];
    expect(confusionByVendor(answers)).toEqual([
      {
        vendor: 'Siemens',
        rows: [
          { expected: 'FLAIR', said: { UNKNOWN: 1 } },
          { expected: 'T2w', said: { PDw: 2 } },
        ],
      },
      { vendor: 'GE', rows: [{ expected: 'T2w', said: { T2w: 1 } }] },
    ]);
  });
});
