import { describe, expect, it } from 'vitest';
import type { Acquisition } from '../../../core/acquisition/acquisition.ts';
import { evaluateStudy, type RequirementVerdict, type UnreadObject } from '../../../core/compliance/index.ts';
import type { Ask, Protocol } from '../../../core/protocol/index.ts';
import { anAcquisition, aStudy } from './anAcquisition.ts';
import { requirementOf, the2021Edition } from './the2021Edition.ts';

/** At follow-up the 2021 edition discourages T1w after contrast. */
function contrastOf(study: readonly Acquisition[], unreadObjects: readonly UnreadObject[] = []): RequirementVerdict {
  return judged(study, the2021Edition, 'brain.t1-post', unreadObjects);
}

function judged(
  study: readonly Acquisition[],
  protocol: Protocol,
  id: string,
  unreadObjects: readonly UnreadObject[] = [],
): RequirementVerdict {
  const [verdict] = evaluateStudy(study, protocol, { regions: ['brain'], indications: ['monitoring'], unreadObjects });
  if (verdict === undefined) throw new Error('evaluateStudy always gives a verdict');
  return requirementOf(verdict, id);
}

/** The 2021 edition with nothing but this discouraged at follow-up. */
function discouraging(id: string, asks: Ask): Protocol {
  const demand = { level: 'discouraged', verification: 'primary', citation: 'Ours' } as const;
  const requirement = { id, region: 'brain', title: 'What is not asked', rationale: 'Long.' } as const;
  return { ...the2021Edition, requirements: [{ ...requirement, asks, indications: { monitoring: demand } }] };
}

const t1Post = anAcquisition({ sequence: 'T1w', contrastEnhanced: 'yes' });
const acquired =
  'T1w after contrast, axial or 3D: acquired, though its routine use is discouraged; right where there was a reason';
const finding = (acquisition: string | null, status: 'not-met' | 'cannot-tell', note: string) => ({
  constraint: 'discouraged',
  acquisition,
  status,
  observed: null,
  limit: {},
  unit: null,
  note,
  remark: status === 'not-met',
});

describe('what is discouraged', () => {
  it('and was not done is met by nothing', () => {
    expect(contrastOf(aStudy(anAcquisition()))).toMatchObject({
      level: 'discouraged',
      status: 'met',
      satisfiedBy: [],
      nearest: null,
      findings: [],
    });
  });

  it.each([
    ['in the plane that is asked elsewhere', {}],
    ['in another plane', { plane: 'coronal' }],
    ['in a plane that is not known', { plane: null }],
    ['in 2D or 3D, which is not known', { dimension: null }],
    ['in slices however thick', { geometry: { sliceThicknessMm: 9 } }],
    ['in a stack of which a slice is missing', { geometry: { missingSlices: 1 } }],
    ['in a stack that may have holes', { geometry: { missingSlices: null } }],
  ] as const)('is done %s', (_how, changes) => {
    expect(contrastOf(aStudy({ ...t1Post, ...anAcquisition({ ...t1Post, ...changes }) }))).toMatchObject({
      status: 'not-met',
      satisfiedBy: [],
      nearest: null,
      findings: [finding('1.2.1#1', 'not-met', acquired)],
    });
  });

  it('cannot be told where contrast is not known, or may be in what could not be read', () => {
    const untold = 'T1w after contrast, axial or 3D: whether it was acquired cannot be told';
    expect(contrastOf(aStudy({ ...t1Post, contrastEnhanced: 'unknown' }))).toMatchObject({
      status: 'cannot-tell',
      findings: [finding('1.2.1#1', 'cannot-tell', untold)],
    });
    expect(contrastOf([], [{ seriesInstanceUid: null }])).toMatchObject({
      status: 'cannot-tell',
      satisfiedBy: [],
      nearest: null,
      findings: [finding(null, 'cannot-tell', untold)],
    });
  });

  it('is done in another plane than the one that it is named with', () => {
    const constraints = [{ property: 'plane', oneOf: ['axial'] }] as const;
    const edition = discouraging('brain.swi', { kind: 'one', sequence: ['SWI'], constraints });
    const sagittal = anAcquisition({ sequence: 'SWI', plane: 'sagittal' });
    expect(judged(aStudy(sagittal), edition, 'brain.swi').status).toBe('not-met');
  });

  it('may be the examination of another region', () => {
    const edition = discouraging('brain.cord', { kind: 'imaged', region: 'cord', withinDays: 0 });
    const cord = anAcquisition({ region: 'whole-cord' });
    expect(judged(aStudy(anAcquisition(), cord), edition, 'brain.cord')).toMatchObject({
      status: 'not-met',
      findings: [
        finding(
          '1.2.2#1',
          'not-met',
          'What is not asked: acquired, though its routine use is discouraged; right where there was a reason',
        ),
      ],
    });
  });
});
