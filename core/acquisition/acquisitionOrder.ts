import { signedMinutes } from './injectionTime.ts';
import type { Placed } from './placed.ts';

/** When an acquisition began: minutes since 1970 by the scanner's clock. `dated`: the images give the day, and not the study alone. */
export type Start = { readonly minute: number; readonly dated: boolean };

/** `null` where it is not known; the time of a derived series may be that of the calculation, so its images must tell. */
export function startOf({ acquisition: { acquiredAt, derived }, images }: Placed): Start | null {
  if (acquiredAt === null) return null;
  const ownTime = images.some(({ attributes: a }) => a.AcquisitionDateTime?.trim() || a.AcquisitionTime?.trim());
  if (derived && !ownTime) return null;
  const minute = Date.parse(`${acquiredAt.slice(0, 23)}Z`) / 60_000;
  if (!Number.isFinite(minute)) return null;
  const dated = images.some(({ attributes: a }) => a.AcquisitionDateTime?.trim() || a.AcquisitionDate?.trim());
  return { minute, dated };
}

/**
 * How long after `from` it began, minutes; negative when before. Without the images' own days both are times of day, and
 * midnight may lie between them.
 */
export function minutesAfter(from: Start | null, to: Start | null): number | null {
  if (from === null || to === null) return null;
  return from.dated && to.dated ? to.minute - from.minute : signedMinutes(from.minute, to.minute);
}

/** An examination that was not interrupted: contrast given in it is still there (plasma half-life of gadolinium agents: 1.5 h). */
const sessionMin = 90;

/** Whether one began in the same session and not before the other; `null` where the header cannot tell. */
export function followsInSession(later: Placed, earlier: Placed): boolean | null {
  const minutes = minutesAfter(startOf(earlier), startOf(later));
  if (minutes === null) return null;
  if (minutes < 0) return false;
  if (minutes <= sessionMin) return true;
  const [one, other] = [later.frameOfReference, earlier.frameOfReference];
  return one === null || other === null ? null : one === other;
}
