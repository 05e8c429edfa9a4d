import {
  type ArchiveContext,
  beginningBytes,
  type OpenableEntry,
  type VisitEntry,
  type Visited,
} from './archiveEntry.ts';
import { type ArchiveFault, archiveFault, beyondLimit, damaged } from './archiveFault.ts';
import { archiveFormatOf } from './archiveFormat.ts';
import { type ArchiveSource, countedSource, sourceInMemory } from './archiveSource.ts';
import { cleanPath } from './entryPath.ts';
import { firstHeadOf } from './firstHead.ts';
import { type GunzipCursor, gunzipCursor } from './gunzipCursor.ts';
import { readAhead } from './readAhead.ts';
import { visitEntry } from './visitEntry.ts';
import { visitTarFrom } from './visitTar.ts';

/** Visits the files of a tar archive in gzip, or the one file that a gzip holds; what is not looked at is inflated and dropped. */
export async function* visitGzip<T>(
  source: ArchiveSource,
  context: ArchiveContext,
  visit: VisitEntry<T>,
): AsyncGenerator<Visited<T>> {
  const ahead = readAhead(source);
  const counted = countedSource(ahead, context.openedFor);
  const cursor = gunzipCursor(counted, context.budget);
  try {
    const firstBytes = await cursor.peek(beginningBytes);
    if (archiveFormatOf(firstBytes) === 'tar') {
      const isFaulted = yield* visitTarFrom(cursor, counted.bytesRead, context, visit);
      yield* faultsOfWhole(cursor, isFaulted, context);
    } else if (context.budget.admitEntry(context.path)) {
      const beginning = await cursor.peek(certainBytes + 1);
      if (context.budget.exhausted() !== null) return;
      if (cursor.brokenBy() !== null) {
        const reason = `The archive cannot be inflated beyond byte ${beginning.length}: ${cursor.brokenBy()}. Send it again.`;
        yield archiveFault(context.path, 'archive-damaged', reason);
        return;
      }
      const bytesTotal =
        beginning.length <= certainBytes ? beginning.length : Math.max(await statedSize(counted), beginning.length);
      yield await visitEntry(await onlyEntry(counted, cursor, bytesTotal, counted.bytesRead, context), visit);
      yield* faultsBehind(cursor, context.path);
    }
  } finally {
    cursor.close();
    await ahead.quiet();
  }
}

/**
 * Inflates what lies behind the mark of the tar's end: only there does gzip's checksum tell whether the files were as they were
 * packed (RFC 1952 2.3.1). Where they were not, any of them may be what is wrong.
 */
async function* faultsOfWhole(
  cursor: GunzipCursor,
  isFaulted: boolean,
  { path, budget }: ArchiveContext,
): AsyncGenerator<ArchiveFault> {
  while (cursor.brokenBy() === null && (await cursor.advance(drainedBytes)) === drainedBytes);
  const why = cursor.brokenBy();
  if (cursor.isAltered()) {
    const reason = `What was read of the archive may be altered, and is not judged: ${why}. Send it again.`;
    yield archiveFault(path, 'archive-altered', reason);
  } else if (why !== null && !isFaulted) {
    const reason = `The archive is damaged behind its files, so that nothing tells whether they are as they were packed: ${why}. Send it again.`;
    yield archiveFault(path, 'archive-damaged', reason);
  }
  if (budget.exhausted() === null) yield* faultsBehind(cursor, path);
}

function* faultsBehind(cursor: GunzipCursor, path: string | null): Generator<ArchiveFault> {
  const behind = cursor.behind();
  if (behind === null) return;
  yield archiveFault(path, behind.kind === 'damaged' ? 'archive-damaged' : 'not-dicom', behind.reason);
}

const drainedBytes = 1024 * 1024;

/** A file up to this size is inflated whole, since what gzip states of its size may be wrong; of larger ones this much. */
const certainBytes = 8 * 1024 * 1024;

async function onlyEntry(
  source: ArchiveSource,
  cursor: GunzipCursor,
  bytesTotal: number,
  bytesRead: () => number,
  context: ArchiveContext,
): Promise<OpenableEntry> {
  const { limits, budget } = context;
  const { path, isAsStored } = cleanPath(await nameIn(source, context.path));

  const content = async (bytes: number): Promise<Uint8Array> => {
    const found = await cursor.peek(bytes);
    if (found.length === bytes) return found;
    const exhausted = budget.exhausted();
    if (exhausted !== null) throw beyondLimit(exhausted);
    const why = cursor.brokenBy() ?? `it holds fewer than the ${bytesTotal} bytes that it states`;
    throw damaged(`The file ends at byte ${found.length}: ${why}. Send it again.`);
  };

  return {
    path: context.path === null ? path : `${context.path}/${path}`,
    isPathAsStored: isAsStored,
    bytesTotal,
    storedBytes: source.size,
    beginning: () => content(Math.min(firstHeadOf(bytesTotal), bytesTotal)),
    bytesRead,
    head: (bytes) => {
      const wanted = Math.min(bytes, bytesTotal);
      if (wanted <= limits.headBytes) return content(wanted);
      throw beyondLimit(`The header goes on to byte ${wanted} of the file, at most ${limits.headBytes} are read.`);
    },
    openNested: async () => {
      if (bytesTotal <= limits.nestedBytes) return sourceInMemory(await content(bytesTotal));
      throw beyondLimit(
        `The archive inside holds ${bytesTotal} bytes, compressed once more: at most ${limits.nestedBytes} are inflated to look into it. Send it by itself.`,
      );
    },
  };
}

/** The length of the content modulo 2^32, told at the end of the file (RFC 1952 2.3.1). */
async function statedSize(source: ArchiveSource): Promise<number> {
  if (source.size < 18) return 0;
  const bytes = await source.read(source.size - 4, source.size);
  return new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0, true);
}

/** The name of the file before it was compressed (RFC 1952 2.3), else that of the archive around it without `.gz`. */
async function nameIn(source: ArchiveSource, archive: string | null): Promise<string> {
  const bytes = await source.read(0, Math.min(source.size, 1024));
  const flags = bytes[3] ?? 0;
  const extra = (flags & 4) === 0 ? 0 : 2 + (bytes[10] ?? 0) + 256 * (bytes[11] ?? 0);
  const start = 10 + extra;
  const end = (flags & 8) === 0 ? -1 : bytes.indexOf(0, start);
  if (end > start) return Buffer.from(bytes.subarray(start, end)).toString('latin1');
  const around = archive === null ? '' : archive.slice(archive.lastIndexOf('/') + 1).replace(/\.gz$/i, '');
  return around === '' ? 'unnamed' : around;
}
