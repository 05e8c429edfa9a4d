import {
  type HeaderReader,
  type HeaderReading,
  type NeedMoreBytes,
  type RejectedObject,
  readHeader,
} from '../dicom/index.ts';
import type { ArchiveEntry } from './archiveEntry.ts';
import type { ArchiveFault } from './archiveFault.ts';
import type { ArchiveLimits } from './archiveLimits.ts';
import { type ArchiveSource, countedSource } from './archiveSource.ts';
import { type ArchiveOptions, visitArchive } from './visitArchive.ts';

/** What one file of an archive is; `path` is `null` where the archive itself cannot be read. */
export type ArchivedHeader = {
  readonly kind: 'object';
  /** No two are the same: of files under one name the second is `name (2)`. */
  readonly path: string | null;
  /** With its share of what was read for all: the headers of an archive add up to what reading it took. */
  readonly bytesRead: number;
  /** Of the file; of one that cannot be read, what it takes in the archive. */
  readonly bytesTotal: number;
  readonly reading: HeaderReading;
};

/** A file that speaks of the study: what `study.json` says, or that the study is complete. */
export type ArchivedNote = {
  readonly kind: 'note';
  readonly path: string;
  readonly note: NoteName;
  readonly text: string;
};

export type ArchivedItem = ArchivedHeader | ArchivedNote;

type NoteName = 'study.json' | '_COMPLETE';

/**
 * Reads the header of every file in an archive, and of the archives inside. What the archive hides is a rejected reading.
 * Throws only what `source.read` throws, or when the source answers fewer bytes than it has.
 *
 * @param readOne reads each header; `studyHeaderReader()` where many are kept
 */
export async function* readArchivedHeaders(
  source: ArchiveSource,
  options: ArchiveOptions,
  readOne: HeaderReader = readHeader,
): AsyncGenerator<ArchivedItem> {
  const counted = countedSource(source);
  const distinct = distinctPaths();
  let told = 0;
  let headers = 0;
  // What lies behind the last file is read after it: that one waits to tell of it, with the notes that follow it.
  let last: ArchivedHeader | null = null;
  let notes: ArchivedNote[] = [];
  try {
    for await (const item of visitArchive(counted, options, (entry) => readEntry(entry, options.limits, readOne))) {
      if (item.kind === 'note' && notes.length < mostNotesWaiting) {
        notes.push(item);
        continue;
      }
      if (last !== null) yield last;
      last = null;
      yield* notes;
      notes = [];
      if (item.kind === 'note') {
        yield item;
        continue;
      }
      const header: ArchivedHeader = item.kind === 'archive-fault' ? unread(item) : item;
      last = { ...header, path: distinct(header.path) };
      told += header.bytesRead;
      headers += 1;
    }
  } catch (error) {
    // What was read before the source failed is not lost with it.
    if (last !== null) yield last;
    yield* notes;
    throw error;
  }
  if (last !== null) {
    const bytesTotal = headers === 1 && last.path === null ? source.size : last.bytesTotal;
    yield { ...last, bytesRead: last.bytesRead + Math.max(0, counted.bytesRead() - told), bytesTotal };
  }
  yield* notes;
}

const mostNotesWaiting = 8;

/** Whoever unpacks an archive keeps one of several files under one name; which of them is of the study cannot be known. */
function distinctPaths(): (path: string | null) => string | null {
  const counts = new Map<string, number>();
  return (path) => {
    if (path === null) return null;
    let distinct = path;
    for (let count = counts.get(path); count !== undefined && counts.has(distinct); ) {
      count += 1;
      distinct = `${path} (${count})`;
      counts.set(path, count);
    }
    counts.set(distinct, 1);
    return distinct;
  };
}

async function readEntry(entry: ArchiveEntry, limits: ArchiveLimits, readOne: HeaderReader): Promise<ArchivedItem> {
  const note = noteOf(entry);
  if (note !== null) return readNote(entry, note, limits);
  const reading = await readEntryHeader(entry, readOne);
  return { kind: 'object', path: entry.path, bytesRead: entry.bytesRead(), bytesTotal: entry.bytesTotal, reading };
}

async function readEntryHeader(
  { bytesTotal, beginning, head }: ArchiveEntry,
  readOne: HeaderReader,
): Promise<HeaderReading> {
  let bytes = await beginning();
  for (;;) {
    const reading = readOne(bytes, bytesTotal);
    if (reading.kind !== 'need-more') return reading;
    bytes = await head(nextWanted(bytes.length, reading), reading.from);
  }
}

/** The reader asks in wide steps; in the first of them, twice as much is often enough. */
function nextWanted(have: number, { from, bytes }: NeedMoreBytes): number {
  return from === have && bytes <= 16 * 1024 ? Math.min(bytes, 2 * have) : bytes;
}

function noteOf({ path, isPathAsStored }: ArchiveEntry): NoteName | null {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return isPathAsStored && (name === 'study.json' || name === '_COMPLETE') ? name : null;
}

async function readNote(entry: ArchiveEntry, note: NoteName, limits: ArchiveLimits): Promise<ArchivedItem> {
  const { path, bytesTotal, head } = entry;
  if (note === '_COMPLETE') return { kind: 'note', path, note, text: '' };
  if (bytesTotal <= limits.noteBytes) {
    return { kind: 'note', path, note, text: new TextDecoder().decode(await head(bytesTotal)) };
  }
  const reason = `study.json is ${bytesTotal} bytes long, at most ${limits.noteBytes} are read: shorten it.`;
  return { kind: 'object', path, bytesRead: entry.bytesRead(), bytesTotal, reading: refusal('archive-limit', reason) };
}

function unread({ path, code, reason, bytesRead, bytesTotal }: ArchiveFault): ArchivedHeader {
  return { kind: 'object', path, bytesRead, bytesTotal, reading: refusal(code, reason) };
}

function refusal(code: RejectedObject['code'], reason: string): RejectedObject {
  return { kind: 'rejected', code, reason, identity: null };
}
