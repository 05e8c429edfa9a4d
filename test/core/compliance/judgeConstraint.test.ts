import { describe, expect, it } from 'vitest';
import type { Geometry } from '../../../core/acquisition/acquisition.ts';
import { judgeConstraint } from '../../../core/compliance/judgeConstraint.ts';
import type { CategoryConstraint, NumericConstraint } from '../../../core/protocol/index.ts';
import { anAcquisition } from './anAcquisition.ts';

const tolerance = { mm: 0.05, T: 0.05, percent: 1 };

function shown(constraint: NumericConstraint, geometry: Partial<Geometry>, fieldStrengthT: number | null = 3) {
  const finding = judgeConstraint(constraint, anAcquisition({ geometry, fieldStrengthT }), tolerance);
  return [finding.status, finding.observed, finding.note];
}

const thickness: NumericConstraint = { property: 'sliceThickness', unit: 'mm', max: 3 };
const field: NumericConstraint = { property: 'fieldStrength', unit: 'T', min: 1.5 };
const gap: NumericConstraint = { property: 'sliceGap', unit: 'mm', max: 0 };
const gapPercent: NumericConstraint = { property: 'sliceGapPercent', unit: '%', max: 30 };
const spacing: NumericConstraint = { property: 'sliceSpacing', unit: 'mm', max: 0.75 };
const inPlane: NumericConstraint = { property: 'inPlaneResolution', unit: 'mm', max: 1 };

describe('a numeric constraint', () => {
  it.each([1, 3, 3.05])('a slice thickness of %d mm meets "at most 3 mm"', (sliceThicknessMm) => {
    expect(shown(thickness, { sliceThicknessMm })).toEqual(['met', sliceThicknessMm, null]);
  });

  it.each([3.06, 5])('a slice thickness of %d mm does not', (sliceThicknessMm) => {
    expect(shown(thickness, { sliceThicknessMm })).toEqual(['not-met', sliceThicknessMm, null]);
  });

  it('a value on the very edge of what is allowed for rounding is within', () => {
    expect(shown(thickness, { sliceThicknessMm: 3 + 0.05 + 1e-6 })).toEqual(['met', 3.05, null]);
    expect(shown(field, {}, 1.5 - 0.05 - 1e-6)).toEqual(['met', 1.45, null]);
  });

  it('what is not known is no remark', () => {
    const finding = judgeConstraint(thickness, anAcquisition({ geometry: { sliceThicknessMm: null } }), tolerance);
    expect(finding).toEqual({
      constraint: 'sliceThickness',
      acquisition: '1.2.3#1',
      status: 'cannot-tell',
      observed: null,
      limit: { max: 3 },
      unit: 'mm',
      note: 'the header does not give the slice thickness (SliceThickness)',
      remark: false,
    });
  });

  it('a slice thickness that is not known is cannot-tell', () => {
    const note = 'the header does not give the slice thickness (SliceThickness)';
    expect(shown(thickness, { sliceThicknessMm: null })).toEqual(['cannot-tell', null, note]);
  });

  it.each([
    0,
    -3,
    Number.NaN,
    Number.POSITIVE_INFINITY,
  ])('a slice thickness of %d mm is cannot-tell, and says why', (value) => {
    const note = `the header says ${value} mm, which is not possible`;
    expect(shown(thickness, { sliceThicknessMm: value })).toEqual(['cannot-tell', null, note]);
  });

  it.each([
    [3, 'met'],
    [1.5, 'met'],
    [1.494, 'met'],
    [1.45, 'met'],
    [1.44, 'not-met'],
    [0.35, 'not-met'],
  ])('%d T against "at least 1.5 T" is %s', (fieldStrengthT, status) => {
    expect(shown(field, {}, fieldStrengthT)).toEqual([status, fieldStrengthT, null]);
  });

  it.each([null, 0, Number.NaN])('a field strength of %s is cannot-tell', (fieldStrengthT) => {
    expect(shown(field, {}, fieldStrengthT)[0]).toBe('cannot-tell');
  });

  it.each([
    [-0.5, 'met'],
    [0, 'met'],
    [0.05, 'met'],
    [0.06, 'not-met'],
    [0.3, 'not-met'],
  ])('a gap of %d mm against "no gap" is %s', (gapMm, status) => {
    expect(shown(gap, { gapMm })).toEqual([status, gapMm, null]);
  });

  it.each([null, Number.NaN])('a gap of %s is cannot-tell', (gapMm) => {
    const note = 'the gap cannot be computed: thickness or positions of the slices are not known';
    expect(shown(gap, { gapMm })).toEqual(['cannot-tell', null, note]);
  });

  it('a gap computed from decimal fractions counts as it is written', () => {
    expect(shown(gap, { gapMm: 3.05 - 3 })[0]).toBe('met');
  });

  it.each([
    [0, 'met', 0],
    [1.5, 'met', 30],
    [1.55, 'met', 31],
    [1.6, 'not-met', 32],
    [-1, 'met', -20],
  ])('a gap of %d mm between slices of 5 mm against "at most 30 %%" is %s', (gapMm, status, observed) => {
    expect(shown(gapPercent, { gapMm, sliceThicknessMm: 5 })).toEqual([status, observed, null]);
  });

  it.each([
    { gapMm: 1, sliceThicknessMm: null },
    { gapMm: null, sliceThicknessMm: 5 },
    { gapMm: 1, sliceThicknessMm: 0 },
  ])('a gap without its thickness, or the reverse, is cannot-tell as a share: %j', (geometry) => {
    expect(shown(gapPercent, geometry)[0]).toBe('cannot-tell');
  });

  it.each([
    [0.75, 'met'],
    [0.8, 'met'],
    [0.81, 'not-met'],
    [0, 'cannot-tell'],
    [null, 'cannot-tell'],
  ])('slice centres %s mm apart against "at most 0.75 mm" are %s', (spacingMm, status) => {
    expect(shown(spacing, { spacingMm })[0]).toBe(status);
  });

  it('0.45 mm in-plane meets "at most 1 mm"', () => {
    expect(shown(inPlane, { acquiredInPlaneMm: [0.45, 0.45] })).toEqual([
      'met',
      0.45,
      'as acquired (AcquisitionMatrix)',
    ]);
  });

  it('in-plane resolution is the coarser direction, as acquired where that is known', () => {
    const geometry = { inPlaneMm: [0.5, 0.5], acquiredInPlaneMm: [0.9, 1.2] } as const;
    expect(shown(inPlane, geometry)).toEqual(['not-met', 1.2, 'as acquired (AcquisitionMatrix)']);
  });

  it('in-plane resolution is the reconstructed one where the acquired one is not known, and says so', () => {
    const geometry = { inPlaneMm: [0.5, 0.6], acquiredInPlaneMm: null } as const;
    const note = 'as reconstructed: the acquired one is not in the header';
    expect(shown(inPlane, geometry)).toEqual(['met', 0.6, note]);
  });

  it.each([
    { inPlaneMm: null, acquiredInPlaneMm: null },
    { inPlaneMm: [0, 0.5], acquiredInPlaneMm: null },
    { inPlaneMm: [0.5, 0.5], acquiredInPlaneMm: [Number.NaN, 1] },
  ] as const)('in-plane resolution that is missing or impossible is cannot-tell: %j', (geometry) => {
    expect(shown(inPlane, geometry)[0]).toBe('cannot-tell');
  });

  it('a value that the source tolerates is met with a remark', () => {
    const tolerated: NumericConstraint = { ...gap, tolerated: { max: 0.3, citation: 'Poland 2020' } };
    const judged = (gapMm: number) => judgeConstraint(tolerated, anAcquisition({ geometry: { gapMm } }), tolerance);
    expect(judged(0.3)).toEqual({
      constraint: 'sliceGap',
      acquisition: '1.2.3#1',
      status: 'met',
      observed: 0.3,
      limit: { max: 0 },
      unit: 'mm',
      note: 'beyond the limit, but tolerated by Poland 2020',
      remark: true,
    });
    expect(judged(0)).toMatchObject({ status: 'met', note: null, remark: false });
    expect(judged(0.4)).toMatchObject({ status: 'not-met', remark: false });
  });

  it('a value that the source tolerates below a lower limit is met with a remark too', () => {
    const tolerated: NumericConstraint = { ...field, tolerated: { min: 1, citation: 'a site of its own' } };
    const judged = (fieldStrengthT: number) => judgeConstraint(tolerated, anAcquisition({ fieldStrengthT }), tolerance);
    expect(judged(1)).toMatchObject({ status: 'met', limit: { min: 1.5 }, remark: true });
    expect(judged(0.9)).toMatchObject({ status: 'not-met', limit: { min: 1.5 }, remark: false });
  });

  it('a field strength is shown with its limit', () => {
    expect(judgeConstraint(field, anAcquisition({ fieldStrengthT: 3 }), tolerance).limit).toStrictEqual({ min: 1.5 });
    expect(judgeConstraint(gap, anAcquisition({}), tolerance).limit).toStrictEqual({ max: 0 });
  });

  it('a gap of minus nothing is none', () => {
    const finding = judgeConstraint(gap, anAcquisition({ geometry: { gapMm: -0.000001 } }), tolerance);
    expect(Object.is(finding.observed, 0)).toBe(true);
  });

  it('says its remark when it is met, and only then', () => {
    const preferring: NumericConstraint = { ...field, remark: '3 T is preferred' };
    const judged = (fieldStrengthT: number) =>
      judgeConstraint(preferring, anAcquisition({ fieldStrengthT }), tolerance);
    expect(judged(1.5)).toMatchObject({ status: 'met', note: '3 T is preferred', remark: true });
    expect(judged(1)).toMatchObject({ status: 'not-met', note: null, remark: false });
  });
});

describe('coverage and the time since the injection', () => {
  const judged = (constraint: NumericConstraint, coverageMm: number | null, contrastDelayMin: number | null) => {
    const acquisition = anAcquisition({ geometry: { coverageMm }, contrastDelayMin });
    const { status, observed, note } = judgeConstraint(constraint, acquisition, tolerance);
    return [status, observed, note];
  };
  const spans: NumericConstraint = { property: 'coverage', unit: 'mm', min: 100 };
  const late: NumericConstraint = { property: 'contrastDelay', unit: 'min', min: 5 };

  it.each([
    [72, 'not-met'],
    [99.95, 'met'],
    [150, 'met'],
    // A whole spine, and the most that is believed.
    [900, 'met'],
    [3000, 'met'],
  ])('slices that span %d mm against "at least 100 mm" are %s', (mm, status) => {
    expect(judged(spans, mm, null)).toEqual([status, mm, null]);
  });

  it('slices that span more than a person are not believed', () => {
    const note = 'the header says 3001 mm, which is not possible';
    expect(judged(spans, 3001, null)).toEqual(['cannot-tell', null, note]);
  });

  it.each([
    [-2, 'not-met'],
    [4.99, 'not-met'],
    [5, 'met'],
    [40, 'met'],
  ])('%d min against "at least 5 min" is %s, without allowance', (min, status) => {
    expect(judged(late, null, min)).toEqual([status, min, null]);
  });

  it('are cannot-tell where the header does not say', () => {
    const [noCoverage, noTime] = [judged(spans, null, null), judged(late, null, null)];
    expect(noCoverage).toEqual([
      'cannot-tell',
      null,
      'the positions of the slices are not known (ImagePositionPatient)',
    ]);
    const note = 'the header does not tell when contrast was injected (ContrastBolusStartTime)';
    expect(noTime).toEqual(['cannot-tell', null, note]);
  });
});

describe('a category constraint', () => {
  const rows: readonly (readonly [CategoryConstraint, object, object, object])[] = [
    [{ property: 'dimension', oneOf: ['3D'] }, { dimension: '3D' }, { dimension: '2D' }, { dimension: null }],
    [{ property: 'plane', oneOf: ['axial'] }, { plane: 'axial' }, { plane: 'oblique' }, { plane: null }],
    [
      { property: 'contrastEnhanced', oneOf: ['yes'] },
      { contrastEnhanced: 'yes' },
      { contrastEnhanced: 'no' },
      { contrastEnhanced: 'unknown' },
    ],
    [
      { property: 'fatSuppressed', oneOf: [true] },
      { fatSuppressed: true },
      { fatSuppressed: false },
      { fatSuppressed: null },
    ],
    [{ property: 'region', oneOf: ['orbit'] }, { region: 'orbit' }, { region: 'brain' }, { region: 'unknown' }],
  ];

  it.each(rows)('$property is met, not met, and cannot be told', (constraint, good, bad, unknown) => {
    const judged = (change: object) => judgeConstraint(constraint, anAcquisition(change), tolerance);
    expect(judged(good)).toMatchObject({ status: 'met', limit: { oneOf: constraint.oneOf }, note: null });
    expect(judged(bad)).toMatchObject({ status: 'not-met', limit: { oneOf: constraint.oneOf }, note: null });
    expect(judged(unknown)).toMatchObject({ status: 'cannot-tell', observed: null, note: expect.any(String) });
  });
});
