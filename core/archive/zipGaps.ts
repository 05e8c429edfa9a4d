import type { ZipDirectory } from './zipEnd.ts';

/** Where the directory says that an entry lies; folders, links and leftovers of file managers included. */
export type ZipExtent = { readonly start: number; readonly end: number };

/** More than names, extra fields, padding and signatures take beside a file. */
const largestHonestGap = 128 * 1024;

/**
 * What is wrong where the directory leaves many bytes of the archive to no entry, or `null`: files that it does not list may lie
 * there. What stands before the first file is a program that unpacks it, or whatever else was put there.
 */
export function gapFault(extents: readonly ZipExtent[], directory: ZipDirectory): string | null {
  let behind: number | null = null;
  for (const { start, end } of [...extents.toSorted((a, b) => a.start - b.start), { start: directory.start, end: 0 }]) {
    if (behind !== null && start - behind > largestHonestGap) {
      return `The directory of the archive lists nothing for bytes ${behind} to ${start}: files may be missing from it. Send it again.`;
    }
    behind = Math.max(behind ?? 0, end);
  }
  return null;
}
