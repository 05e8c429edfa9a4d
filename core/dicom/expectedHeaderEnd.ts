import { tagOf } from './attributeTable.ts';
import { type DataSet, elementOf, valuesOf } from './dataSet.ts';
import { tags } from './tag.ts';

/** A little more than the frames before, since their lengths vary: asking once more costs a request and reading all again. */
const margin = 1.02;
const marginBytes = 2_048;

/**
 * Where the header of an enhanced image will about end, told from the frames that lie before byte `end`; `null` when none does or
 * their number is not known.
 */
export function expectedHeaderEnd(dataSet: DataSet, end: number): number | null {
  const groups = elementOf(dataSet, tags.PerFrameFunctionalGroupsSequence);
  const frames = Number(valuesOf(dataSet, tagOf('NumberOfFrames'))?.[0]);
  const framesRead = groups?.items?.length ?? 0;
  if (groups?.items == null || framesRead === 0 || !(frames > framesRead)) return null;
  const bytesPerFrame = (end - groups.offset) / framesRead;
  return Math.ceil(groups.offset + bytesPerFrame * frames * margin + marginBytes);
}
