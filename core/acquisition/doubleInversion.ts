import type { AcquisitionPhysics } from './acquisitionPhysics.ts';

/**
 * Two inversions that null fluid and white matter together (Redpath and Smith, Br J Radiol 1994): the one seconds before
 * the excitation, the other some hundred milliseconds. A second one as short as nulls fat belongs to a FLAIR.
 */
export function isDoubleInversion({
  inversionTimeMs: longest,
  secondInversionTimeMs: second,
}: Pick<AcquisitionPhysics, 'inversionTimeMs' | 'secondInversionTimeMs'>): boolean {
  return longest !== null && second !== null && longest >= 1400 && second >= 300 && second <= 900;
}
