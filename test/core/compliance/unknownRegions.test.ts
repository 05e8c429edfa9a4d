import { describe, expect, it } from 'vitest';
import type { Acquisition } from '../../../core/acquisition/acquisition.ts';
import { evaluateStudy } from '../../../core/compliance/index.ts';
import { candidatesFor } from '../../../core/compliance/selectCandidates.ts';
import type { Indication, OneAcquisition } from '../../../core/protocol/index.ts';
import { anAcquisition, aStudy } from './anAcquisition.ts';
import { the2021Edition } from './the2021Edition.ts';

const judged = (study: readonly Acquisition[], indication: Indication = 'diagnosis') =>
  evaluateStudy(aStudy(...study), the2021Edition, { regions: 'imaged', indications: [indication] });

const somewhere = anAcquisition({ sequence: 'SWI', region: 'unknown' });

describe('a study in which a region is not known', () => {
  it('is judged by the regions that are', () => {
    const cord = anAcquisition({ region: 'whole-cord', plane: 'sagittal' });
    expect(judged([cord, somewhere]).map(({ region }) => region)).toEqual(['cord']);
    expect(judged([cord, somewhere])[0]?.outcome).toBe('not-compliant');
  });

  it('is judged as one of the brain where none is, of which nothing is surely missing', () => {
    const [verdict, ...others] = judged([somewhere]);
    expect([verdict?.region, verdict?.outcome, others]).toEqual(['brain', 'cannot-tell', []]);
    expect(verdict?.requirements.find(({ id }) => id === 'brain.flair')?.findings).toEqual([
      expect.objectContaining({ constraint: 'sequence', status: 'not-met' }),
      {
        constraint: 'region',
        acquisition: null,
        status: 'cannot-tell',
        observed: null,
        limit: {},
        unit: null,
        note: 'no body region could be recognised: it may not be an examination of the brain',
        remark: false,
      },
    ]);
  });

  it('did not do what is discouraged, wherever it is of', () => {
    const contrast = judged([somewhere], 'monitoring')[0]?.requirements.find(({ id }) => id === 'brain.t1-post');
    expect(contrast).toMatchObject({ level: 'discouraged', status: 'met', findings: [] });
  });
});

describe('what may answer an ask that takes derived images', () => {
  const dwi: OneAcquisition = { kind: 'one', sequence: ['DWI'], derived: true, constraints: [] };
  const doubts = (ask: OneAcquisition, changes: Parameters<typeof anAcquisition>[0]) =>
    candidatesFor(ask, 'brain', [anAcquisition(changes)]).map((candidate) => candidate.doubts);

  it('is a derived image of the sequence, without a doubt', () => {
    expect(doubts(dwi, { sequence: 'DWI', derived: true })).toEqual([[]]);
    expect(doubts(dwi, { sequence: 'DWI', derived: true, mayBeComputed: true })).toEqual([[]]);
  });

  it('is none that was not recognised, nor where originals are asked', () => {
    expect(doubts(dwi, { sequence: 'UNKNOWN', derived: true })).toEqual([]);
    expect(doubts({ ...dwi, derived: false }, { sequence: 'DWI', derived: true })).toEqual([]);
  });

  it('is in doubt where it may be computed', () => {
    expect(doubts(dwi, { sequence: 'DWI', mayBeComputed: true })).toEqual([['original']]);
    expect(doubts(dwi, { sequence: 'DWI' })).toEqual([[]]);
  });
});
