import type { ArchiveSource } from './archiveSource.ts';
import { frugalFrom, gapWorthReading } from './firstHead.ts';
import type { ZipRecord } from './zipDirectory.ts';
import { firstReadOf, type SharedRead } from './zipEntry.ts';

/** Entries whose heads are read together. */
export type ZipGroup = { readonly records: readonly ZipRecord[]; readonly shared: SharedRead };

/** How much of what was read together is for one record of a group: what lies between it and the next one is read over for it. */
export function shareOf({ records, shared }: ZipGroup, record: ZipRecord): number {
  const next = records.find(({ start, fault }) => fault === null && start > record.start);
  return (next === undefined ? shared.end : Math.min(next.start, shared.end)) - record.start;
}

const largestGroupBytes = 256 * 1024;
const largestGroupEntries = 64;
/** Between images of some size nothing is read over but the odd padding. */
const gapBetweenImages = 512;

/** Groups neighbours whose heads lie close together, in the order of the directory. */
export function* planZip(source: ArchiveSource, records: readonly ZipRecord[], end: number): Generator<ZipGroup> {
  let group: ZipRecord[] = [];
  let range: HeadRange | null = null;
  for (const record of records) {
    const next: HeadRange | null = record.fault === null ? extended(range, record, end) : range;
    const isFull = group.length >= largestGroupEntries;
    if (group.length > 0 && (isFull || (record.fault === null && (range === null || next === null)))) {
      yield { records: group, shared: sharedRead(source, range) };
      group = [];
      range = null;
    }
    group.push(record);
    if (record.fault === null) range = (isFull ? null : next) ?? extended(null, record, end);
  }
  if (group.length > 0) yield { records: group, shared: sharedRead(source, range) };
}

/** What is read for a group; `last` is the entry that begins last in it. */
type HeadRange = { readonly start: number; readonly end: number; readonly last: ZipRecord };

/** The range with one more entry's head, or `null` when that is too far off. */
function extended(range: HeadRange | null, record: ZipRecord, archiveEnd: number): HeadRange | null {
  const end = Math.min(record.start + firstReadOf(record), archiveEnd);
  if (range === null) return { start: record.start, end, last: record };
  const gap = record.start - range.end;
  const isNear = gap <= (range.last.bytesTotal < frugalFrom ? gapWorthReading : gapBetweenImages);
  if (record.start < range.last.start || !isNear || end - range.start > largestGroupBytes) return null;
  return { start: range.start, end: Math.max(range.end, end), last: record };
}

function sharedRead(source: ArchiveSource, range: HeadRange | null): SharedRead {
  const { start, end } = range ?? { start: 0, end: 0 };
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
