import type { ArchiveSource } from './archiveSource.ts';
import { frugalFrom, gapWorthReading } from './firstHead.ts';
import type { ZipRecord } from './zipDirectory.ts';
import { firstReadOf, type SharedRead } from './zipEntry.ts';

/** Entries whose heads are read together. */
export type ZipGroup = { readonly records: readonly ZipRecord[]; readonly shared: SharedRead };

const largestGroupBytes = 256 * 1024;
const largestGroupEntries = 64;
/** Between images of some size nothing is read over but the odd padding. */
const gapBetweenImages = 512;

/** Groups neighbours whose heads lie close together, in the order of the directory. */
export function* planZip(source: ArchiveSource, records: readonly ZipRecord[], end: number): Generator<ZipGroup> {
  let group: ZipRecord[] = [];
  let groupStart = 0;
  let groupEnd = 0;
  for (const record of records) {
    const last = group.at(-1);
    const recordEnd = Math.min(record.start + firstReadOf(record), end);
    const isNeighbour =
      last !== undefined &&
      record.fault === null &&
      record.start >= last.start &&
      record.start - groupEnd <= (last.bytesTotal < frugalFrom ? gapWorthReading : gapBetweenImages) &&
      recordEnd - groupStart <= largestGroupBytes &&
      group.length < largestGroupEntries;
    if (isNeighbour) {
      group.push(record);
      groupEnd = Math.max(groupEnd, recordEnd);
      continue;
    }
    if (last !== undefined) yield { records: group, shared: sharedRead(source, groupStart, groupEnd) };
    group = [record];
    groupStart = record.start;
    groupEnd = record.fault === null ? recordEnd : record.start;
  }
  if (group.length > 0) yield { records: group, shared: sharedRead(source, groupStart, groupEnd) };
}

function sharedRead(source: ArchiveSource, start: number, end: number): SharedRead {
  let bytes: Promise<Uint8Array> | null = null;
  return {
    start,
    end,
    bytes: () => {
      bytes ??= source.read(start, end);
      return bytes;
    },
  };
}
