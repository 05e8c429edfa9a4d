import { fieldOfViewMm } from './fieldOfView.ts';
import { holdsMosaics } from './mosaic.ts';
import { distanceMm } from './orientation.ts';
import type { Placed } from './placed.ts';

/** Of fewer slices no size of a stack says which region it shows, so that the length of the stack need not be known. */
const fewSlices = 7;

/** Whether everything is there by which the size and the place of a stack could speak against what its examination is called. */
export function hasKnownPlace({ acquisition, images, centre, frameOfReference }: Placed): boolean {
  const { plane, geometry } = acquisition;
  if (centre === null || frameOfReference === null || plane === null || fieldOfViewMm(images) === null) return false;
  return geometry.coverageMm !== null || geometry.slices < fewSlices || holdsMosaics(images);
}

/** What was acquired to be read, of this part of the body or of one that is not known: the rest tells nothing of its neighbours. */
export function isImagedHere({ acquisition: { derived, sequence, region } }: Placed): boolean {
  return !derived && sequence !== 'LOCALIZER' && region !== 'other';
}

/** Further apart than this, two stacks do not show the same part of the body. */
export const samePartMm = 90;

/** Whether two stacks of one frame of reference show the same part of the body. */
export function liesWith(one: Placed, other: Placed): boolean {
  if (one.frameOfReference === null || one.frameOfReference !== other.frameOfReference) return false;
  return one.centre !== null && other.centre !== null && distanceMm(one.centre, other.centre) <= samePartMm;
}
