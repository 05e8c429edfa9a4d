import type { ArchiveSource } from './archiveSource.ts';
import type { ZipRecord } from './zipDirectory.ts';

/** Tells entries that lie on each other: one content listed many times is how small archives burst. */
export type ZipOverlaps = {
  /** What is wrong with a file at bytes `start` to `end`, or `null`. */
  readonly faultOf: (start: number, end: number) => Promise<string | null>;
};

/** How many false claims are looked through before they are taken for true ones. */
const mostClaims = 16;

/**
 * A file that reaches into the next one is refused, and not the next, since a wrong length is likelier than a wrong beginning.
 * The next one counts only if a file begins there indeed: a directory entry gone wrong must not cost its neighbour.
 */
export function zipOverlaps(source: ArchiveSource, records: readonly ZipRecord[], archiveEnd: number): ZipOverlaps {
  const starts = Float64Array.from(
    records.filter(({ fault }) => fault === null),
    ({ start }) => start,
  ).sort();
  const beginsThere = new Map<number, boolean>();

  const isFile = async (start: number): Promise<boolean> => {
    const known = beginsThere.get(start);
    if (known !== undefined) return known;
    const [p, k, three, four] = await source.read(start, start + 4);
    const is = p === 0x50 && k === 0x4b && three === 3 && four === 4;
    beginsThere.set(start, is);
    return is;
  };

  return {
    faultOf: async (start, end) => {
      if (end > archiveEnd) {
        return `The file at byte ${start} would end at byte ${end}, contents end at byte ${archiveEnd}. Send the archive again.`;
      }
      const first = firstAbove(starts, start);
      for (let index = first; index < starts.length; index += 1) {
        const claim = starts[index];
        if (claim === undefined || claim >= end) return null;
        if (index - first >= mostClaims || (await isFile(claim))) {
          return `The file at bytes ${start} to ${end} overlaps another at byte ${claim}. Send the archive again.`;
        }
      }
      return null;
    },
  };
}

function firstAbove(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? Infinity) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}
