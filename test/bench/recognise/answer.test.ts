import { describe, expect, it } from 'vitest';
import { answerTo, groupAnswers } from '../../../bench/recognise/answer.ts';
import { acquisition, answer, labelled } from './answers.ts';

describe('an answer', () => {
  it('is right where it is one of the accepted ones, in each property that the label speaks of', () => {
    const expected = {
      sequences: ['FLAIR'],
      contrast: 'no',
      dimension: '3D',
      planes: ['sagittal'],
      derived: false,
      regions: ['brain', 'cervical-cord'],
    } as const;
    const said = acquisition({
      contrastEnhanced: 'unknown',
      dimension: '2D',
      plane: 'sagittal',
      derived: false,
      region: 'brain',
    });
    expect(answerTo(labelled(expected), [said])).toMatchObject({
      said: 'FLAIR',
      outcomes: {
        sequence: 'right',
        contrast: 'unanswered',
        dimension: 'wrong',
        plane: 'right',
        derived: 'right',
        region: 'right',
      },
      misses: ['contrast no → unknown', '3D → 2D'],
    });
  });

  it('is wrong when one of the acquisitions that the series became is wrong, and unanswered when one is UNKNOWN', () => {
    const flair = acquisition({});
    const unknown = acquisition({ sequence: 'UNKNOWN', confidence: 0.5 });
    const t2 = acquisition({ sequence: 'T2w', confidence: 0.8 });
    const said = (...acquisitions: readonly (typeof flair)[]) => {
      const { outcomes, said, confidence } = answerTo(labelled({ sequences: ['FLAIR'] }), acquisitions);
      return [outcomes.sequence, said, confidence];
    };
    expect(said(flair, unknown, t2)).toEqual(['wrong', 'T2w', 0.8]);
    expect(said(flair, unknown)).toEqual(['unanswered', 'UNKNOWN', 0.5]);
    expect(said(flair, flair)).toEqual(['right', 'FLAIR', flair.confidence]);
  });

  it('is missing where no acquisition is of the series', () => {
    expect(answerTo(labelled({ sequences: ['FLAIR'], contrast: 'no' }), [])).toMatchObject({
      said: 'absent',
      outcomes: { sequence: 'unanswered', contrast: null, plane: null },
    });
  });

  it('looks at one echo where the echoes have labels of their own, and at none when there are more or fewer', () => {
    const echo = (ms: number, sequence: 'PDw' | 'T2w') =>
      acquisition({ sequence, timing: { ...acquisition({}).timing, echoTimeMs: ms } });
    const [late, early] = [echo(90, 'T2w'), echo(11, 'PDw')];
    const second = labelled({ sequences: ['T2w'] }, { echo: { index: 1, of: 2 } });
    expect(answerTo(second, [late, early])).toMatchObject({ said: 'T2w', outcomes: { sequence: 'right' } });
    expect(answerTo(second, [late])).toMatchObject({ said: 'absent', outcomes: { sequence: 'unanswered' } });
  });

  it('wants every plane to be one that the label names', () => {
    const planes = labelled({ sequences: ['LOCALIZER'], planes: ['axial', 'sagittal'] });
    const inPlane = (plane: 'axial' | 'sagittal' | 'coronal' | null) => acquisition({ plane });
    const outcome = (...all: Parameters<typeof answerTo>[1]) => answerTo(planes, all).outcomes.plane;
    expect(outcome(inPlane('axial'), inPlane('sagittal'))).toBe('right');
    expect(outcome(inPlane('axial'), inPlane('coronal'))).toBe('wrong');
    expect(outcome(inPlane('axial'), inPlane(null))).toBe('unanswered');
  });
});

describe('the cases of one group', () => {
  it('count once, as the worst of them', () => {
    const wrong = answer('FLAIR', 'T2w');
    const grouped = groupAnswers([
      answer('FLAIR', 'FLAIR'),
      wrong,
      answer('FLAIR', 'UNKNOWN'),
      answer('T1w', 'T1w', { of: { group: 'g2' } }),
    ]);
    expect(grouped.map(({ case: { group }, said, outcomes }) => [group, said, outcomes.sequence])).toEqual([
      ['g1', 'T2w', 'wrong'],
      ['g2', 'T1w', 'right'],
    ]);
  });

  it('keep what any of them missed in each property', () => {
    const base = answer('FLAIR', 'FLAIR');
    const [merged] = groupAnswers([
      { ...base, outcomes: { ...base.outcomes, region: 'right' } },
      { ...base, outcomes: { ...base.outcomes, region: 'wrong' }, misses: ['brain → other'] },
    ]);
    expect(merged).toMatchObject({
      outcomes: { sequence: 'right', region: 'wrong', plane: null },
      misses: ['brain → other'],
    });
  });
});
