import type { z } from 'zod';
import { tooLargeAllowances } from './allowances.ts';
import { constraintsIn } from './constraintsIn.ts';
import { faultOfMin } from './faultOfMin.ts';
import type { Ask, Constraint, Protocol } from './protocol.ts';

type Whole = Pick<Protocol, 'requirements' | 'tolerance'> & {
  readonly terms?: Readonly<Record<string, Ask | Constraint>>;
};

/** What is wrong with limits beside what the file allows for rounding. */
export function checkLimits(protocol: Whole, context: z.RefinementCtx): void {
  const { terms = {}, requirements, tolerance } = protocol;
  const limits = [...Object.entries(terms).flatMap(inTerm), ...requirements.flatMap(inRequirement)];
  for (const { constraint, path } of limits) {
    const message = 'unit' in constraint ? faultOfMin(constraint, tolerance) : null;
    if (message !== null) context.addIssue({ code: 'custom', path: [...path, 'min'], message });
  }
  const constraints = limits.map(({ constraint }) => constraint);
  for (const { key, problem } of tooLargeAllowances(constraints, tolerance, 1)) {
    const message = `${problem}, which it swallows: headers round by a few hundredths`;
    context.addIssue({ code: 'custom', path: ['tolerance', key], message });
  }
}

type Placed = { readonly constraint: Constraint; readonly path: readonly PropertyKey[] };

function inTerm([name, term]: readonly [string, Ask | Constraint]): readonly Placed[] {
  const path = ['terms', name];
  return 'kind' in term ? constraintsIn(term, path) : [{ constraint: term, path }];
}

function inRequirement(
  { asks, onlyWhere, indications }: Protocol['requirements'][number],
  index: number,
): readonly Placed[] {
  const path = ['requirements', index];
  return [
    ...constraintsIn(asks, [...path, 'asks']),
    ...(onlyWhere === undefined ? [] : constraintsIn(onlyWhere, [...path, 'onlyWhere'])),
    ...Object.entries(indications).flatMap(([indication, { unless, verifiedPart }]) => {
      const here = [...path, 'indications', indication];
      return [
        ...(verifiedPart === undefined ? [] : constraintsIn(verifiedPart, [...here, 'verifiedPart'])),
        ...(unless === undefined ? [] : constraintsIn(unless.ask, [...here, 'unless', 'ask'])),
      ];
    }),
  ];
}
