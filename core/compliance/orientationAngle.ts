import type { ChangeLimit } from './comparison.ts';
import { type Compared, isWithinLimit, type PropertyComparison, whyUnknown } from './propertyComparison.ts';

/**
 * The angle between the slice normals of two acquisitions. Where a normal is not known, the obliquities (each the angle to an axis of
 * the patient) bound it: it is at least their difference and at most their sum about one axis, at least what they leave of a right
 * angle about two. What the bounds leave open cannot be told.
 */
export function orientationAngle(now: Compared, then: Compared, limit: ChangeLimit): PropertyComparison {
  const values = { observed: now.acquisition.obliquityDeg, prior: then.acquisition.obliquityDeg };
  const [one, other] = [now.facts?.sliceNormal ?? null, then.facts?.sliceNormal ?? null];
  const angle = one === null || other === null ? null : angleBetween(one, other);
  if (angle !== null) {
    const status = isWithinLimit(angle, limit) ? 'met' : 'not-met';
    return { ...values, status, change: angle, note: null };
  }
  const bounds = angleBounds(now, then);
  if (bounds === null) {
    const note =
      values.observed === null || values.prior === null ? whyUnknown(values.observed, values.prior) : unbounded;
    return { ...values, status: 'cannot-tell', change: null, note };
  }
  const [least, most] = bounds;
  if (isWithinLimit(most, limit)) return { ...values, status: 'met', change: null, note: `at most ${words(most)}` };
  if (!isWithinLimit(least, limit))
    return { ...values, status: 'not-met', change: null, note: `at least ${words(least)}` };
  const note = `between ${words(least)} and ${words(most)}: the directions of the slices are not known`;
  return { ...values, status: 'cannot-tell', change: null, note };
}

const unbounded = 'oblique slices, whose directions are not known';

function angleBounds(now: Compared, then: Compared): readonly [number, number] | null {
  const [one, other] = [now.acquisition, then.acquisition];
  if (one.obliquityDeg === null || other.obliquityDeg === null) return null;
  if (one.plane === null || other.plane === null || one.plane === 'oblique' || other.plane === 'oblique') return null;
  const [sum, apart] = [one.obliquityDeg + other.obliquityDeg, Math.abs(one.obliquityDeg - other.obliquityDeg)];
  return one.plane === other.plane ? [apart, sum] : [Math.max(0, 90 - sum), 90];
}

type Vector = readonly [number, number, number];

/** Degrees, 0 to 90; `null` when one of them has no length. */
function angleBetween(one: Vector, other: Vector): number | null {
  const lengths = Math.hypot(...one) * Math.hypot(...other);
  if (!(lengths > 0)) return null;
  const cosine = Math.abs(one[0] * other[0] + one[1] * other[1] + one[2] * other[2]) / lengths;
  return Math.round((Math.acos(Math.min(1, cosine)) * 1800) / Math.PI) / 10;
}

function words(degrees: number): string {
  return `${Math.round(degrees * 10) / 10}°`;
}
