import { describe, expect, it } from 'vitest';
import { brokenExamples } from '../../../core/library/index.ts';
import type { Example } from '../../../core/protocol/index.ts';
import { the2021Edition } from '../compliance/the2021Edition.ts';

const axialT2: Example = {
  requirement: 'brain.t2',
  shows: 'axial T2w',
  study: [{ sequence: 'T2w', thickness: 3 }],
  expect: { diagnosis: 'required met' },
};
const broken = (...examples: readonly Example[]) => brokenExamples(the2021Edition, examples);

describe('an example', () => {
  it('that holds is not mentioned', () => {
    expect(broken(axialT2)).toEqual([]);
  });

  it('that expects another answer is named with what was found', () => {
    expect(broken(axialT2, { ...axialT2, expect: { diagnosis: 'recommended not-met' } })).toEqual([
      {
        index: 1,
        what: 'axial T2w',
        indication: 'diagnosis',
        expected: 'recommended not-met',
        found: 'required met',
      },
    ]);
  });

  it('of a requirement that is not asked says so', () => {
    expect(broken({ ...axialT2, requirement: 'brain.t3' }).map(({ found }) => found)).toEqual([
      'brain.t3 is not asked for diagnosis',
    ]);
  });

  it('that expects nothing to be asked holds where there is nothing to ask it of, and only there', () => {
    const delayed = (contrast: 'yes' | 'no', expected: string): Example => ({
      requirement: 'brain.contrast-delay',
      shows: 'a T1w',
      study: [{ sequence: 'T1w', contrast, delay: 5 }],
      expect: { diagnosis: 'recommended met' },
      but: [{ expect: expected }],
    });
    const found = (example: Example) => broken(example).map((each) => [each.expected, each.found]);
    expect(found(delayed('yes', 'met'))).toEqual([]);
    expect(found(delayed('yes', 'not-asked'))).toEqual([['not-asked', 'recommended met']]);
    expect(found(delayed('no', 'not-asked'))).toEqual([['recommended met', 'not-asked']]);
  });

  it('is held to each limit from both sides, and without the value', () => {
    const thickness = (last: number, first: number) =>
      broken({ ...axialT2, study: [{ sequence: 'T2w', thickness: 3, limits: { thickness: [last, first] } }] });
    expect(thickness(3.05, 3.06)).toEqual([]);
    expect(thickness(3.06, 3.07).map(({ what, found }) => [what, found])).toEqual([
      ['axial T2w, but thickness 3.06 in acquisition 1', 'required not-met'],
    ]);
    expect(thickness(3.04, 3.05).map(({ what, found }) => [what, found])).toEqual([
      ['axial T2w, but thickness 3.05 in acquisition 1', 'required met'],
    ]);
  });

  it('says its verification only where it is expected', () => {
    const thick = (expected: string): Example => ({
      ...axialT2,
      study: [{ sequence: 'T2w', thickness: 5 }],
      expect: { diagnosis: expected },
    });
    expect(broken(thick('required not-met'), thick('required not-met reproduced'))).toEqual([]);
    expect(broken(thick('required not-met pending')).map(({ found }) => found)).toEqual([
      'required not-met reproduced',
    ]);
  });

  it('changes one acquisition at a time', () => {
    const pair: Example = {
      requirement: 'brain.flair',
      shows: 'two planes',
      study: [
        { sequence: 'FLAIR', plane: 'sagittal', thickness: 3 },
        { sequence: 'FLAIR', thickness: 3 },
      ],
      expect: { diagnosis: 'required met' },
      but: [
        { of: 2, change: { plane: null }, expect: 'cannot-tell' },
        { of: 1, change: { plane: 'coronal' }, expect: { diagnosis: 'required not-met' } },
      ],
    };
    expect(broken(pair)).toEqual([]);
  });
});
