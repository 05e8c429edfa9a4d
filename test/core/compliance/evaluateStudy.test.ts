import { describe, expect, it } from 'vitest';
import type { Acquisition } from '../../../core/acquisition/acquisition.ts';
import { evaluateStudy, type UnreadObject } from '../../../core/compliance/index.ts';
import { type Indication, indications, protocolSha256 } from '../../../core/protocol/index.ts';
import { a3dAcquisition, anAcquisition, aStudy } from './anAcquisition.ts';
import { requirementOf, statusesOf, the2021Edition, verdictOn } from './the2021Edition.ts';

const t2 = anAcquisition();
const flair3d = a3dAcquisition({ sequence: 'FLAIR' });
const axialFlair = anAcquisition({ sequence: 'FLAIR' });
const sagittalFlair = anAcquisition({ sequence: 'FLAIR', plane: 'sagittal' });
const t1 = a3dAcquisition({ sequence: 'T1w' });
const t1Post = a3dAcquisition({ sequence: 'T1w', contrastEnhanced: 'yes' });
const dwi = anAcquisition({ sequence: 'DWI', geometry: { sliceThicknessMm: 5, spacingMm: 6, gapMm: 1 } });
const thickFlair = anAcquisition({ sequence: 'FLAIR', geometry: { sliceThicknessMm: 5, spacingMm: 5, gapMm: 0 } });
const unread = (seriesInstanceUid: string | null = null) => ({ seriesInstanceUid });
const beside = (...unreadObjects: readonly UnreadObject[]) =>
  ({ regions: 'imaged', indications: ['diagnosis'], unreadObjects }) as const;
const inCord = { region: 'whole-cord', plane: 'sagittal' } as const;

const flairOf = (...study: readonly Acquisition[]) => requirementOf(verdictOn(aStudy(...study)), 'brain.flair');

describe('every verdict', () => {
  it('names the edition, its revision and the digest of its content', () => {
    const digest = protocolSha256('magnims-cmsc-naims-2021', 1);
    expect(digest).toMatch(/^[0-9a-f]{64}$/);
    const named = { protocol: 'magnims-cmsc-naims-2021', revision: 1, digest };
    expect(verdictOn(aStudy(t2))).toMatchObject(named);
    expect(evaluateStudy([], the2021Edition, { regions: 'imaged', indications })).toMatchObject([
      { ...named, outcome: 'not-applicable' },
    ]);
  });
});

describe('a brain study for diagnosis', () => {
  it('with T2w, 3D FLAIR and T1w after contrast is compliant', () => {
    const verdict = verdictOn(aStudy(t2, flair3d, t1, t1Post));
    expect(verdict.outcome).toBe('compliant');
    expect(requirementOf(verdict, 'brain.flair')).toMatchObject({
      level: 'required',
      verification: 'reproduced',
      status: 'met',
      satisfiedBy: ['1.2.2#1'],
      nearest: null,
    });
  });

  it('a T1w before contrast without a contrast tag is no fault beside one after contrast', () => {
    const verdict = verdictOn(aStudy(t2, flair3d, t1Post, t1, { ...t1, contrastEnhanced: 'unknown' }));
    expect(verdict.outcome).toBe('compliant');
    expect(requirementOf(verdict, 'brain.t1-post').satisfiedBy).toEqual(['1.2.3#1']);
  });

  it('2D FLAIR in both planes at 3 mm without gap is enough', () => {
    expect(flairOf(axialFlair, sagittalFlair)).toMatchObject({ status: 'met', satisfiedBy: ['1.2.2#1', '1.2.1#1'] });
  });

  it('2D FLAIR in the axial plane only is not, and what would mend it is said', () => {
    expect(flairOf(t2, axialFlair)).toMatchObject({
      status: 'not-met',
      satisfiedBy: [],
      nearest: { acquisition: '1.2.2#1', remedy: 'add a sagittal 2D FLAIR (or a 3D FLAIR)' },
    });
  });

  it('a plane that may be among objects that could not be read cannot be told', () => {
    const scope = { regions: 'imaged', indications: ['diagnosis'], unreadObjects: [unread(), unread()] } as const;
    const [verdict] = evaluateStudy(aStudy(t2, axialFlair, t1Post), the2021Edition, scope);
    expect(verdict).toMatchObject({ outcome: 'cannot-tell' });
    expect(verdict?.requirements.find(({ id }) => id === 'brain.flair')).toMatchObject({
      status: 'cannot-tell',
      findings: expect.arrayContaining([
        expect.objectContaining({
          constraint: 'sequence',
          status: 'cannot-tell',
          note: expect.stringContaining('2 objects of the study could not be read and may be it'),
        }),
      ]),
    });
  });

  it('a FLAIR that is too thick stays a fault when what could not be read is of its series', () => {
    const [verdict] = evaluateStudy(aStudy(t2, thickFlair, t1Post), the2021Edition, beside(unread('1.2.2')));
    expect(verdict?.outcome).toBe('not-compliant');
  });

  it.each([
    ['of no known series', [unread()]],
    ['of a series of which nothing could be read', [unread('1.2.9')]],
    ['of another series', [unread('1.2.2'), unread('1.2.1')]],
  ])('another FLAIR than one that is too thick may be among objects %s', (_, objects) => {
    const [verdict] = evaluateStudy(aStudy(t2, thickFlair, t1Post), the2021Edition, beside(...objects));
    expect(verdict?.outcome).toBe('cannot-tell');
  });

  it.each([
    ['another plane may be: planes differ within a series', { property: 'plane', oneOf: ['sagittal'] }, 'cannot-tell'],
    ['a 3D one may not: a series is 2D or 3D throughout', { property: 'dimension', oneOf: ['3D'] }, 'not-met'],
    ['a thin one may not: so is its thickness', { property: 'sliceThickness', max: 2, unit: 'mm' }, 'not-met'],
  ] as const)('of what could not be read of its own series, %s', (_, constraint, status) => {
    const [requirement] = the2021Edition.requirements.filter(({ id }) => id === 'brain.t2');
    if (requirement === undefined) throw new Error('The edition asks for no T2w.');
    const asks = { kind: 'one', sequence: ['T2w'], constraints: [constraint] } as const;
    const edition = { ...the2021Edition, requirements: [{ ...requirement, asks }] };
    const [verdict] = evaluateStudy(aStudy(t2), edition, beside(unread('1.2.1')));
    expect(verdict?.requirements.map((each) => each.status)).toEqual([status]);
  });

  it('the T1w before contrast does not hide that the one after it may be what could not be read', () => {
    const objects = Array.from({ length: 144 }, () => unread());
    const [verdict] = evaluateStudy(aStudy(t2, flair3d, t1), the2021Edition, beside(...objects));
    expect(verdict?.outcome).toBe('cannot-tell');
    expect(verdict && requirementOf(verdict, 'brain.t1-post')).toMatchObject({
      status: 'cannot-tell',
      nearest: {
        acquisition: '1.2.3#1',
        remedy:
          'acquired without contrast → after contrast; no other T1w of the brain was recognised, but 144 objects of the study could not be read and may be it',
      },
    });
  });

  it('nothing is met and nothing a fault where headers may be altered', () => {
    for (const study of [aStudy(t2, flair3d, t1, t1Post), aStudy(t2, thickFlair)]) {
      const scope = { regions: 'imaged', indications, mayBeAltered: true } as const;
      const requirements = evaluateStudy(study, the2021Edition, scope).flatMap((verdict) => verdict.requirements);
      expect(new Set(requirements.map(({ status }) => status))).toEqual(new Set(['cannot-tell']));
      expect(requirements.flatMap(({ satisfiedBy }) => satisfiedBy)).toEqual([]);
      expect(requirements.every(({ findings }) => findings.at(-1)?.constraint === 'archive')).toBe(true);
    }
  });

  it('nothing becomes optional for what headers that may be altered show', () => {
    const scope = { regions: ['brain'], indications: ['monitoring'], mayBeAltered: true } as const;
    const [verdict] = evaluateStudy(aStudy(flair3d), the2021Edition, scope);
    expect(verdict && requirementOf(verdict, 'brain.t2')).toMatchObject({ level: 'required', status: 'cannot-tell' });
  });

  it('a field strength that is known is a fault whatever could not be read', () => {
    const weak = (each: Acquisition) => ({ ...each, scanner: { ...each.scanner, fieldStrengthT: 1 } });
    const [verdict] = evaluateStudy(aStudy(weak(t2), weak(flair3d)), the2021Edition, beside(unread()));
    expect(verdict && requirementOf(verdict, 'brain.field-strength').status).toBe('not-met');
  });

  it.each([
    [
      '1.5 mm overlapping by 0.75, over-contiguous in plane too',
      { sliceThicknessMm: 1.5, spacingMm: 0.75, gapMm: -0.75, acquiredInPlaneMm: [1.5, 1.5], inPlaneMm: [0.75, 0.75] },
      'compliant',
      'met',
    ],
    [
      '1.12 mm overlapping by half',
      {
        sliceThicknessMm: 1.12,
        spacingMm: 0.56,
        gapMm: -0.56,
        acquiredInPlaneMm: [1.12, 1.12],
        inPlaneMm: [0.56, 0.56],
      },
      'compliant',
      'met',
    ],
    [
      '1.5 mm overlapping, but in plane as coarse as acquired',
      { sliceThicknessMm: 1.5, spacingMm: 0.75, gapMm: -0.75, acquiredInPlaneMm: [1.5, 1.5], inPlaneMm: [1.5, 1.5] },
      'cannot-tell',
      'not-met',
    ],
    [
      '1.2 mm isotropic without overlap: preferred is 1 mm, no more was read',
      { sliceThicknessMm: 1.2, spacingMm: 1.2, acquiredInPlaneMm: [1.2, 1.2] },
      'cannot-tell',
      'not-met',
    ],
    ['2 mm without overlap', { sliceThicknessMm: 2, spacingMm: 2 }, 'not-compliant', 'not-met'],
  ] as const)('a 3D FLAIR of %s', (_, geometry, outcome, status) => {
    const verdict = verdictOn(aStudy(t2, a3dAcquisition({ sequence: 'FLAIR', geometry }), t1Post));
    expect([verdict.outcome, requirementOf(verdict, 'brain.flair').status]).toEqual([outcome, status]);
  });

  it('at follow-up a second plane of 2D FLAIR is pending: one good plane alone is no fault, and not enough to be sure', () => {
    const followUp = (flair: Acquisition) => {
      const [verdict] = evaluateStudy(aStudy(t2, flair), the2021Edition, {
        regions: 'imaged',
        indications: ['monitoring'],
      });
      const { status, verification } = verdict?.requirements.find(({ id }) => id === 'brain.flair') ?? {};
      return { outcome: verdict?.outcome, status, verification };
    };
    const thick = anAcquisition({ sequence: 'FLAIR', geometry: { sliceThicknessMm: 5, spacingMm: 5, gapMm: 0 } });
    expect(followUp(axialFlair)).toEqual({ outcome: 'cannot-tell', status: 'not-met', verification: 'pending' });
    expect(followUp(flair3d)).toEqual({ outcome: 'compliant', status: 'met', verification: 'reproduced' });
    expect(followUp(thick)).toEqual({ outcome: 'not-compliant', status: 'not-met', verification: 'reproduced' });
  });

  it('two axial 2D FLAIR are not two planes', () => {
    expect(flairOf(axialFlair, axialFlair)).toMatchObject({
      status: 'not-met',
      nearest: { acquisition: '1.2.2#1', remedy: 'add a sagittal 2D FLAIR (or a 3D FLAIR)' },
    });
  });

  it('axial only and too thick: both are said', () => {
    const thick = anAcquisition({ sequence: 'FLAIR', geometry: { sliceThicknessMm: 5, spacingMm: 6, gapMm: 1 } });
    expect(flairOf(thick).nearest?.remedy).toBe(
      'slice thickness 5 mm → at most 3 mm; gap 1 mm → none; add a sagittal 2D FLAIR (or a 3D FLAIR)',
    );
  });

  it('both planes too thick: the advice names both series once', () => {
    const thick = { geometry: { sliceThicknessMm: 5, spacingMm: 5 } };
    const [axial, sagittal] = [
      anAcquisition({ sequence: 'FLAIR', ...thick }),
      anAcquisition({ sequence: 'FLAIR', plane: 'sagittal', ...thick }),
    ];
    expect(flairOf(axial, sagittal).nearest?.remedy).toBe('series 2, series 1: slice thickness 5 mm → at most 3 mm');
  });

  it('a 3D FLAIR of 1.2 mm is a near miss of 1 mm', () => {
    const { status, nearest, findings } = flairOf(
      a3dAcquisition({ sequence: 'FLAIR', geometry: { sliceThicknessMm: 1.2, spacingMm: 1.2 } }),
    );
    expect(status).toBe('not-met');
    expect(nearest).toEqual({ acquisition: '1.2.1#1', remedy: 'slice thickness 1.2 mm → at most 1 mm' });
    expect(findings.filter((finding) => finding.status !== 'met')).toEqual([
      {
        constraint: 'sliceThickness',
        acquisition: '1.2.1#1',
        status: 'not-met',
        observed: 1.2,
        limit: { max: 1 },
        unit: 'mm',
        note: null,
        remark: false,
      },
    ]);
  });

  it('a 3D FLAIR of 1.5 mm is enough when its slices overlap by half', () => {
    const geometry = { sliceThicknessMm: 1.5, spacingMm: 0.75, gapMm: -0.75 };
    expect(flairOf(a3dAcquisition({ sequence: 'FLAIR', geometry })).status).toBe('met');
  });

  it('a 3D T2w counts in any plane', () => {
    const verdict = verdictOn(aStudy(a3dAcquisition({ sequence: 'T2w' })));
    expect(requirementOf(verdict, 'brain.t2').status).toBe('met');
  });

  it('without any FLAIR there is nothing near, and it is said what to add', () => {
    expect(flairOf(t2)).toMatchObject({
      status: 'not-met',
      nearest: null,
      findings: [
        {
          constraint: 'sequence',
          acquisition: null,
          status: 'not-met',
          note: 'no FLAIR of the brain was recognised: add a 3D FLAIR (or a sagittal 2D FLAIR and an axial 2D FLAIR)',
        },
      ],
    });
  });

  it('a near miss after contrast is nearer than a perfect series without', () => {
    const thick = anAcquisition({
      sequence: 'T1w',
      contrastEnhanced: 'yes',
      geometry: { sliceThicknessMm: 5, gapMm: 1 },
    });
    expect(requirementOf(verdictOn(aStudy(thick, t1)), 'brain.t1-post').nearest).toEqual({
      acquisition: '1.2.1#1',
      remedy: 'slice thickness 5 mm → at most 3 mm; gap 1 mm → none',
    });
  });

  it('of several that would do, the newest is named', () => {
    expect(requirementOf(verdictOn(aStudy(t2, t2, t2)), 'brain.t2').satisfiedBy).toEqual(['1.2.3#1']);
  });

  it('a missing field strength turns only the field strength into cannot-tell', () => {
    const study = aStudy(t2, flair3d, t1, t1Post, dwi);
    const stripped = study.map((each) => ({ ...each, scanner: { ...each.scanner, fieldStrengthT: null } }));
    expect(statusesOf(verdictOn(stripped))).toEqual({
      ...statusesOf(verdictOn(study)),
      'brain.field-strength': 'cannot-tell',
    });
    expect(verdictOn(stripped).outcome).toBe('cannot-tell');
  });

  it('one series below 1.5 T is a fault', () => {
    const verdict = verdictOn(aStudy(t2, flair3d, { ...t1Post, scanner: { ...t1Post.scanner, fieldStrengthT: 1 } }));
    expect(requirementOf(verdict, 'brain.field-strength')).toMatchObject({
      status: 'not-met',
      nearest: { acquisition: '1.2.3#1', remedy: 'field strength 1 T → at least 1.5 T' },
    });
  });

  it('a stack with missing slices cannot be judged', () => {
    expect(flairOf(a3dAcquisition({ sequence: 'FLAIR', geometry: { missingSlices: 2 } }))).toMatchObject({
      status: 'cannot-tell',
      nearest: {
        acquisition: '1.2.1#1',
        remedy: '2 slices missing: the series may be incomplete; send the missing images',
      },
    });
  });

  it.each([
    ['whose completeness cannot be told', { missingSlices: null }],
    ['of one slice', { slices: 1, missingSlices: null }],
  ])('a stack %s cannot be judged', (_, geometry) => {
    const flair = flairOf(a3dAcquisition({ sequence: 'FLAIR', geometry }));
    expect(flair.status).toBe('cannot-tell');
    expect(flair.findings.map(({ constraint, status }) => [constraint, status])).toContainEqual([
      'completeness',
      'cannot-tell',
    ]);
  });

  it.each([30_000, 63.87, 1e300])('a field strength of %d T is no value of any scanner', (fieldStrengthT) => {
    const scanner = { ...t2.scanner, fieldStrengthT };
    const study = aStudy(t2, flair3d, t1Post).map((acquisition) => ({ ...acquisition, scanner }));
    expect(requirementOf(verdictOn(study), 'brain.field-strength').status).toBe('cannot-tell');
  });
});

describe('what is not known', () => {
  it('a series that could not be recognised and may be it: cannot-tell, naming it', () => {
    const unknown = a3dAcquisition({ sequence: 'UNKNOWN', seriesDescription: 'abc' });
    expect(flairOf(t2, unknown)).toMatchObject({
      status: 'cannot-tell',
      nearest: { acquisition: '1.2.2#1', remedy: 'series 2 (abc) could not be recognised and may be it' },
    });
  });

  it('such a series never satisfies and takes nothing from one that does', () => {
    const unknown = a3dAcquisition({ sequence: 'UNKNOWN' });
    expect(flairOf(flair3d, unknown)).toMatchObject({ status: 'met', satisfiedBy: ['1.2.1#1'] });
  });

  it('a series that could not be recognised and could not be it changes nothing', () => {
    const unknown = anAcquisition({ sequence: 'UNKNOWN', geometry: { sliceThicknessMm: 8 } });
    expect(flairOf(t2, unknown)).toEqual(flairOf(t2));
  });

  it('one such series may be one of two planes, not both', () => {
    const unknown = anAcquisition({ sequence: 'UNKNOWN', plane: null });
    expect(flairOf(unknown).status).toBe('not-met');
    expect(flairOf(axialFlair, unknown).status).toBe('cannot-tell');
    expect(flairOf(unknown, unknown).status).toBe('cannot-tell');
  });

  it('beside a near miss, the near miss and the doubt are both said', () => {
    const coarse = a3dAcquisition({ sequence: 'FLAIR', geometry: { sliceThicknessMm: 1.2, spacingMm: 1.2 } });
    const unknown = a3dAcquisition({ sequence: 'UNKNOWN' });
    expect(flairOf(coarse, unknown)).toMatchObject({
      status: 'cannot-tell',
      nearest: {
        acquisition: '1.2.1#1',
        remedy: 'slice thickness 1.2 mm → at most 1 mm; series 2 could not be recognised and may be it',
      },
    });
  });

  it('a series of unknown region may be of the brain when another is', () => {
    expect(flairOf(t2, a3dAcquisition({ sequence: 'FLAIR', region: 'unknown' }))).toMatchObject({
      status: 'cannot-tell',
      nearest: { acquisition: '1.2.2#1', remedy: 'the body region of series 2 could not be recognised' },
    });
  });

  it('a T1w of which contrast is not known is cannot-tell', () => {
    const verdict = verdictOn(aStudy(t2, flair3d, { ...t1, contrastEnhanced: 'unknown' }));
    expect(requirementOf(verdict, 'brain.t1-post').status).toBe('cannot-tell');
    expect(verdict.outcome).toBe('cannot-tell');
  });

  it('derived images satisfy only where the protocol says so', () => {
    expect(flairOf({ ...flair3d, derived: true }).status).toBe('not-met');
    const trace = verdictOn(aStudy(t2, { ...dwi, derived: true }), 'brain', 'pml-safety');
    expect(requirementOf(trace, 'brain.dwi').status).toBe('met');
    const map = verdictOn(aStudy(t2, { ...dwi, sequence: 'ADC', derived: true }), 'brain', 'pml-safety');
    expect(requirementOf(map, 'brain.dwi').status).toBe('not-met');
  });
});

describe('a brain study at follow-up', () => {
  it('contrast is a remark, whatever its quality; none is nothing to say', () => {
    const thick = anAcquisition({
      sequence: 'T1w',
      contrastEnhanced: 'yes',
      plane: 'coronal',
      geometry: { sliceThicknessMm: 6 },
    });
    const withContrast = verdictOn(aStudy(flair3d, thick), 'brain', 'monitoring');
    expect(requirementOf(withContrast, 'brain.t1-post')).toMatchObject({
      level: 'discouraged',
      status: 'not-met',
      findings: [{ constraint: 'discouraged', acquisition: '1.2.2#1', status: 'not-met', remark: true }],
    });
    expect(withContrast.outcome).toBe('compliant-with-remarks');

    const without = verdictOn(aStudy(flair3d, t1), 'brain', 'monitoring');
    expect(requirementOf(without, 'brain.t1-post')).toMatchObject({ status: 'met', findings: [] });
    expect(without.outcome).toBe('compliant');

    const untold = verdictOn(aStudy(flair3d, { ...t1, contrastEnhanced: 'unknown' }), 'brain', 'monitoring');
    expect(requirementOf(untold, 'brain.t1-post').status).toBe('cannot-tell');
    expect(untold.outcome).toBe('compliant');
  });

  it('T2w is optional with a good 3D FLAIR', () => {
    expect(requirementOf(verdictOn(aStudy(flair3d), 'brain', 'monitoring'), 'brain.t2')).toMatchObject({
      level: 'optional',
      status: 'not-met',
    });
  });

  it('T2w missing beside 2D FLAIR is pending, so cannot-tell', () => {
    const verdict = verdictOn(aStudy(axialFlair, sagittalFlair), 'brain', 'monitoring');
    expect(requirementOf(verdict, 'brain.t2')).toMatchObject({
      level: 'required',
      verification: 'pending',
      status: 'not-met',
    });
    expect(verdict.outcome).toBe('cannot-tell');
  });

  it('T2w missing beside a 3D FLAIR that cannot be judged is neither a fault nor none', () => {
    const unsure = a3dAcquisition({ sequence: 'FLAIR', geometry: { sliceThicknessMm: null } });
    const t2Asked = requirementOf(verdictOn(aStudy(unsure), 'brain', 'monitoring'), 'brain.t2');
    expect(t2Asked).toMatchObject({ level: 'required', status: 'cannot-tell' });
    expect(t2Asked.findings.at(-1)).toMatchObject({ constraint: 'unless', status: 'cannot-tell' });
  });

  it('PML safety needs DWI', () => {
    expect(verdictOn(aStudy(flair3d, dwi), 'brain', 'pml-safety').outcome).toBe('compliant');
    expect(verdictOn(aStudy(flair3d), 'brain', 'pml-safety').outcome).toBe('not-compliant');
  });

  it.each([
    [0.5, 'met'],
    [1.5, 'met'],
    [2, 'not-met'],
  ])('a DWI of 5 mm with a gap of %d mm is %s', (gapMm, status) => {
    const verdict = verdictOn(
      aStudy(anAcquisition({ sequence: 'DWI', geometry: { sliceThicknessMm: 5, gapMm } })),
      'brain',
      'pml-safety',
    );
    expect(requirementOf(verdict, 'brain.dwi').status).toBe(status);
  });
});

describe('a cord study', () => {
  const cordT2 = anAcquisition(inCord);
  const stir = anAcquisition({ ...inCord, sequence: 'STIR', region: 'thoracic-cord' });
  const cordT1Post = anAcquisition({ ...inCord, sequence: 'T1w', contrastEnhanced: 'yes', region: 'cervical-cord' });

  it('with two of the three sagittal contrasts and T1w after contrast is compliant', () => {
    expect(verdictOn(aStudy(cordT2, stir, cordT1Post), 'cord').outcome).toBe('compliant');
  });

  it('a single T2w is not sufficient, nor are two T2w', () => {
    const pair = (...study: readonly Acquisition[]) =>
      requirementOf(verdictOn(aStudy(...study), 'cord'), 'cord.sagittal-pair');
    expect(pair(cordT2)).toMatchObject({
      status: 'not-met',
      nearest: { acquisition: '1.2.1#1', remedy: 'add a sagittal PDw or sagittal STIR' },
    });
    expect(pair(cordT2, cordT2).status).toBe('not-met');
  });

  it('that is asked for and was not imaged is judged by what is missing', () => {
    const verdict = verdictOn(aStudy(t2), 'cord');
    expect(verdict.outcome).toBe('not-compliant');
    expect(requirementOf(verdict, 'cord.t1-post').findings).toMatchObject([
      { constraint: 'sequence', acquisition: null, status: 'not-met' },
    ]);
    expect(requirementOf(verdict, 'cord.field-strength')).toMatchObject({ status: 'cannot-tell', nearest: null });
  });

  it('the heavily T1w series is of the cervical cord', () => {
    const mprage = (region: 'cervical-cord' | 'thoracic-cord') =>
      requirementOf(verdictOn(aStudy(a3dAcquisition({ sequence: 'T1w', region })), 'cord'), 'cord.t1-heavy').status;
    expect(mprage('cervical-cord')).toBe('met');
    expect(mprage('thoracic-cord')).toBe('not-met');
  });
});

describe('an orbit study', () => {
  const fatSat = { region: 'orbit', fatSuppressed: true } as const;

  it('asks for both planes with fat suppression, optionally', () => {
    const both = aStudy(anAcquisition(fatSat), anAcquisition({ ...fatSat, sequence: 'STIR', plane: 'coronal' }));
    expect(requirementOf(verdictOn(both, 'orbit'), 'orbit.t2-fatsat').status).toBe('met');
    const one = verdictOn(aStudy(anAcquisition(fatSat)), 'orbit');
    expect(requirementOf(one, 'orbit.t2-fatsat').status).toBe('not-met');
    expect(one.outcome).toBe('compliant');
  });
});

describe('which verdicts a study gets', () => {
  const pairs = (study: readonly Acquisition[], asked: readonly Indication[] = indications) =>
    evaluateStudy(study, the2021Edition, { regions: 'imaged', indications: asked }).map(
      ({ region, indication, outcome }) => `${region} ${indication} ${outcome}`,
    );
  const nothing = [
    {
      protocol: 'magnims-cmsc-naims-2021',
      revision: 1,
      digest: expect.stringMatching(/^[0-9a-f]{64}$/),
      region: null,
      indication: null,
      outcome: 'not-applicable',
      requirements: [],
    },
  ];

  it('one for each region imaged and each indication that the protocol asks about', () => {
    expect(pairs(aStudy(t2, anAcquisition(inCord), anAcquisition({ region: 'orbit' })))).toEqual([
      'brain diagnosis not-compliant',
      'brain monitoring not-compliant',
      'brain pml-safety not-compliant',
      'cord diagnosis not-compliant',
      'orbit diagnosis compliant',
    ]);
  });

  it('a knee, nothing, a localizer, derived images only: not applicable', () => {
    const scope = { regions: 'imaged', indications } as const;
    const studies = [
      [],
      aStudy(anAcquisition({ region: 'other' })),
      aStudy(anAcquisition({ sequence: 'LOCALIZER' })),
      aStudy({ ...flair3d, derived: true }),
    ];
    for (const study of studies) expect(evaluateStudy(study, the2021Edition, scope)).toEqual(nothing);
  });

  it('an indication that the protocol does not ask about for the region imaged: not applicable', () => {
    const scope = { regions: 'imaged', indications: ['monitoring'] } as const;
    expect(evaluateStudy(aStudy(anAcquisition(inCord)), the2021Edition, scope)).toEqual(nothing);
  });

  it('no region known at all: judged as brain, and nothing can be told', () => {
    const study = aStudy(
      { ...flair3d, region: 'unknown' },
      { ...t2, region: 'unknown' },
      anAcquisition({ sequence: 'LOCALIZER' }),
    );
    expect(pairs(study)).toEqual([
      'brain diagnosis cannot-tell',
      'brain monitoring cannot-tell',
      'brain pml-safety cannot-tell',
    ]);
    const verdicts = evaluateStudy(study, the2021Edition, { regions: 'imaged', indications: ['diagnosis'] });
    expect(new Set(verdicts.flatMap(({ requirements }) => requirements.map(({ status }) => status)))).toEqual(
      new Set(['cannot-tell']),
    );
  });
});
