import type { Ask, Constraint, Demand } from '../protocol/index.ts';

/**
 * What of a demand is pending though the rest was read: "numbers", "plane and numbers", or "a part" where numbers were read too;
 * `null` where the demand was read as a whole, or not at all.
 */
export function unreadPart(asks: Ask, { verifiedPart }: Demand): string | null {
  if (verifiedPart === undefined) return null;
  const lacks = (is: (constraint: Constraint) => boolean) => has(asks, is) && !has(verifiedPart, is);
  if (!lacks((constraint) => 'unit' in constraint)) return 'a part';
  return lacks(({ property }) => property === 'plane') ? 'plane and numbers' : 'numbers';
}

function has(ask: Ask, is: (constraint: Constraint) => boolean): boolean {
  switch (ask.kind) {
    case 'imaged':
      return false;
    case 'one':
    case 'every':
      return ask.constraints.some(is);
    case 'anyOf':
    case 'atLeast':
      return ask.of.some((each) => has(each, is));
  }
}
