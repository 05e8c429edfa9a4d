import { tagOf } from './attributeTable.ts';
import { type DataSet, elementOf, valuesOf } from './dataSet.ts';
import { tags } from './tag.ts';

/** A little more than the frames before, since their lengths vary: asking once more costs a request and reading all again. */
const margin = 1.02;
const marginBytes = 2_048;

/** What all frames of an image share takes 2 to 5 KB, but for private values that are passed over, of 150 KB in some. */
const sharedBytes = 64 * 1024;

/**
 * Where the header of an enhanced image will about end that was read up to byte `end`: by the frames before that, and by what its
 * pixels leave of the object if they are not compressed; the nearer one. `null` when neither can be told, or much would be read
 * that may be passed over instead.
 */
export function expectedHeaderEnd(dataSet: DataSet, end: number, totalBytes: number): number | null {
  const byFrames = endByFrames(dataSet, end);
  const byPixels = endByPixels(dataSet, end, totalBytes);
  if (byFrames !== null) return byPixels === null ? byFrames : Math.min(byFrames, byPixels);
  return byPixels !== null && byPixels - end <= sharedBytes ? byPixels : null;
}

function endByFrames(dataSet: DataSet, end: number): number | null {
  const groups = elementOf(dataSet, tags.PerFrameFunctionalGroupsSequence);
  const frames = numberIn(dataSet, tagOf('NumberOfFrames'));
  const framesRead = groups?.items?.length ?? 0;
  if (groups?.items == null || framesRead === 0 || frames === null || frames <= framesRead) return null;
  const bytesPerFrame = (end - groups.offset) / framesRead;
  return Math.ceil(groups.offset + bytesPerFrame * frames * margin + marginBytes);
}

/** Room for the header of the element that holds the pixels. */
const pixelDataHeader = 12;

function endByPixels(dataSet: DataSet, end: number, totalBytes: number): number | null {
  const [rows, columns, bitsAllocated, frames] = pixelTags.map((tag) => numberIn(dataSet, tag));
  if (rows == null || columns == null || bitsAllocated == null || frames == null) return null;
  const samples = numberIn(dataSet, tags.SamplesPerPixel) ?? 1;
  const headerEnd = Math.ceil(totalBytes - (rows * columns * samples * frames * bitsAllocated) / 8 + pixelDataHeader);
  return headerEnd > end && headerEnd < totalBytes ? headerEnd : null;
}

const pixelTags = [tagOf('Rows'), tagOf('Columns'), tags.BitsAllocated, tagOf('NumberOfFrames')];

function numberIn(dataSet: DataSet, tag: number): number | null {
  const value = Number(valuesOf(dataSet, tag)?.[0] ?? Number.NaN);
  return Number.isFinite(value) ? value : null;
}
