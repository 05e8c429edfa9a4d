import type { Acquisition } from '../acquisition/index.ts';
import type { CategoryConstraint, Constraint, ConstraintUnit, NumericConstraint, Protocol } from '../protocol/index.ts';
import { measure } from './measure.ts';
import type { Finding, Limit, Status } from './verdict.ts';

export type Tolerance = Omit<Protocol['tolerance'], 'source'>;

/** One constraint against one acquisition. */
export function judgeConstraint(constraint: Constraint, acquisition: Acquisition, tolerance: Tolerance): Finding {
  return isNumeric(constraint)
    ? judgeNumber(constraint, acquisition, tolerance)
    : judgeCategory(constraint, acquisition);
}

export function isNumeric(constraint: Constraint): constraint is NumericConstraint {
  return 'unit' in constraint;
}

function judgeNumber(constraint: NumericConstraint, acquisition: Acquisition, tolerance: Tolerance): Finding {
  const { property, unit, tolerated } = constraint;
  const finding = { constraint: property, acquisition: acquisition.id, limit: limitOf(constraint), unit };
  const { value, note } = measure(acquisition, property);
  if (value === null) return { ...finding, status: 'cannot-tell', observed: null, note, remark: false };

  const observed = withoutFloatNoise(value);
  const allowance = allowanceIn(unit, tolerance);
  if (isWithin(value, constraint, allowance)) {
    const said = joined(note, constraint.remark ?? null);
    return { ...finding, status: 'met', observed, note: said, remark: constraint.remark !== undefined };
  }
  if (tolerated !== undefined && isWithin(value, { ...limitOf(constraint), ...limitOf(tolerated) }, allowance)) {
    const allowed = `beyond the limit, but tolerated by ${tolerated.citation}`;
    return { ...finding, status: 'met', observed, note: joined(note, allowed), remark: true };
  }
  return { ...finding, status: 'not-met', observed, note, remark: false };
}

/** Times are written to the second: there is nothing to allow for. */
function allowanceIn(unit: ConstraintUnit, tolerance: Tolerance): number {
  if (unit === 'min') return 0;
  return unit === '%' ? tolerance.percent : tolerance[unit];
}

function limitOf({ max, min }: { readonly max?: number; readonly min?: number }): Limit {
  return { ...(max === undefined ? {} : { max }), ...(min === undefined ? {} : { min }) };
}

/** Sums of decimal fractions are not exact: 3.05 − 3 is more than 0.05. */
const floatNoise = 1e-6;

function isWithin(value: number, { max = Infinity, min = -Infinity }: Limit, allowance: number): boolean {
  return value <= max + allowance + floatNoise && value >= min - allowance - floatNoise;
}

function withoutFloatNoise(value: number): number {
  // Adding 0 turns −0 into 0.
  return Math.round(value * 1e4) / 1e4 + 0;
}

function joined(first: string | null, second: string | null): string | null {
  return [first, second].filter((part) => part !== null).join('; ') || null;
}

function judgeCategory(constraint: CategoryConstraint, acquisition: Acquisition): Finding {
  const observed = acquisition[constraint.property];
  const isKnown = observed !== null && observed !== 'unknown';
  const limit: { readonly oneOf: readonly (string | boolean)[] } = { oneOf: constraint.oneOf };
  const status: Status = !isKnown ? 'cannot-tell' : limit.oneOf.includes(observed) ? 'met' : 'not-met';
  return {
    constraint: constraint.property,
    acquisition: acquisition.id,
    status,
    observed: isKnown ? observed : null,
    limit,
    unit: null,
    note: isKnown ? null : whyUnknown[constraint.property],
    remark: false,
  };
}

const whyUnknown: Readonly<Record<CategoryConstraint['property'], string>> = {
  dimension: 'the header does not tell 2D from 3D (MRAcquisitionType)',
  plane: 'the orientation of the slices is not known (ImageOrientationPatient)',
  contrastEnhanced: 'the header does not tell whether contrast was given (ContrastBolusAgent)',
  fatSuppressed: 'the header does not tell whether fat was suppressed (ScanOptions)',
  region: 'the body region could not be recognised',
};
