import { crc32 } from 'node:zlib';
import { type ArchiveContext, beginningBytes, type OpenableEntry } from './archiveEntry.ts';
import { ArchiveEntryError, beyondLimit, damaged } from './archiveFault.ts';
import { type ArchiveSource, sourceInMemory, sourceWindow } from './archiveSource.ts';
import { firstHeadOf, frugalFrom } from './firstHead.ts';
import { inflatePortion } from './inflatePortion.ts';
import { localHeaderBytes, type ZipRecord } from './zipDirectory.ts';
import { asBuffer } from './zipEnd.ts';
import type { ZipOverlaps } from './zipOverlaps.ts';

/** Bytes that were read for several entries at once. */
export type SharedRead = { readonly start: number; readonly end: number; readonly bytes: () => Promise<Uint8Array> };

/** Local headers often hold more extra fields than the directory says. */
const roomForExtraFields = 40;

/** Inflating costs more than reading: the header of a classic image before its group 0029 is seldom longer. */
const oftenEnough = 8 * 1024;

/** How much of the archive, from its local header on, an entry's first head is expected to need. */
export function firstReadOf(record: ZipRecord): number {
  const { storedBytes, bytesTotal, method, namesBytes } = record;
  const head = firstHeadOf(bytesTotal);
  const isSmall = bytesTotal < frugalFrom;
  const content = method === 0 || isSmall ? head : firstPortion(record, head);
  return localHeaderBytes + namesBytes + Math.min(roomForExtraFields + content, storedBytes);
}

/** Headers deflate to about a third; pixels after them to more, but zeros to nearly nothing. */
function firstPortion({ storedBytes, bytesTotal }: ZipRecord, head: number): number {
  const likely = Math.ceil(head * 0.4) + 256;
  const isFrugal = bytesTotal >= frugalFrom && head <= firstHeadOf(bytesTotal);
  const frugal = !isFrugal ? likely : Math.max(1024, Math.floor(storedBytes * 0.035));
  return Math.min(likely, frugal, storedBytes);
}

/** What is likely to hold `wanted` bytes, by how far the portion before it went; functional groups deflate far better than that. */
function nextPortion({ storedBytes }: ZipRecord, portion: number, inflated: number, wanted: number): number {
  const likely = inflated === 0 ? 2 * portion : Math.ceil((portion * wanted * 1.1) / inflated);
  return Math.min(storedBytes, Math.max(Math.min(likely, 3 * portion), portion + 1024));
}

/** What an entry takes of what is read for several: of the directory, and of what is read together. */
export type Shares = { readonly directory: number; readonly shared: number };

/** An entry of a ZIP archive, read through `shared` as far as that goes, then for itself. */
export function zipEntry(
  source: ArchiveSource,
  record: ZipRecord,
  path: string,
  shared: SharedRead,
  shares: Shares,
  overlaps: ZipOverlaps,
  { limits, budget }: ArchiveContext,
): OpenableEntry {
  const { storedBytes, bytesTotal } = record;
  const firstHead = firstHeadOf(bytesTotal);
  let stored: Uint8Array = new Uint8Array(0);
  let content: Uint8Array = new Uint8Array(0);
  let contentStart: number | null = null;
  let portion = 0;
  let hasGap = false;
  const cost = (bytes: number): number => (source.isInMemory === true ? 0 : bytes);
  let bytesRead = shares.directory;

  /** Has the bytes at hand from the local header up to `length` bytes on; those before `from` that are not may be left out. */
  const readStored = async (length: number, from = 0): Promise<Uint8Array> => {
    if (stored.length >= length) return stored;
    if (stored.length === 0 && record.start + length <= shared.end) {
      const from = record.start - shared.start;
      stored = (await shared.bytes()).subarray(from, from + Math.max(length, firstReadOf(record)));
      bytesRead += cost(shares.shared);
      return stored;
    }
    const start = Math.max(stored.length, from);
    const more = await source.read(record.start + start, record.start + length);
    bytesRead += cost(more.length);
    hasGap ||= start > stored.length;
    stored = joined(stored, start, more);
    return stored;
  };

  const openLocalHeader = async (): Promise<number> => {
    if (contentStart !== null) return contentStart;
    const header = asBuffer(await readStored(localHeaderBytes));
    const fault = localFault(header, record);
    if (fault !== null) throw damaged(fault);
    const start = localHeaderBytes + header.readUInt16LE(26) + header.readUInt16LE(28);
    const overlap = await overlaps.faultOf(record.start, record.start + start + storedBytes);
    if (overlap !== null) throw damaged(overlap);
    contentStart = start;
    return start;
  };

  const readContent = async (wanted: number, from: number): Promise<Uint8Array> => {
    const start = await openLocalHeader();
    if (record.method === 0) return (await readStored(start + wanted, start + from)).subarray(start, start + wanted);
    for (;;) {
      const before = content.length;
      const hasGrown = portion > 0;
      portion = hasGrown
        ? nextPortion(record, portion, content.length, wanted)
        : firstPortion(record, Math.max(wanted, Math.min(firstHead, oftenEnough)));
      const compressed = (await readStored(start + portion)).subarray(start, start + portion);
      content = inflateHead(compressed, wanted, record);
      budget.spend(content.length);
      if (content.length >= wanted && (portion < storedBytes || content.length === bytesTotal)) return content;
      // An honest stream grows: one that does not has come to its end.
      if (portion === storedBytes || (hasGrown && content.length <= before)) {
        throw damaged(
          `The file inflates to ${content.length} bytes, where the directory says ${bytesTotal}. Send the archive again.`,
        );
      }
    }
  };

  const head = async (bytes: number, from = 0): Promise<Uint8Array> => {
    const wanted = Math.min(bytes, bytesTotal);
    if (content.length >= wanted && contentStart !== null) return content.subarray(0, wanted);
    if (record.fault !== null) throw new ArchiveEntryError(record.fault.code, record.fault.reason);
    if (wanted > limits.headBytes) throw beyondLimit(headReason(wanted, limits.headBytes));
    content = await readContent(wanted, from);
    if (content.length === bytesTotal && !hasGap && crc32(content) !== record.crc32) {
      throw damaged('The content of the file does not match its checksum. Send the archive again.');
    }
    return content.subarray(0, wanted);
  };

  const openNested = async (): Promise<ArchiveSource> => {
    const start = record.start + (await openLocalHeader());
    if (record.method === 0) return sourceWindow(source, start, start + storedBytes);
    if (Math.max(bytesTotal, storedBytes) > limits.nestedBytes) {
      throw beyondLimit(
        `The archive inside holds ${bytesTotal} bytes, compressed once more: at most ${limits.nestedBytes} are inflated to look into it. Send it by itself.`,
      );
    }
    bytesRead += cost(storedBytes);
    const inflated = inflatePortion(await source.read(start, start + storedBytes), bytesTotal);
    if (typeof inflated === 'string' || inflated.length !== bytesTotal || crc32(inflated) !== record.crc32) {
      throw damaged('The archive inside is damaged: it does not inflate to what was packed. Send the archive again.');
    }
    budget.spendOnStream(inflated.length);
    return sourceInMemory(inflated);
  };

  return {
    path,
    isPathAsStored: record.isAsStored,
    bytesTotal,
    storedBytes,
    beginning: async () => {
      await head(record.method === 0 ? firstHead : beginningBytes);
      return content;
    },
    head,
    bytesRead: () => bytesRead,
    openNested,
  };
}

/** Where the local header contradicts the directory (APPNOTE 4.3.7). */
function localFault(header: Buffer, { start, method, storedBytes, bytesTotal }: ZipRecord): string | null {
  if (header.toString('latin1', 0, 4) !== 'PK\x03\x04') {
    return `No file begins at byte ${start}, where the directory says. Send the archive again.`;
  }
  const contradicts = (what: string): string =>
    `The header of the file at byte ${start} and the directory disagree on its ${what}. Send the archive again.`;
  const flags = header.readUInt16LE(6);
  if ((flags & 1) !== 0) return contradicts('encryption');
  if (header.readUInt16LE(8) !== method) return contradicts('compression');
  // With bit 3 the sizes follow the content; those of 64 bits stand in an extra field.
  const isSizeElsewhere = (flags & 8) !== 0;
  const sizes = [header.readUInt32LE(18), header.readUInt32LE(22)];
  if (isSizeElsewhere || sizes.some((size) => size === 0xffffffff)) return null;
  return sizes[0] === storedBytes && sizes[1] === bytesTotal ? null : contradicts('size');
}

/** Room for a whole image, so that only a burst is inflated more than once. */
const inflatedRoom = 1024 * 1024;

/** Inflates `compressed`, or where it bursts a part of it that still holds `wanted` bytes. */
function inflateHead(compressed: Uint8Array, wanted: number, { bytesTotal, start }: ZipRecord): Uint8Array {
  const most = Math.min(bytesTotal, Math.max(8 * wanted, inflatedRoom));
  let tooShort = 0;
  let tooLong = compressed.length + 1;
  for (let part = compressed.length; ; part = Math.floor((tooShort + tooLong) / 2)) {
    const inflated = inflatePortion(compressed.subarray(0, part), most);
    if (inflated === 'broken') {
      throw damaged(`The compressed content of the file at byte ${start} is damaged. Send the archive again.`);
    }
    if (inflated === 'too-long' && most === bytesTotal) {
      throw damaged(
        `The file inflates to more than the ${bytesTotal} bytes that the directory says. Send the archive again.`,
      );
    }
    if (inflated === 'too-long') tooLong = part;
    else if (inflated.length >= wanted || part + 1 >= tooLong) return inflated;
    else tooShort = part;
  }
}

function headReason(wanted: number, most: number): string {
  return `The header goes on to byte ${wanted} of the file, at most ${most} are read; no MR header needs that.`;
}

/** `first`, and `second` from byte `start` on; zeros between them. */
function joined(first: Uint8Array, start: number, second: Uint8Array): Uint8Array {
  const whole = new Uint8Array(start + second.length);
  whole.set(first);
  whole.set(second, start);
  return whole;
}
