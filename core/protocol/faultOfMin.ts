import type { NumericConstraint, NumericProperty, Protocol } from './protocol.ts';

type Allowance = Omit<Protocol['tolerance'], 'source'>;

/** Lengths of which less is always better: whoever images finer than asked has done no wrong. */
const finerIsBetter: ReadonlySet<NumericProperty> = new Set([
  'sliceThickness',
  'sliceSpacing',
  'sliceGap',
  'inPlaneResolution',
  'pixelSpacing',
]);

/** Why a limit's `min` cannot be meant (a ± or an exact number in disguise) and how to mend it; `null` where it can. */
export function faultOfMin({ property, unit, max, min }: NumericConstraint, allowance: Allowance): string | null {
  // That equal limits are none, and that none can meet limits which exclude each other, is said of the limit by itself.
  if (min === undefined || (max !== undefined && min >= max)) return null;
  const finer = `fails finer images, and finer is better in ${property}`;
  if (max === undefined) {
    return finerIsBetter.has(property) ? `at least ${min} ${unit} ${finer}: write max instead, or remove it` : null;
  }
  const window = `${min} to ${max} ${unit}`;
  const rounding = { mm: allowance.mm, T: allowance.T, '%': allowance.percent, min: 0 }[unit];
  if (max - min <= 2 * rounding) {
    const mend = finerIsBetter.has(property) ? `remove min, since it ${finer}` : 'remove min or max';
    return `${window} is an exact number in disguise, no wider than what is allowed for rounding: ${mend}`;
  }
  return finerIsBetter.has(property) ? `${window} is a ± in disguise: remove min, since it ${finer}` : null;
}
