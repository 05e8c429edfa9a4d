import {
  type Constraint,
  constraintsIn,
  type NumericConstraint,
  type NumericProperty,
  type Protocol,
  tooLargeAllowances,
} from '../protocol/index.ts';

/** A limit that may be meant, and where it stands; quoting the source (`asWritten`) says that it is. */
export type DoubtfulLimit = { readonly path: readonly PropertyKey[]; readonly doubt: string };

/** From the limit that is usual on: why it is unusual to fail what is better still. */
const unusual: Readonly<Partial<Record<NumericProperty, { readonly key: 'max' | 'min'; readonly doubt: string }>>> = {
  sliceGapPercent: { key: 'min', doubt: 'a min makes a smaller gap a fault' },
  fieldStrength: { key: 'max', doubt: 'a max makes a stronger field a fault' },
  coverage: { key: 'max', doubt: 'a max makes a larger coverage a fault' },
  contrastDelay: { key: 'max', doubt: 'a max makes a longer delay a fault' },
};

/** Rounding is a few hundredths of a limit; an allowance of more than this share of it is a ± in disguise. */
const largestShare = 0.25;

/** Limits in the unusual direction whose source is not quoted, and allowances for rounding that move a limit by much. */
export function doubtfulLimits({ requirements, tolerance }: Protocol): readonly DoubtfulLimit[] {
  const limits = requirements.flatMap(({ asks }, index) => constraintsIn(asks, ['requirements', index, 'asks']));
  const constraints = limits.map(({ constraint }) => constraint);
  return [
    ...limits.flatMap(({ constraint, path }) => {
      const found = isNumeric(constraint) ? doubtOf(constraint) : null;
      return found === null ? [] : [{ path: [...path, found.key], doubt: found.doubt }];
    }),
    ...tooLargeAllowances(constraints, tolerance, largestShare).map(({ key, problem }) => ({
      path: ['tolerance', key],
      doubt: `${problem}: headers round by a few hundredths, and more is a ± in disguise`,
    })),
  ];
}

function isNumeric(constraint: Constraint): constraint is NumericConstraint {
  return 'unit' in constraint;
}

function doubtOf(constraint: NumericConstraint): { readonly key: 'max' | 'min'; readonly doubt: string } | null {
  const found = unusual[constraint.property];
  if (found === undefined || constraint[found.key] === undefined || constraint.asWritten !== undefined) return null;
  const limit = `${constraint.property} ${found.key} ${constraint[found.key]} ${constraint.unit}`;
  return { ...found, doubt: `${limit}: ${found.doubt}; if the source says so, quote it in asWritten, else remove it` };
}
