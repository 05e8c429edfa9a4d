import { describe, expect, it } from 'vitest';
import type { Acquisition } from '../../../core/acquisition/acquisition.ts';
import { evaluateStudy, type Scope, type Verdict } from '../../../core/compliance/index.ts';
import type { Ask, Constraint, ExamRegion, Indication, Protocol, Requirement } from '../../../core/protocol/index.ts';
import { a3dAcquisition, anAcquisition, aStudy } from './anAcquisition.ts';
import { requirementOf, the2021Edition, verdictOn } from './the2021Edition.ts';

const t1 = a3dAcquisition({ sequence: 'T1w' });
const t1Post = (contrastDelayMin: number | null) =>
  a3dAcquisition({ sequence: 'T1w', contrastEnhanced: 'yes', contrastDelayMin });
const asked = (...study: readonly Acquisition[]) => verdictOn(aStudy(...study)).requirements.map(({ id }) => id);
const delayOf = (...study: readonly Acquisition[]) =>
  requirementOf(verdictOn(aStudy(...study)), 'brain.contrast-delay');

const delay = requirementNamed('brain.contrast-delay');

function requirementNamed(id: string): Requirement {
  const requirement = the2021Edition.requirements.find((each) => each.id === id);
  if (requirement === undefined) throw new Error(`The edition has no ${id}.`);
  return requirement;
}

function verdictWith(
  study: readonly Acquisition[],
  scope: Partial<Scope>,
  edition: Protocol = the2021Edition,
): Verdict {
  const [verdict] = evaluateStudy(aStudy(...study), edition, {
    regions: ['brain'],
    indications: ['diagnosis'],
    ...scope,
  });
  if (verdict === undefined) throw new Error('evaluateStudy always gives a verdict');
  return verdict;
}

const doubt = {
  constraint: 'onlyWhere',
  acquisition: null,
  status: 'cannot-tell',
  observed: null,
  limit: {},
  unit: null,
  note: 'whether there is anything to ask this of cannot be told',
  remark: false,
};

describe('an edition that asks for something only where something else is', () => {
  const edition = { ...the2021Edition, requirements: [delay] };
  const verdictsOn = (regions: readonly ExamRegion[], indications: readonly Indication[]) =>
    evaluateStudy(aStudy(t1), edition, { regions, indications }).map(
      ({ region, indication, outcome, requirements }) => ({
        region,
        indication,
        outcome,
        asked: requirements.length,
      }),
    );

  it('applies where that is not: nothing is missing', () => {
    const compliant = { region: 'brain', indication: 'diagnosis', outcome: 'compliant', asked: 0 };
    expect(verdictsOn(['brain'], ['diagnosis'])).toEqual([compliant]);
    expect(verdictsOn(['brain', 'cord'], ['diagnosis', 'monitoring'])).toEqual([compliant]);
  });

  it('does not apply to what it never asks it of', () => {
    const none = { region: null, indication: null, outcome: 'not-applicable', asked: 0 };
    expect(verdictsOn(['cord'], ['diagnosis'])).toEqual([none]);
    expect(verdictsOn(['brain'], ['monitoring'])).toEqual([none]);
  });
});

describe('the delay after the injection', () => {
  it('is asked of nothing where no T1w after contrast was acquired', () => {
    expect(asked(anAcquisition(), t1)).not.toContain('brain.contrast-delay');
    expect(asked(anAcquisition(), t1)).toContain('brain.t1-post');
  });

  it('is asked of the T1w after contrast that was', () => {
    expect(delayOf(t1, t1Post(4))).toMatchObject({ status: 'not-met', nearest: { acquisition: '1.2.2#1' } });
    expect(delayOf(t1, t1Post(5))).toMatchObject({ status: 'met', satisfiedBy: ['1.2.2#1'] });
    expect(delayOf(t1, t1Post(null)).status).toBe('cannot-tell');
  });

  it.each([
    ['of which a slice is missing', { missingSlices: 1 }],
    ['of which it is not known whether slices are missing', { missingSlices: null }],
    ['of which one slice alone has arrived', { slices: 1, missingSlices: null }],
  ])('is asked of a T1w after contrast %s: it was acquired all the same', (_which, geometry) => {
    const { status, findings } = delayOf(t1, a3dAcquisition({ ...t1Post(4), geometry }));
    expect(status).toBe('not-met');
    expect(findings.map(({ constraint }) => constraint)).toEqual(['contrastEnhanced', 'contrastDelay', 'completeness']);
    expect(delayOf(t1, a3dAcquisition({ ...t1Post(5), geometry })).status).toBe('cannot-tell');
  });

  it('cannot be told where headers may be altered, whatever they say of contrast', () => {
    for (const study of [aStudy(t1), aStudy(t1, t1Post(4)), aStudy(t1, t1Post(8))]) {
      const scope = { regions: ['brain'], indications: ['diagnosis'], mayBeAltered: true } as const;
      const [verdict] = evaluateStudy(study, the2021Edition, scope);
      expect(verdict && requirementOf(verdict, 'brain.contrast-delay').status).toBe('cannot-tell');
    }
  });

  it('cannot be told of a T1w whose contrast is not known, nor where it may be what could not be read', () => {
    expect(delayOf(t1, { ...t1, contrastEnhanced: 'unknown' }).status).toBe('cannot-tell');
    const [verdict] = evaluateStudy(aStudy(t1), the2021Edition, {
      regions: ['brain'],
      indications: ['diagnosis'],
      unreadObjects: [{ seriesInstanceUid: null }],
    });
    expect(verdict && requirementOf(verdict, 'brain.contrast-delay').status).toBe('cannot-tell');
  });

  it('that is too short is no fault while the contrast itself is not known', () => {
    const { status, nearest, findings } = delayOf({ ...t1Post(4), contrastEnhanced: 'unknown' });
    expect(status).toBe('cannot-tell');
    expect(nearest).toEqual({
      acquisition: '1.2.1#1',
      remedy: 'contrast cannot be judged: the header does not tell whether contrast was given (ContrastBolusAgent)',
    });
    expect(findings.map(({ constraint }) => constraint)).toEqual(['contrastEnhanced', 'onlyWhere']);
    expect(findings.at(-1)).toEqual(doubt);
  });

  it('that is long enough is met by an acquisition, whatever else is not known', () => {
    const { status, findings } = delayOf(t1Post(8), { ...t1, contrastEnhanced: 'unknown' });
    expect(status).toBe('met');
    expect(findings.map(({ constraint }) => constraint)).toEqual(['contrastEnhanced', 'contrastDelay']);
  });

  it('of a series that was not recognised is doubted, and no contrast advised', () => {
    const unrecognised = a3dAcquisition({ sequence: 'UNKNOWN', contrastEnhanced: 'yes', contrastDelayMin: 2 });
    const { status, nearest, findings } = delayOf(t1, unrecognised);
    expect(status).toBe('cannot-tell');
    expect(nearest).toEqual({ acquisition: '1.2.2#1', remedy: 'series 2 could not be recognised and may be it' });
    expect(findings.map(({ constraint }) => constraint)).toEqual(['sequence', 'onlyWhere']);
  });

  it('of what could not be read is doubted, and no T1w advised', () => {
    const { status, nearest, findings } = requirementOf(
      verdictWith([anAcquisition()], { unreadObjects: [{ seriesInstanceUid: null }] }),
      'brain.contrast-delay',
    );
    expect({ status, nearest }).toEqual({ status: 'cannot-tell', nearest: null });
    expect(findings.map(({ note }) => note)).toEqual([
      'no T1w of the brain was recognised, but 1 object of the study could not be read and may be it',
      doubt.note,
    ]);
  });

  it('advises nothing of contrast that an altered header denies, or shows', () => {
    for (const study of [[t1], [t1Post(4)]]) {
      const { nearest, findings } = requirementOf(verdictWith(study, { mayBeAltered: true }), 'brain.contrast-delay');
      expect(nearest).toBe(null);
      expect(findings.map(({ constraint }) => constraint)).toEqual(['onlyWhere', 'archive']);
    }
  });
});

describe('a condition that cannot be told', () => {
  const flairIn = (plane: 'axial' | 'sagittal', ...further: readonly Constraint[]) =>
    ({ kind: 'one', sequence: ['FLAIR'], constraints: [{ property: 'plane', oneOf: [plane] }, ...further] }) as const;
  const where = (onlyWhere: Ask): Protocol => ({ ...the2021Edition, requirements: [{ ...delay, onlyWhere }] });
  const inTwoPlanes = where({ kind: 'atLeast', count: 2, of: [flairIn('axial'), flairIn('sagittal')] });
  const flair = anAcquisition({ sequence: 'FLAIR' });
  const anywhere = anAcquisition({ sequence: 'FLAIR', plane: null });
  const delayWith = (study: readonly Acquisition[], edition: Protocol, scope: Partial<Scope> = {}) =>
    requirementOf(verdictWith(study, scope, edition), 'brain.contrast-delay');
  const unread = { unreadObjects: [{ seriesInstanceUid: null }] };

  it('leaves what is met as it is', () => {
    const { status, satisfiedBy } = delayWith([anywhere, t1Post(8)], where(flairIn('axial')));
    expect({ status, satisfiedBy }).toEqual({ status: 'met', satisfiedBy: ['1.2.2#1'] });
  });

  it('names only what of it is in doubt', () => {
    const { nearest, findings } = delayWith([flair], inTwoPlanes, unread);
    expect(nearest).toBe(null);
    expect(findings.map(({ acquisition, constraint }) => [acquisition, constraint])).toEqual([
      [null, 'sequence'],
      [null, 'onlyWhere'],
    ]);
    expect(delayWith([flair, anywhere], inTwoPlanes).nearest?.acquisition).toBe('1.2.2#1');
  });

  it('asks for nothing to be added', () => {
    expect(delayWith([anywhere], inTwoPlanes, unread).nearest).toEqual({
      acquisition: '1.2.1#1',
      remedy: 'plane cannot be judged: the orientation of the slices is not known (ImageOrientationPatient)',
    });
  });

  it('where it is denied, but by a header that may be altered, names nothing of it', () => {
    const thin = { property: 'sliceThickness', max: 2, unit: 'mm' } as const;
    const { nearest, findings } = delayWith([anywhere], where(flairIn('axial', thin)), { mayBeAltered: true });
    expect(nearest).toBe(null);
    expect(findings.map(({ constraint }) => constraint)).toEqual(['onlyWhere', 'archive']);
  });
});
