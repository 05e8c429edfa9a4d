import { acquisitionPhysics } from './acquisitionPhysics.ts';
import { derivedImages } from './derivedImages.ts';
import type { Image } from './image.ts';
import type { JoinRule } from './joinSeries.ts';
import type { Stack } from './splitStacks.ts';
import { stackLikeness } from './stackLikeness.ts';

/**
 * Diffusion images stored in a series for each b-value, as Siemens does on request: echo-planar originals at the very same slice
 * positions with the same timing, each series with b-values that the others do not have. Two series that each have their own b0
 * are two acquisitions.
 */
export const splitDiffusion: JoinRule = {
  shared: ({ images }) => {
    const physics = acquisitionPhysics(images);
    if (physics.echoPlanar !== true || physics.bValues.length === 0 || derivedImages(images).derived) return null;
    const [likeness, positions] = [stackLikeness(images), positionsOf(images)];
    return likeness === null || positions === null ? null : `${likeness}|${positions}`;
  },
  continues: (parts, next) => {
    const known = new Set(parts.flatMap(bValuesOf));
    return bValuesOf(next).every((b) => !known.has(b));
  },
  evidence: (parts, named) =>
    `stored as ${named}, joined: the same slices at b ${parts.map((part) => bValuesOf(part).join(', ')).join(' and ')} s/mm²`,
};

function bValuesOf({ images }: Stack): readonly number[] {
  return acquisitionPhysics(images).bValues;
}

/** To a tenth of a millimetre; `null` unless all images have one. */
function positionsOf(images: readonly Image[]): string | null {
  const positions = images.map(({ attributes }) => attributes.ImagePositionPatient);
  if (!positions.every((position) => position?.length === 3 && position.every(Number.isFinite))) return null;
  return [...new Set(positions.map((position) => position?.map((mm) => Math.round(mm * 10)).join(' ') ?? ''))]
    .sort()
    .join();
}
