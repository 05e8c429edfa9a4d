import type { ImageAttributes } from '../dicom/index.ts';
import type { Image } from './image.ts';

/**
 * When a stack was acquired, against ContrastBolusStartTime (0018,1042), minutes: negative is before the injection began.
 * - `not-given`: no start of an injection is recorded, or none that can be read;
 * - `no-acquisition-time`: it is, and no image says when it was acquired;
 * - `contradicting`: the two are too far apart to be of one examination.
 */
export type AfterInjection =
  | { readonly kind: 'known'; readonly firstMin: number; readonly lastMin: number }
  | { readonly kind: 'not-given' | 'no-acquisition-time' | 'contradicting' };

const dayMin = 24 * 60;
/** An examination is shorter than this; clocks that differ by more are not the same clock. */
const longestExaminationMin = 4 * 60;

export function afterInjection(images: readonly Image[]): AfterInjection {
  let injections = 0;
  const minutes: number[] = [];
  for (const { attributes } of images) {
    const injectedAt = minuteOfDay(attributes.ContrastBolusStartTime);
    if (injectedAt === null) continue;
    injections += 1;
    const acquiredAt = acquisitionMinuteOfDay(attributes);
    if (acquiredAt !== null) minutes.push(signedMinutes(injectedAt, acquiredAt));
  }
  if (injections === 0) return { kind: 'not-given' };
  if (minutes.length === 0) return { kind: 'no-acquisition-time' };
  const firstMin = minutes.reduce((least, minute) => Math.min(least, minute));
  const lastMin = minutes.reduce((most, minute) => Math.max(most, minute));
  const tooFar = Math.max(Math.abs(firstMin), Math.abs(lastMin)) > longestExaminationMin;
  return tooFar ? { kind: 'contradicting' } : { kind: 'known', firstMin, lastMin };
}

/** Minutes from the start of the injection to the first image, to a hundredth; `null` where the header does not tell. */
export function contrastDelayMin(images: readonly Image[]): number | null {
  const time = afterInjection(images);
  return time.kind === 'known' ? Math.round(time.firstMin * 100) / 100 : null;
}

/** From one time of day to another by the shorter way round the clock: midnight may lie between. */
export function signedMinutes(from: number, to: number): number {
  const forward = (((to - from) % dayMin) + dayMin) % dayMin;
  return forward > dayMin / 2 ? forward - dayMin : forward;
}

/** When the image itself was acquired; the time of its series may be that of its reconstruction. */
function acquisitionMinuteOfDay({ AcquisitionDateTime, AcquisitionTime }: ImageAttributes): number | null {
  return minuteOfDay(AcquisitionDateTime?.trim().slice(8)) ?? minuteOfDay(AcquisitionTime);
}

/** TM (PS3.5 6.2): `HHMM`, `HHMMSS`, with a fraction, or as before DICOM 3 with colons; an hour alone is too coarse to order by. */
function minuteOfDay(text: string | undefined): number | null {
  const parts = /^(\d{2}):?(\d{2})(?::?(\d{2}(?:\.\d+)?))?/.exec(text?.trim() ?? '');
  if (parts === null) return null;
  const [hours, minutes, seconds] = [Number(parts[1]), Number(parts[2]), Number(parts[3] ?? 0)];
  return hours < 24 && minutes < 60 && seconds < 61 ? hours * 60 + minutes + seconds / 60 : null;
}
