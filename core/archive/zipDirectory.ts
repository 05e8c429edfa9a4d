import { getFileNameLowLevel, parseExtraFields } from 'yauzl';
import { type ArchiveFault, type ArchiveFaultCode, archiveFault } from './archiveFault.ts';
import type { ArchiveLimits } from './archiveLimits.ts';
import { cleanPath, type EntryPath, isJunk, pathFault, shortenedPath } from './entryPath.ts';
import { asBuffer, directorySignature, type ZipDirectory } from './zipEnd.ts';
import { gapFault, type ZipExtent } from './zipGaps.ts';

/** A file of a ZIP archive as the central directory describes it (APPNOTE 4.3.12). */
export type ZipRecord = EntryPath & {
  /** 0 stored, 8 deflated. */
  readonly method: number;
  readonly crc32: number;
  readonly bytesTotal: number;
  readonly storedBytes: number;
  /** Where its local header stands. */
  readonly start: number;
  /** Of name and extra fields, which the local header repeats. */
  readonly namesBytes: number;
  /** Why its content is not to be read, or `null`. */
  readonly fault: { readonly code: ArchiveFaultCode; readonly reason: string } | null;
};

export type ZipListing = { readonly records: readonly ZipRecord[]; readonly faults: readonly ArchiveFault[] };

/** More places of damage in one directory say nothing new. */
const mostFaults = 16;
const fixedBytes = 46;
export const localHeaderBytes = 30;

/**
 * Lists the files in a central directory: no folders, links or leftovers of file managers. Walked here and not by yauzl, which
 * gives up the whole archive at the first record that it does not like, and knows nothing of bytes before the archive.
 */
export function listZip(directory: ZipDirectory, archive: string | null, limits: ArchiveLimits): ZipListing {
  const bytes = asBuffer(directory.bytes);
  const records: ZipRecord[] = [];
  const faults: ArchiveFault[] = [];
  const starts = new Set<number>();
  const extents: ZipExtent[] = [];
  let count = 0;
  for (let at = 0; at < bytes.length; ) {
    const end = recordEnd(bytes, at);
    if (end === null) {
      const next = bytes.indexOf(directorySignature, at + 1, 'latin1');
      if (isEndOfDirectory(bytes, at, count, directory)) break;
      const place = directory.start + at;
      const reason = `The directory of the archive is damaged at byte ${place}: a file or more cannot be found. Send it again.`;
      if (faults.length < mostFaults) faults.push(archiveFault(archive, 'archive-damaged', reason));
      if (next < 0) break;
      at = next;
      continue;
    }
    count += 1;
    // One more than may be read, so that the reader can tell that there are too many.
    if (records.length <= limits.entries) {
      const record = readRecord(bytes.subarray(at, end), directory, starts, extents, limits);
      if (record !== null) records.push(record);
    }
    at = end;
  }
  const modulus = directory.isCountModulo ? 0x10000 : Number.MAX_SAFE_INTEGER;
  if (count % modulus !== directory.declaredEntries && faults.length === 0) {
    const reason = `The archive says that it holds ${directory.declaredEntries} entries, its directory lists ${count}: files may be missing. Send it again.`;
    faults.push(archiveFault(archive, 'archive-damaged', reason));
  }
  // Of a directory that is damaged itself, or was not read to its end, it is said already.
  const gap = faults.length > 0 || records.length > limits.entries ? null : gapFault(extents, directory);
  if (gap !== null) faults.push(archiveFault(archive, 'archive-damaged', gap));
  return { records, faults };
}

function recordEnd(bytes: Buffer, at: number): number | null {
  if (at + fixedBytes > bytes.length || bytes.toString('latin1', at, at + 4) !== directorySignature) return null;
  const end = at + fixedBytes + bytes.readUInt16LE(at + 28) + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  return end <= bytes.length ? end : null;
}

/** A digital signature or padding may follow the records (APPNOTE 4.3.13): no fault when all are there. */
function isEndOfDirectory(bytes: Buffer, at: number, count: number, { declaredEntries }: ZipDirectory): boolean {
  return count === declaredEntries && bytes.indexOf(directorySignature, at, 'latin1') < 0;
}

function readRecord(
  record: Buffer,
  directory: ZipDirectory,
  starts: Set<number>,
  extents: ZipExtent[],
  limits: ArchiveLimits,
): ZipRecord | null {
  const flags = record.readUInt16LE(8);
  const nameLength = record.readUInt16LE(28);
  const extraLength = record.readUInt16LE(30);
  const rawName = record.subarray(fixedBytes, fixedBytes + nameLength);
  const extraFields = extraFieldsOf(record.subarray(fixedBytes + nameLength, fixedBytes + nameLength + extraLength));
  const name = nameOf(flags, rawName, extraFields ?? []);
  const sizes = sizesOf(record, extraFields);
  if (sizes !== null) {
    const start = sizes.offset + directory.shift;
    extents.push({ start, end: start + localHeaderBytes + nameLength + extraLength + sizes.storedBytes });
  }
  if (isNoFile(record, name)) return null;
  const { path, isAsStored } = cleanPath(name);
  if (isJunk(path)) return null;
  const described = {
    path: shortenedPath(path) === path || pathFault(path, limits) === null ? path : shortenedPath(path),
    isAsStored,
    method: record.readUInt16LE(10),
    crc32: record.readUInt32LE(16),
    bytesTotal: sizes?.bytesTotal ?? 0,
    storedBytes: sizes?.storedBytes ?? 0,
    start: (sizes?.offset ?? 0) + directory.shift,
    namesBytes: nameLength + extraLength,
  };
  const tooLong = pathFault(path, limits);
  const fault =
    tooLong === null ? recordFault(described, flags, sizes, directory, starts, limits) : limitFault(tooLong);
  if (fault === null) starts.add(described.start);
  return { ...described, fault };
}

/** Folders and symbolic links: the host system is in the upper byte of "version made by" (APPNOTE 4.4.2, 4.4.15). */
function isNoFile(record: Buffer, name: string): boolean {
  if (/[/\\]$/.test(name)) return true;
  const attributes = record.readUInt32LE(38);
  const unixType = record.readUInt8(5) === 3 ? (attributes >>> 28) & 0xf : 0;
  return unixType === 0xa || unixType === 0x4;
}

type ExtraFields = ReturnType<typeof parseExtraFields>;

function extraFieldsOf(bytes: Buffer): ExtraFields | null {
  if (bytes.length === 0) return [];
  try {
    return parseExtraFields(bytes);
  } catch (error) {
    // Lengths that run over. Only 64-bit sizes would be missed, and that is noticed.
    if (error instanceof Error) return null;
    throw error;
  }
}

const strictUtf8 = new TextDecoder('utf-8', { fatal: true });

/** Names without the UTF-8 flag are code page 437, but for macOS and others that forget the flag. */
function nameOf(flags: number, rawName: Buffer, extraFields: ExtraFields): string {
  if (rawName.every((byte) => byte < 0x80) && extraFields.length === 0) return rawName.toString('latin1');
  const isMarked = (flags & 0x800) !== 0 || extraFields.some(({ id }) => id === 0x7075);
  if (!isMarked) {
    try {
      return strictUtf8.decode(rawName);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
    }
  }
  return getFileNameLowLevel(flags, rawName, extraFields, true);
}

type Sizes = { readonly bytesTotal: number; readonly storedBytes: number; readonly offset: number };

const in64Bits = 0xffffffff;

/** The sizes and the offset, from the 64-bit extra field where they do not fit 32 (APPNOTE 4.5.3); `null` where that is broken. */
function sizesOf(record: Buffer, extraFields: ExtraFields | null): Sizes | null {
  const narrow = [record.readUInt32LE(24), record.readUInt32LE(20), record.readUInt32LE(42)];
  if (narrow.every((value) => value !== in64Bits)) return sizesFrom(narrow);
  const wide = extraFields?.find(({ id }) => id === 1)?.data;
  if (wide === undefined) return null;
  let at = 0;
  const values: number[] = [];
  for (const value of narrow) {
    if (value !== in64Bits) {
      values.push(value);
      continue;
    }
    if (at + 8 > wide.length) return null;
    values.push(Number(wide.readBigUInt64LE(at)));
    at += 8;
  }
  return sizesFrom(values);
}

function sizesFrom([bytesTotal, storedBytes, offset]: readonly number[]): Sizes | null {
  if (bytesTotal === undefined || storedBytes === undefined || offset === undefined) return null;
  return [bytesTotal, storedBytes, offset].every(Number.isSafeInteger) ? { bytesTotal, storedBytes, offset } : null;
}

type RecordFault = ZipRecord['fault'];

function recordFault(
  record: Omit<ZipRecord, 'fault'>,
  flags: number,
  sizes: Sizes | null,
  directory: ZipDirectory,
  starts: ReadonlySet<number>,
  limits: ArchiveLimits,
): RecordFault {
  const { method, start, bytesTotal, storedBytes } = record;
  if ((flags & 0x41) !== 0 || method === 99) return encryptedFault(flags, method);
  if (method !== 0 && method !== 8) {
    const name = methodNames.get(method) ?? `method ${method}`;
    const reason = `The file is compressed with ${name}, which is not read here. Pack it with deflate, or uncompressed.`;
    return { code: 'archive-not-supported', reason };
  }
  if (sizes === null) return damagedFault('The directory does not tell the size and place of the file');
  const end = start + localHeaderBytes + storedBytes;
  if (start < 0 || end > directory.start) {
    return damagedFault(
      `The directory puts the file at bytes ${start} to ${end}; contents end at byte ${directory.start}`,
    );
  }
  if (starts.has(start)) return damagedFault(`The directory puts the file at byte ${start}, where another one is`);
  if (method === 0 && storedBytes !== bytesTotal) {
    return damagedFault(
      `The file is stored as it is, in ${storedBytes} bytes, yet the directory says ${bytesTotal} bytes`,
    );
  }
  if (bytesTotal > limits.entryRatio * (storedBytes + 1)) {
    return limitFault(
      `The file is said to inflate from ${storedBytes} to ${bytesTotal} bytes, more than ${limits.entryRatio} times. Pack it again.`,
    );
  }
  return null;
}

function encryptedFault(flags: number, method: number): RecordFault {
  const how = method === 99 ? ' with AES' : (flags & 0x40) !== 0 ? ' strongly' : '';
  return { code: 'archive-encrypted', reason: `The file is encrypted${how}. Send the archive without a password.` };
}

function damagedFault(what: string): RecordFault {
  return { code: 'archive-damaged', reason: `${what}. Send the archive again.` };
}

function limitFault(reason: string): RecordFault {
  return { code: 'archive-limit', reason };
}

/** APPNOTE 4.4.5. */
const methodNames: ReadonlyMap<number, string> = new Map([
  [1, 'shrink'],
  [2, 'reduce'],
  [3, 'reduce'],
  [4, 'reduce'],
  [5, 'reduce'],
  [6, 'implode'],
  [9, 'deflate64'],
  [10, 'PKWARE implode'],
  [12, 'bzip2'],
  [14, 'LZMA'],
  [16, 'CMPSC'],
  [18, 'TERSE'],
  [19, 'LZ77'],
  [20, 'zstd'],
  [93, 'zstd'],
  [94, 'MP3'],
  [95, 'xz'],
  [96, 'JPEG'],
  [97, 'WavPack'],
  [98, 'PPMd'],
]);
