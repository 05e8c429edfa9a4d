import { describe, expect, it } from 'vitest';
import type { Acquisition } from '../../../core/acquisition/acquisition.ts';
import { a3dAcquisition, anAcquisition, aStudy } from './anAcquisition.ts';
import { requirementOf, verdictOn } from './the2021Edition.ts';

/** At follow-up a 3D FLAIR takes the place of T2w; whether this one is good enough cannot be told. */
const unsureFlair = a3dAcquisition({ sequence: 'FLAIR', geometry: { sliceThicknessMm: null } });
const t2Beside = (t2: Acquisition) =>
  requirementOf(verdictOn(aStudy(unsureFlair, t2), 'brain', 'monitoring'), 'brain.t2');

describe('T2w beside a 3D FLAIR that cannot be judged', () => {
  it('that is as asked for is met: whether it was needed does not matter', () => {
    const t2 = t2Beside(anAcquisition());
    expect(t2).toMatchObject({ level: 'required', status: 'met', satisfiedBy: ['1.2.2#1'] });
    expect(t2.findings.map(({ constraint }) => constraint)).not.toContain('unless');
  });

  it('that cannot be judged itself cannot be told, for its own reasons alone', () => {
    const t2 = t2Beside(anAcquisition({ geometry: { sliceThicknessMm: null } }));
    expect(t2).toMatchObject({ level: 'required', status: 'cannot-tell' });
    expect(t2.findings.map(({ constraint }) => constraint)).not.toContain('unless');
  });

  it('that is too thick is neither a fault nor none', () => {
    const t2 = t2Beside(anAcquisition({ geometry: { sliceThicknessMm: 5, spacingMm: 5 } }));
    expect(t2).toMatchObject({ level: 'required', status: 'cannot-tell' });
    expect(t2.findings.at(-1)).toMatchObject({ constraint: 'unless', status: 'cannot-tell' });
  });
});
