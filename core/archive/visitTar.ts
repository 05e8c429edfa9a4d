import {
  type ArchiveContext,
  beginningBytes,
  type OpenableEntry,
  type VisitEntry,
  type Visited,
} from './archiveEntry.ts';
import { ArchiveEntryError, archiveFault, beyondLimit, damaged } from './archiveFault.ts';
import { type ArchiveSource, countedSource, sourceInMemory } from './archiveSource.ts';
import { type ByteCursor, sourceCursor } from './byteCursor.ts';
import { cleanPath, isJunk, pathFault, shortenedPath } from './entryPath.ts';
import { firstHeadOf } from './firstHead.ts';
import { readAhead } from './readAhead.ts';
import { type TarFile, tarFiles } from './tarFiles.ts';
import { visitEntry } from './visitEntry.ts';

/** Visits the files of a tar archive one after the other, skipping what no one looks at. */
export async function* visitTar<T>(
  source: ArchiveSource,
  context: ArchiveContext,
  visit: VisitEntry<T>,
): AsyncGenerator<Visited<T>> {
  const ahead = readAhead(source);
  // What is read ahead counts for the file that it is taken for.
  const counted = countedSource(ahead, context.openedFor);
  try {
    yield* visitTarFrom(sourceCursor(counted), counted.bytesRead, context, visit);
  } finally {
    await ahead.quiet();
  }
}

/**
 * The same for what a cursor goes through; `bytesRead` counts what was read of the archive so far, to open it too. Returns whether
 * the last that was said is a fault of the archive, which may be all that is wrong with it.
 */
export async function* visitTarFrom<T>(
  cursor: ByteCursor,
  bytesRead: () => number,
  context: ArchiveContext,
  visit: VisitEntry<T>,
): AsyncGenerator<Visited<T>, boolean> {
  let readBefore = 0;
  let endsInFault = false;
  for await (const file of tarFiles(cursor, context.limits)) {
    endsInFault = file.kind === 'fault' && file.path === null;
    if (file.kind === 'fault') {
      // Where a limit ended the reading, that is what is said.
      if (context.budget.exhausted() !== null) return true;
      const place = pathIn(context, file.path === null ? null : shownPath(file.path, context));
      if (!context.budget.admitEntry(place)) return true;
      yield archiveFault(place, file.code, file.reason);
      continue;
    }
    const { path, isAsStored } = cleanPath(file.path);
    if (isJunk(path)) continue;
    const tooLong = pathFault(path, context.limits);
    const shown = pathIn(context, tooLong === null ? path : shortenedPath(path));
    if (!context.budget.admitEntry(shown) || context.budget.exhausted() !== null) return true;
    const before = readBefore;
    const named = { path: shown ?? path, isPathAsStored: isAsStored, bytesRead: () => bytesRead() - before };
    if (tooLong !== null) {
      const bytes = { bytesRead: named.bytesRead(), bytesTotal: file.size };
      yield archiveFault(shown, 'archive-limit', tooLong, bytes);
    } else yield await visitEntry({ ...named, ...contentOf(file, cursor, context) }, visit);
    readBefore = bytesRead();
  }
  return endsInFault;
}

function shownPath(name: string, { limits }: ArchiveContext): string {
  const { path } = cleanPath(name);
  return pathFault(path, limits) === null ? path : shortenedPath(path);
}

function pathIn({ path: archive }: ArchiveContext, path: string | null): string | null {
  if (archive === null || path === null) return path ?? archive;
  return `${archive}/${path}`;
}

type Content = Omit<OpenableEntry, 'path' | 'isPathAsStored' | 'bytesRead'>;

function contentOf({ size }: TarFile, cursor: ByteCursor, { limits, budget }: ArchiveContext): Content {
  const start = cursor.position();

  const content = async (bytes: number, wish?: number): Promise<Uint8Array> => {
    if (cursor.position() !== start) throw new Error('An entry of a tar archive can only be read while it is visited.');
    const found = await cursor.peek(bytes, wish);
    if (found.length === bytes) return found;
    const exhausted = budget.exhausted();
    if (exhausted !== null) throw beyondLimit(exhausted);
    throw damaged(
      `The archive ends at byte ${start + found.length}, within the ${size} bytes of this file. Send the archive again.`,
    );
  };

  return {
    bytesTotal: size,
    storedBytes: size,
    beginning: async () => {
      const found = await content(Math.min(beginningBytes, size), firstHeadOf(size));
      return found.length < beginningBytes ? found : cursor.peek(firstHeadOf(size));
    },
    head: (bytes) => {
      const wanted = Math.min(bytes, size);
      if (wanted <= limits.headBytes) return content(wanted);
      const reason = `The header goes on to byte ${wanted} of the file, at most ${limits.headBytes} are read; no MR header needs that.`;
      throw beyondLimit(reason);
    },
    openNested: async () => {
      const window = cursor.window(size);
      if (window !== null) return window;
      if (size <= limits.nestedBytes) return sourceInMemory(await content(size));
      const reason = `The archive inside holds ${size} bytes, compressed once more: at most ${limits.nestedBytes} are inflated to look into it. Send it by itself.`;
      throw new ArchiveEntryError('archive-limit', reason);
    },
  };
}
