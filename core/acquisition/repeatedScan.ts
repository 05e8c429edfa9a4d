import { minutesAfter, startOf } from './acquisitionOrder.ts';
import { distanceMm } from './orientation.ts';
import type { Placed } from './placed.ts';
import { rounding } from './slicePositions.ts';

/** Console values of one protocol differ by rounding only; 2 % covers TR and TE that are set to the nearest allowed step. */
const sameShare = 0.02;
/** A patient is planned anew after an injection, on the same part of the body. */
const samePlaceMm = 30;
/** A scan that is repeated because the patient moved follows at once; a volume takes less than this. */
const atOnceMin = 10;

/** `yes`: the same T1-weighted scan; `maybe`: nothing that is known speaks against it. */
export type Sameness = 'yes' | 'maybe' | 'no';

/** Whether two acquisitions are one T1-weighted protocol, run twice: the images that are compared before and after contrast. */
export function sameT1(one: Placed, other: Placed): Sameness {
  const [a, b] = [one.acquisition, other.acquisition];
  if (a.derived || b.derived || a.seriesInstanceUid === b.seriesInstanceUid) return 'no';
  const likely = [a.sequence, b.sequence];
  if (!likely.every((sequence) => sequence === 'T1w' || sequence === 'UNKNOWN')) return 'no';
  const compared = [
    equal(a.dimension, b.dimension),
    equal(a.plane, b.plane),
    near(a.timing.repetitionTimeMs, b.timing.repetitionTimeMs),
    near(a.timing.echoTimeMs, b.timing.echoTimeMs),
    near(a.timing.flipAngleDeg, b.timing.flipAngleDeg),
    near(a.geometry.sliceThicknessMm, b.geometry.sliceThicknessMm),
    near(a.geometry.inPlaneMm?.[0] ?? null, b.geometry.inPlaneMm?.[0] ?? null),
    near(a.geometry.inPlaneMm?.[1] ?? null, b.geometry.inPlaneMm?.[1] ?? null),
  ];
  // Neither of them is inverted, or both are by the same time.
  const inversion = near(a.timing.inversionTimeMs, b.timing.inversionTimeMs);
  if (compared.includes(false) || inversion === false || !samePlace(one, other)) return 'no';
  const bothT1 = likely.every((sequence) => sequence === 'T1w');
  const sure =
    bothT1 &&
    compared.every((known) => known) &&
    a.timing.inversionTimeMs === b.timing.inversionTimeMs &&
    a.geometry.slices === b.geometry.slices;
  return sure ? 'yes' : 'maybe';
}

/** Whether the second was run right after the first, with nothing between: a repetition; `null` where the times do not tell. */
export function repeatedAtOnce(one: Placed, other: Placed, study: readonly Placed[]): boolean | null {
  const minutes = minutesAfter(startOf(one), startOf(other));
  if (minutes === null) return null;
  if (Math.abs(minutes) >= atOnceMin) return false;
  const [first] = minutes < 0 ? [other] : [one];
  const began = startOf(first ?? one);
  let known = true;
  for (const third of study) {
    if (third === one || third === other || third.acquisition.derived) continue;
    const after = minutesAfter(began, startOf(third));
    if (after === null) known = false;
    else if (after > 0 && after < Math.abs(minutes)) return false;
  }
  return known ? true : null;
}

function samePlace(one: Placed, other: Placed): boolean {
  if (one.centre === null || other.centre === null) return true;
  if (one.frameOfReference === null || one.frameOfReference !== other.frameOfReference) return true;
  return distanceMm(one.centre, other.centre) <= samePlaceMm + rounding;
}

function equal<T>(a: T | null, b: T | null): boolean | null {
  return a === null || b === null ? null : a === b;
}

function near(a: number | null, b: number | null): boolean | null {
  return a === null || b === null ? null : Math.abs(a - b) <= Math.max(a, b) * sameShare;
}
