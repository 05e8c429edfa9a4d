import type { Image } from './image.ts';
import type { JoinRule } from './joinSeries.ts';
import { fillEachOther } from './repeatedSlices.ts';
import { common, stackLikeness } from './stackLikeness.ts';
import { splitByPlace } from './stackPlaces.ts';

/**
 * One stack under two series UIDs. A scanner gives a number to one series of a study only (0020,0011) and starts it once, so that
 * series of one number and time, whose slices fill each other's holes and whose images are numbered through, were one before
 * something on their way gave them UIDs of their own.
 */
export const cutSeries: JoinRule = {
  shared: ({ images }) => {
    const attributes = images.map((image) => image.attributes);
    const parts = [
      common(attributes.map(({ SeriesNumber }) => SeriesNumber)),
      common(attributes.map(({ SeriesTime }) => SeriesTime)),
      common(attributes.map(({ AcquisitionNumber }) => AcquisitionNumber)),
      stackLikeness(images),
    ];
    return parts.includes(null) ? null : parts.join('|');
  },
  continues: (parts, next) => {
    const before = parts.flatMap(({ images }) => images);
    const all = [...before, ...next.images];
    return (
      numberedThrough(all) &&
      fillEachOther(
        all,
        ({ SeriesInstanceUID }) => SeriesInstanceUID,
        () => '',
      ) &&
      splitByPlace(all).length === 1
    );
  },
  evidence: (_parts, named) => `stored as ${named} of one number, joined: their slices are numbered through`,
};

function numberedThrough(images: readonly Image[]): boolean {
  const numbers = images.map(({ attributes }) => attributes.InstanceNumber ?? null);
  return !numbers.includes(null) && new Set(numbers).size === images.length;
}
