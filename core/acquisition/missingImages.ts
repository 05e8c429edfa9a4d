import { derivedImages } from './derivedImages.ts';
import { type Image, positive, typical, usable } from './image.ts';
import { holdsMosaics } from './mosaic.ts';

/** What the headers of a series say about images that are not here. `null`: some may be missing, how many is not known. */
export type MissingImages = { readonly slices: number | null; readonly notes: readonly string[] };

const none: MissingImages = { slices: 0, notes: [] };

/**
 * {@link missingImages} of the series that a stack comes from. Of a stack that was joined from several, series of one number
 * were one series, and others each have their own counts.
 */
export function missingBySeries(images: readonly Image[]): (stack: readonly Image[]) => MissingImages {
  const bySeries = Map.groupBy(images, ({ SeriesInstanceUID }) => SeriesInstanceUID);
  const alone = new Map([...bySeries].map(([uid, ofSeries]) => [uid, missingImages(ofSeries)]));
  return (stack) => {
    const uids = [...new Set(stack.map(({ SeriesInstanceUID }) => SeriesInstanceUID))];
    const byNumber = Map.groupBy(uids, (uid) => seriesNumber(bySeries.get(uid) ?? []) ?? uid);
    return [...byNumber.values()]
      .map(([uid = '', ...others]) =>
        others.length === 0
          ? (alone.get(uid) ?? none)
          : missingImages([uid, ...others].flatMap((one) => bySeries.get(one) ?? [])),
      )
      .reduce(together);
  };
}

function seriesNumber(images: readonly Image[]): number | null {
  return typical(images.map(({ attributes }) => usable(attributes.SeriesNumber)));
}

function together(a: MissingImages, b: MissingImages): MissingImages {
  return {
    slices: a.slices === null || b.slices === null ? null : Math.max(a.slices, b.slices),
    notes: [...new Set([...a.notes, ...b.notes])],
  };
}

/**
 * Images that the headers count and that are not among those of the series. Positions show holes; only such counts show
 * what is lost at either end of a stack. They never show that nothing is missing: 0 is "no sign of it".
 */
export function missingImages(images: readonly Image[]): MissingImages {
  const parts = missingParts(images) ?? missingFrames(images);
  if (parts !== null) return parts;
  if (!images.every(isOriginal) || derivedImages(images).derived || holdsMosaics(images)) return none;
  return fewerSlicesThanStated(images) ?? fewerImagesThanStated(images) ?? none;
}

/** Reformatted and computed images copy the counts of what they were made from; some call themselves original too. */
function isOriginal({ attributes }: Image): boolean {
  return attributes.ImageType?.[0]?.trim().toUpperCase() === 'ORIGINAL';
}

/**
 * A concatenation is one Enhanced image in several instances, numbered from 1 (PS3.3 C.7.6.16.2.2.4). Without the total
 * (type 3) nothing tells whether the last part is here.
 */
function missingParts(images: readonly Image[]): MissingImages | null {
  const inParts = images.filter(({ attributes }) => attributes.ConcatenationUID);
  for (const parts of Map.groupBy(inParts, ({ attributes }) => attributes.ConcatenationUID).values()) {
    const numbers = new Set(parts.flatMap(({ attributes }) => usable(attributes.InConcatenationNumber) ?? []));
    const total = parts.reduce(
      (most, { attributes }) => Math.max(most, positive(attributes.InConcatenationTotalNumber) ?? 0),
      0,
    );
    if (total === 0) {
      return { slices: null, notes: ['the image was cut into parts, and none says how many there are'] };
    }
    const present = [...numbers].filter((number) => number >= 1 && number <= total).length;
    if (present < total) {
      return {
        slices: null,
        notes: [`the image was cut into ${total} parts, of which ${total - present} are not here`],
      };
    }
  }
  return null;
}

/** An Enhanced image describes each of its frames (PS3.3 C.7.6.16.1.2): of one that is not described, nothing is known. */
function missingFrames(images: readonly Image[]): MissingImages | null {
  const inFrames = images.filter(({ attributes }) => (positive(attributes.NumberOfFrames) ?? 1) > 1);
  for (const frames of Map.groupBy(inFrames, ({ SOPInstanceUID }) => SOPInstanceUID).values()) {
    const stated = positive(frames[0]?.attributes.NumberOfFrames) ?? 1;
    if (frames.length >= stated) continue;
    return { slices: null, notes: [`NumberOfFrames says ${stated}, the header describes ${frames.length}`] };
  }
  return null;
}

/** The scanner's own count of slice positions (GE, Philips), against those of the whole series, whatever their echo. */
function fewerSlicesThanStated(images: readonly Image[]): MissingImages | null {
  const stated = images.flatMap(({ attributes }) => positive(attributes.SlicesInAcquisition) ?? []);
  if (stated.length === 0) return null;
  const slices = smallest(stated);
  const positions = new Set(
    images.map(({ attributes: a }) => `${a.ImageOrientationPatient?.join()}|${a.ImagePositionPatient?.join()}`),
  );
  return shortfall(slices - positions.size, `the scanner acquired ${slices} slices, ${positions.size} are here`);
}

/**
 * ImagesInAcquisition (0020,1002) may count one volume of many, or images that went to another series: it is believed only
 * where all images agree on it and belong to one acquisition, and then shows no more than that some are missing.
 */
function fewerImagesThanStated(images: readonly Image[]): MissingImages | null {
  const stated = new Set(images.map(({ attributes }) => positive(attributes.ImagesInAcquisition)));
  const acquisitions = new Set(images.map(({ attributes }) => usable(attributes.AcquisitionNumber)));
  const [count] = stated;
  if (stated.size !== 1 || acquisitions.size !== 1 || count === undefined || count === null) return null;
  if (images.length >= count) return null;
  return { slices: null, notes: [`ImagesInAcquisition says ${count}, ${images.length} images are here`] };
}

function shortfall(slices: number, note: string): MissingImages {
  return slices > 0 ? { slices, notes: [note] } : none;
}

/** Without spreading the values into arguments: a series may have more images than a call may have of them. */
function smallest(values: readonly number[]): number {
  return values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
}
