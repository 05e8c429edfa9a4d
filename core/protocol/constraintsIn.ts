import type { Ask, Constraint } from './protocol.ts';

/** Every constraint of an ask, with its path within it. */
export function constraintsIn(
  ask: Ask,
  path: readonly PropertyKey[] = [],
): readonly { readonly constraint: Constraint; readonly path: readonly PropertyKey[] }[] {
  switch (ask.kind) {
    case 'one':
    case 'every':
      return ask.constraints.map((constraint, index) => ({ constraint, path: [...path, 'constraints', index] }));
    case 'anyOf':
    case 'atLeast':
      return ask.of.flatMap((each, index) => constraintsIn(each, [...path, 'of', index]));
    case 'imaged':
      return [];
  }
}
