import { describe, expect, it } from 'vitest';
import type { Acquisition } from '../../../core/acquisition/acquisition.ts';
import { evaluateStudy } from '../../../core/compliance/index.ts';
import { a3dAcquisition, anAcquisition, aStudy } from './anAcquisition.ts';
import { requirementOf, the2021Edition, verdictOn } from './the2021Edition.ts';

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
    expect(t2.findings.at(-1)).toEqual({
      constraint: 'unless',
      acquisition: '1.2.1#1',
      status: 'cannot-tell',
      observed: null,
      limit: {},
      unit: null,
      note: 'would be optional instead of required if it were certain that a good 3D FLAIR was acquired',
      remark: false,
    });
    expect(t2.findings.map(({ constraint }) => constraint)).toContain('sliceThickness');
  });
});

describe('T2w beside a good 3D FLAIR', () => {
  const goodFlair = a3dAcquisition({ sequence: 'FLAIR' });

  it('is asked for less, and why is said beside what was found', () => {
    const t2 = requirementOf(verdictOn(aStudy(goodFlair, anAcquisition()), 'brain', 'monitoring'), 'brain.t2');
    expect(t2).toMatchObject({ level: 'optional', status: 'met' });
    expect(t2.findings.map(({ constraint }) => constraint)).toEqual([
      'dimension',
      'plane',
      'sliceThickness',
      'sliceGap',
      'inPlaneResolution',
      'unless',
    ]);
    expect(t2.findings.at(-1)).toEqual({
      constraint: 'unless',
      acquisition: '1.2.1#1',
      status: 'met',
      observed: null,
      limit: {},
      unit: null,
      note: 'optional instead of required: a good 3D FLAIR was acquired',
      remark: false,
    });
  });

  it('that may be among objects that could not be read is not known to be needed', () => {
    const [verdict] = evaluateStudy([], the2021Edition, {
      regions: ['brain'],
      indications: ['monitoring'],
      unreadObjects: [{ seriesInstanceUid: null }],
    });
    expect(verdict && requirementOf(verdict, 'brain.t2')).toMatchObject({ level: 'required', status: 'cannot-tell' });
  });
});
