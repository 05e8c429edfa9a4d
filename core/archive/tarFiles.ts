import type { ArchiveFaultCode } from './archiveFault.ts';
import type { ArchiveLimits } from './archiveLimits.ts';
import type { ByteCursor } from './byteCursor.ts';
import { firstHeadOf, gapWorthReading } from './firstHead.ts';
import { tarEndAt } from './tarEnd.ts';
import { paxRecords, type TarHeader, tarBlockBytes, tarHeaderAt } from './tarHeader.ts';

/** A file of a tar archive; the cursor stands at its content. */
export type TarFile = { readonly kind: 'file'; readonly path: string; readonly size: number };
export type TarFault = {
  readonly kind: 'fault';
  /** `null` where it is the archive itself. */
  readonly path: string | null;
  readonly code: ArchiveFaultCode;
  readonly reason: string;
};

/** What extended headers say of the next entry; `null` for what they leave to its own header. */
type Extension = { readonly path: string | null; readonly size: number | null; readonly isSparse: boolean };
const noExtension: Extension = { path: null, size: null, isSparse: false };

/** Walks the headers of a tar archive; between two files the cursor may be looked at but not moved. */
export async function* tarFiles(cursor: ByteCursor, limits: ArchiveLimits): AsyncGenerator<TarFile | TarFault> {
  let extension = noExtension;
  let wish = firstWish;
  let entryStart = cursor.position();
  for (;;) {
    const header = await nextHeader(cursor, wish);
    if (header === null) {
      const end = await tarEndAt(cursor);
      if (end.kind === 'doubtful') yield damagedFault(end.reason);
      if (end.kind === 'end' || !end.filesFollow) return;
      extension = noExtension;
      entryStart = cursor.position();
      continue;
    }
    if (header.kind === 'fault') {
      yield header;
      return;
    }
    const role = roleOf(header.typeFlag);
    if (header.mapGoesOn && !(await skipMap(cursor))) {
      yield endFault(cursor, 'within the map of a sparse file');
      return;
    }
    const size = await contentSize(cursor, header, extension, role);
    if (role === 'extension') {
      const read = await readExtension(cursor, header, extension, limits);
      if ('kind' in read) yield read;
      extension = 'kind' in read ? noExtension : read;
    } else {
      const file = fileOf(role, extension, header.path, size);
      if (file !== null) yield file;
      if (file !== null) wish = nextWish(wish, size, cursor.position() - entryStart);
      extension = noExtension;
    }
    if (!(await skip(cursor, size))) {
      yield endFault(cursor, 'within the content of a file');
      return;
    }
    if (role !== 'extension') entryStart = cursor.position();
  }
}

/** Takes the next header; `null` where zeros stand in its place, as at the end of the archive. */
async function nextHeader(cursor: ByteCursor, wish: number): Promise<TarHeader | TarFault | null> {
  const block = await cursor.peek(tarBlockBytes, wish);
  if (block.length < tarBlockBytes)
    return endFault(cursor, 'without the mark of its end, so that files may be missing');
  const header = tarHeaderAt(block);
  if (header.kind === 'end') return null;
  if (header.kind === 'header') {
    await cursor.advance(tarBlockBytes);
    return header;
  }
  const place = cursor.position();
  return damagedFault(
    `The archive is damaged at byte ${place}: no header is there, and what follows cannot be found. Send it again.`,
  );
}

function fileOf(role: Role, extension: Extension, ownPath: string, size: number): TarFile | TarFault | null {
  const path = extension.path ?? ownPath;
  if (role === 'sparse' || (role === 'file' && extension.isSparse)) {
    const reason = 'The file is stored sparse or in parts, which is not read here. Pack it again without that.';
    return { kind: 'fault', path, code: 'archive-not-supported', reason };
  }
  return role === 'file' && !path.endsWith('/') ? { kind: 'file', path, size } : null;
}

const firstWish = 8 * 1024;
const largestWish = 256 * 1024;

/**
 * How much to fetch with the next header: its head if files are large, more and more of their neighbours if they are small.
 * `headers`: the length of this file's header with what extends it, which its neighbours are likely to have too.
 */
function nextWish(wish: number, size: number, headers: number): number {
  if (size - firstHeadOf(size) > gapWorthReading) return Math.min(headers, firstWish) + firstHeadOf(size);
  return Math.min(largestWish, Math.max(firstWish, 2 * wish));
}

type Role = 'file' | 'link' | 'nothing' | 'sparse' | 'extension' | 'skipped';

/** POSIX.1-2017 pax; GNU tar manual, "Basic Tar Format". Unknown types are files (POSIX), those of vendors are not. */
function roleOf(typeFlag: string): Role {
  if (typeFlag === '1') return 'link';
  if (/[2-6]/.test(typeFlag)) return 'nothing';
  if (/[SM]/.test(typeFlag)) return 'sparse';
  if (/[xXL]/.test(typeFlag)) return 'extension';
  return /[A-Zg]/.test(typeFlag) ? 'skipped' : 'file';
}

/** A name or attributes for the next entry, as far as they may be read. */
async function readExtension(
  cursor: ByteCursor,
  { typeFlag, size }: TarHeader,
  before: Extension,
  limits: ArchiveLimits,
): Promise<Extension | TarFault> {
  if (size > limits.extendedHeaderBytes) {
    const reason = `The archive has ${size} bytes of names or attributes before byte ${cursor.position() + size}, at most ${limits.extendedHeaderBytes} are read. Pack it again.`;
    return { kind: 'fault', path: null, code: 'archive-limit', reason };
  }
  const content = await cursor.peek(size);
  if (typeFlag === 'L') return { ...before, path: textBeforeZero(content) };
  const records = paxRecords(content);
  const declared = records.get('size') ?? '';
  return {
    path: records.get('path') ?? before.path,
    size: /^\d{1,15}$/.test(declared) ? Number(declared) : before.size,
    isSparse: before.isSparse || [...records.keys()].some((key) => key.startsWith('GNU.sparse.')),
  };
}

function textBeforeZero(bytes: Uint8Array): string {
  const zero = bytes.indexOf(0);
  return new TextDecoder().decode(zero < 0 ? bytes : bytes.subarray(0, zero));
}

/** Links to other names have no content, though some writers state the size of the file that they lead to. */
async function contentSize(cursor: ByteCursor, header: TarHeader, extension: Extension, role: Role): Promise<number> {
  if (role === 'nothing') return 0;
  if (role === 'extension' || role === 'skipped') return header.size;
  const size = extension.size ?? header.size;
  if (role !== 'link' || size === 0) return size;
  const next = await cursor.peek(tarBlockBytes);
  return next.length === tarBlockBytes && tarHeaderAt(next).kind !== 'no-header' ? 0 : size;
}

/** Moves behind content and its padding; `false` when the archive ends before. */
async function skip(cursor: ByteCursor, size: number): Promise<boolean> {
  const padded = Math.ceil(size / tarBlockBytes) * tarBlockBytes;
  return (await cursor.advance(padded)) === padded;
}

/** Moves behind the blocks that map the holes of a sparse file; each says whether one more follows. */
async function skipMap(cursor: ByteCursor): Promise<boolean> {
  for (;;) {
    const block = await cursor.peek(tarBlockBytes);
    if (block.length < tarBlockBytes) return false;
    await cursor.advance(tarBlockBytes);
    if (block[504] === 0) return true;
  }
}

function endFault(cursor: ByteCursor, where: string): TarFault {
  const brokenBy = cursor.brokenBy();
  const why = brokenBy === null ? '' : `; ${brokenBy}`;
  return damagedFault(`The archive ends at byte ${cursor.position()}, ${where}${why}. Send it again.`);
}

function damagedFault(reason: string): TarFault {
  return { kind: 'fault', path: null, code: 'archive-damaged', reason };
}
