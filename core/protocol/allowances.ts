import type { Constraint, NumericConstraint, Protocol } from './protocol.ts';

/** A part of `tolerance`: in which key it is, and beside which limit it is too large. */
export type AllowanceFault = { readonly key: 'mm' | 'T' | 'percent'; readonly problem: string };

/**
 * Allowances for rounding that are `share` or more of the smallest limit that they are added to. A gap of 0 is no such limit, since any
 * allowance is more.
 */
export function tooLargeAllowances(
  constraints: readonly Constraint[],
  tolerance: Omit<Protocol['tolerance'], 'source'>,
  share: number,
): readonly AllowanceFault[] {
  return (['mm', 'T', 'percent'] as const).flatMap((key): readonly AllowanceFault[] => {
    const unit = key === 'percent' ? '%' : key;
    const limits = constraints.flatMap((each) => ('unit' in each && each.unit === unit ? limitsOf(each) : []));
    const smallest = limits.reduce<Limit | null>(
      (least, each) => (least && least.value <= each.value ? least : each),
      null,
    );
    if (smallest === null || tolerance[key] < share * smallest.value) return [];
    const limit = `${smallest.property} ${smallest.direction} ${smallest.value} ${unit}`;
    return [{ key, problem: `${tolerance[key]} ${unit} is allowed for rounding, beside a limit of ${limit}` }];
  });
}

type Limit = {
  readonly property: NumericConstraint['property'];
  readonly direction: 'max' | 'min';
  readonly value: number;
};

function limitsOf({ property, max = 0, min = 0 }: NumericConstraint): readonly Limit[] {
  const limits: readonly Limit[] = [
    { property, direction: 'max', value: max },
    { property, direction: 'min', value: min },
  ];
  return limits.filter(({ value }) => value > 0);
}
