import { ArchiveEntryError, beyondLimit, damaged } from './archiveFault.ts';
import type { ArchiveLimits } from './archiveLimits.ts';
import type { ArchiveSource } from './archiveSource.ts';

/** The central directory of a ZIP archive (APPNOTE 4.3.12) and what the end of the archive says of it. */
export type ZipDirectory = {
  readonly bytes: Uint8Array;
  /** Where the directory stands; contents end before it. */
  readonly start: number;
  /** What is to be added to the offsets that the directory states: the length of what was put before the archive. */
  readonly shift: number;
  readonly declaredEntries: number;
  /** Whether the count of entries is told in 16 bits only. */
  readonly isCountModulo: boolean;
};

export const directorySignature = 'PK\x01\x02';
const endSignature = 'PK\x05\x06';
const zip64LocatorSignature = 'PK\x06\x07';
const zip64EndSignature = 'PK\x06\x06';
const endBytes = 22;
const zip64LocatorBytes = 20;
const zip64EndBytes = 56;
const largestTail = endBytes + 0xffff + zip64LocatorBytes + zip64EndBytes;

type Tail = { readonly bytes: Buffer; readonly start: number };
type End = {
  readonly disks: readonly number[];
  readonly entries: number;
  readonly size: number;
  readonly offset: number;
  /** Where the records that end the archive begin, right behind the directory. */
  readonly position: number;
  readonly isZip64: boolean;
};

/**
 * Finds the central directory from the end of the archive, usually in one read.
 * Throws ArchiveEntryError where there is none, or none that can be read.
 */
export async function findZipDirectory(source: ArchiveSource, limits: ArchiveLimits): Promise<ZipDirectory> {
  const { tail, at } = await findEnd(source);
  const end = await readEnd(source, tail, at);
  // Split archives say on which disk they are; only the last one has a directory.
  if (end.disks.some((disk) => disk !== 0)) {
    const reason = 'The archive is one part of several. Join the parts into one archive and send that.';
    throw new ArchiveEntryError('archive-not-supported', reason);
  }
  const summary = { declaredEntries: end.entries, isCountModulo: !end.isZip64 };
  if (end.size === 0 && end.entries === 0) {
    if (end.position > 0) {
      throw damaged(
        `The archive says that it holds no files, though there are ${end.position} bytes before that. Send it again.`,
      );
    }
    return { bytes: new Uint8Array(0), start: end.position, shift: 0, ...summary };
  }
  const start = await directoryStart(source, tail, end);
  if (end.position - start > limits.directoryBytes) {
    throw beyondLimit(
      `The directory of the archive is ${end.position - start} bytes long, at most ${limits.directoryBytes} are read. Send several archives.`,
    );
  }
  const bytes = await readPart(source, tail, start, end.position);
  const shift = await shiftOf(source, bytes, start - end.offset);
  return { bytes, start, shift, ...summary };
}

/**
 * A directory that stands behind where it says has something before the archive, and so have the files; unless the first
 * of them is where the directory puts it, so that only the statement is wrong.
 */
async function shiftOf(source: ArchiveSource, directory: Uint8Array, shift: number): Promise<number> {
  if (shift <= 0) return 0;
  const first = asBuffer(directory).readUInt32LE(42);
  if (first + 4 > source.size) return shift;
  return hasSignature(asBuffer(await source.read(first, first + 4)), 'PK\x03\x04') ? 0 : shift;
}

/**
 * How much of the end of a program tells whether a ZIP archive follows it, which unpacks itself: all but the longest comments.
 */
export const selfExtractingTail = 4 * 1024;

/** Whether a ZIP archive ends in these last bytes of a file. */
export function endsAsZip(tail: Uint8Array): boolean {
  return positionOfEnd(asBuffer(tail)) !== null;
}

async function findEnd(source: ArchiveSource): Promise<{ tail: Tail; at: number }> {
  // A directory takes about 0.1 % of an archive of images: a hundredth holds it nearly always.
  const firstLength = Math.min(source.size, Math.max(2048, Math.min(Math.ceil(source.size / 100), 1024 * 1024)));
  const first = await readTail(source, firstLength, null);
  const atOnce = positionOfEnd(first.bytes);
  if (atOnce !== null) return { tail: first, at: atOnce };
  const longest = Math.min(source.size, largestTail);
  const tail = longest > firstLength ? await readTail(source, longest, first) : first;
  const at = positionOfEnd(tail.bytes);
  if (at !== null) return { tail, at };
  throw damaged(
    `The archive has no directory at its end, byte ${source.size}: it is cut off, or it is no ZIP archive. Send it again.`,
  );
}

async function readTail(source: ArchiveSource, length: number, known: Tail | null): Promise<Tail> {
  const start = source.size - length;
  const bytes = await source.read(start, known?.start ?? source.size);
  return { start, bytes: known === null ? asBuffer(bytes) : Buffer.concat([bytes, known.bytes]) };
}

/** The last record whose comment ends where the archive does; else the last one with room for its comment. */
function positionOfEnd(bytes: Buffer): number | null {
  let fallback: number | null = null;
  for (let at = bytes.length - endBytes; at >= 0; at -= 1) {
    at = bytes.lastIndexOf(endSignature, at, 'latin1');
    if (at < 0) break;
    const commentEnd = at + endBytes + bytes.readUInt16LE(at + 20);
    if (commentEnd === bytes.length) return at;
    if (commentEnd < bytes.length) fallback ??= at;
  }
  return fallback;
}

async function readEnd(source: ArchiveSource, tail: Tail, at: number): Promise<End> {
  const { bytes, start } = tail;
  const end: End = {
    disks: [bytes.readUInt16LE(at + 4), bytes.readUInt16LE(at + 6)],
    entries: bytes.readUInt16LE(at + 10),
    size: bytes.readUInt32LE(at + 12),
    offset: bytes.readUInt32LE(at + 16),
    position: start + at,
    isZip64: false,
  };
  const locator = start + at - zip64LocatorBytes;
  if (locator < 0) return end;
  const locatorBytes = asBuffer(await readPart(source, tail, locator, locator + zip64LocatorBytes));
  if (!hasSignature(locatorBytes, zip64LocatorSignature)) return end;
  return readZip64End(source, tail, locator, Number(locatorBytes.readBigUInt64LE(8)));
}

async function readZip64End(source: ArchiveSource, tail: Tail, locator: number, declared: number): Promise<End> {
  // Right before its locator, unless it is of the second version or something was put before the archive.
  for (const position of [locator - zip64EndBytes, declared]) {
    if (position < 0 || position + zip64EndBytes > locator) continue;
    const record = asBuffer(await readPart(source, tail, position, position + zip64EndBytes));
    if (!hasSignature(record, zip64EndSignature)) continue;
    if (Number(record.readBigUInt64LE(4)) >= 72) await refuseEncryptedDirectory(source, tail, position, locator);
    return {
      disks: [record.readUInt32LE(16), record.readUInt32LE(20)],
      entries: Number(record.readBigUInt64LE(32)),
      size: Number(record.readBigUInt64LE(40)),
      offset: Number(record.readBigUInt64LE(48)),
      position,
      isZip64: true,
    };
  }
  throw damaged(`The 64-bit end record of the archive is not where byte ${locator} says. Send the archive again.`);
}

/** The second version of the record tells how the directory is encrypted (APPNOTE 7.3.4). */
async function refuseEncryptedDirectory(source: ArchiveSource, tail: Tail, position: number, locator: number) {
  const start = position + zip64EndBytes;
  if (start + 20 > locator) return;
  const second = asBuffer(await readPart(source, tail, start, start + 20));
  if (second.readUInt16LE(0) === 0 && second.readUInt16LE(18) === 0) return;
  const reason = 'The directory of the archive is encrypted. Send an archive without a password.';
  throw new ArchiveEntryError('archive-encrypted', reason);
}

/** By its length back from its end, which holds when something was put before the archive; else by the stated offset. */
async function directoryStart(source: ArchiveSource, tail: Tail, end: End): Promise<number> {
  for (const start of [end.position - end.size, end.offset]) {
    if (start < 0 || start + 46 > end.position) continue;
    if (hasSignature(asBuffer(await readPart(source, tail, start, start + 4)), directorySignature)) return start;
  }
  throw damaged(
    `The directory of the archive is not where the record at byte ${end.position} says. Send the archive again.`,
  );
}

async function readPart(source: ArchiveSource, tail: Tail, start: number, end: number): Promise<Uint8Array> {
  if (start >= tail.start) return tail.bytes.subarray(start - tail.start, end - tail.start);
  return source.read(start, end);
}

function hasSignature(bytes: Buffer, signature: string): boolean {
  return bytes.toString('latin1', 0, 4) === signature;
}

export function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
