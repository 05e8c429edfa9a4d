import { type BigIntStats, type Dirent, readdirSync, statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { normalize, sep } from 'node:path';
import { centreNotes } from './centreNotes.ts';
import { NothingReadableError, UsageError } from './commandError.ts';
import { giveWay } from './giveWay.ts';
import { shownName } from './shownName.ts';

export type FoundFile = {
  /** As it is shown, and what opens it unless there are `pathBytes`. */
  readonly path: string;
  /** What opens it where its name is not UTF-8, which the file system allows and a string cannot hold. */
  readonly pathBytes: Buffer | null;
  /** True when the user named the file itself, not only a folder above it. */
  readonly named: boolean;
};

/** A path inside a folder that cannot be looked at; the rest of the folder is read. */
export type UnreadablePath = { readonly path: string; readonly reason: string };

/** Some of what was found, in order; of files no more than is looked at, since their size is known when they are opened. */
export type FoundFiles = {
  readonly files: readonly FoundFile[];
  /** Each `study.json` that lies beside them. */
  readonly notes: readonly FoundFile[];
  readonly unreadable: readonly UnreadablePath[];
};

/**
 * Every file at or below the paths, in batches as they are found, each folder in the order of its names. The notes that
 * a centre drops beside a study are no files of it: a `study.json` is found by itself, `_COMPLETE` is passed over. Symbolic links are followed, a folder is entered once only, and
 * what is no regular file (a pipe, a device) is never opened.
 *
 * The file system is asked synchronously, which takes a third of the time, and every batch gives way to other work.
 *
 * @throws UsageError for a kind of path that is not supported
 * @throws NothingReadableError when a path that was named cannot be read, before any batch
 */
export async function* findFiles(
  paths: readonly string[],
  interruption: AbortSignal,
): AsyncGenerator<FoundFiles, void, void> {
  const entered = new Set<string>();
  // A stack of its own: no depth of folders exhausts the engine's.
  const open: Level[] = paths.map(lookAtNamed).map((seen) => ({ entries: [seen], next: 0 }));
  open.reverse();
  let batch = emptyBatch();
  for (let level = open.at(-1); level !== undefined; level = open.at(-1)) {
    const seen = nextOf(level);
    if (seen === null) open.pop();
    else if (seen.kind === 'file') batch.files.push(seen.file);
    else if (seen.kind === 'note') batch.notes.push(seen.file);
    else if (seen.kind === 'unreadable') batch.unreadable.push(seen.path);
    else if (seen.kind === 'folder') {
      const entries = await entriesOf(seen, entered);
      if (typeof entries === 'string') batch.unreadable.push({ path: seen.path, reason: entries });
      else open.push({ folder: seen, entries, next: 0 });
    }
    batch.looks += 1;
    if (batch.looks < looksPerBatch) continue;
    if (!isEmpty(batch)) yield batch;
    batch = emptyBatch();
    await giveWay(interruption);
  }
  if (!isEmpty(batch)) yield batch;
}

const looksPerBatch = 256;

type Batch = {
  readonly files: FoundFile[];
  readonly notes: FoundFile[];
  readonly unreadable: UnreadablePath[];
  looks: number;
};

function emptyBatch(): Batch {
  return { files: [], notes: [], unreadable: [], looks: 0 };
}

function isEmpty({ files, notes, unreadable }: Batch): boolean {
  return files.length + notes.length + unreadable.length === 0;
}

type Folder = { readonly kind: 'folder'; readonly path: string; readonly pathBytes: Buffer | null };
type Seen =
  | Folder
  | { readonly kind: 'file' | 'note'; readonly file: FoundFile }
  | { readonly kind: 'unreadable'; readonly path: UnreadablePath }
  | { readonly kind: 'passed-over' };

/** What is still to be looked at of a folder, or of what was named. */
type Level = { next: number } & (
  | { readonly entries: readonly Seen[] }
  | { readonly folder: Folder; readonly entries: readonly Entry[] }
);

function nextOf(level: Level): Seen | null {
  const index = level.next;
  level.next += 1;
  if (!('folder' in level)) return level.entries[index] ?? null;
  const entry = level.entries[index];
  return entry === undefined ? null : see(entry, level.folder);
}

function lookAtNamed(path: string): Seen {
  if (/^https?:\/\//.test(path)) throw new UsageError(`${path}: give a folder or a file, not an address.`);
  const stats = lookAt(path);
  if (typeof stats === 'string') throw new NothingReadableError(`${path}: ${stats}`);
  if (stats.isDirectory()) return { kind: 'folder', path: normalize(path), pathBytes: null };
  if (stats.isFile()) return { kind: 'file', file: { path, pathBytes: null, named: true } };
  throw new UsageError(`${path}: ${notRegular} For DICOM JSON from a pipe give "-".`);
}

type Entry = { readonly name: string; readonly nameBytes: Buffer | null; readonly dirent: Dirent | Dirent<Buffer> };

/** The listing tells files and folders apart; only what it leaves open (a symbolic link) is looked at by itself. */
function see({ name, nameBytes, dirent }: Entry, folder: Folder): Seen {
  const path = below(folder.path, name);
  const pathBytes = nameBytes === null ? null : bytesBelow(folder, nameBytes);
  if (centreNotes.has(name)) return seeNote(name, path, pathBytes);
  if (dirent.isFile()) return { kind: 'file', file: { path, pathBytes, named: false } };
  if (dirent.isDirectory()) return { kind: 'folder', path, pathBytes };
  const stats = lookAt(pathBytes ?? path);
  if (typeof stats === 'string') return { kind: 'unreadable', path: { path, reason: stats } };
  if (stats.isFile()) return { kind: 'file', file: { path, pathBytes, named: false } };
  if (stats.isDirectory()) return { kind: 'folder', path, pathBytes };
  return { kind: 'unreadable', path: { path, reason: notRegular } };
}

function seeNote(name: string, path: string, pathBytes: Buffer | null): Seen {
  const stats = name === 'study.json' ? lookAt(pathBytes ?? path) : null;
  const isFile = stats !== null && typeof stats !== 'string' && stats.isFile();
  return isFile ? { kind: 'note', file: { path, pathBytes, named: false } } : { kind: 'passed-over' };
}

const notRegular = 'This is neither a file nor a folder, and was not opened.';

/** In the order of their names; none when the folder was entered before, a reason when it cannot be entered. */
async function entriesOf(folder: Folder, entered: Set<string>): Promise<readonly Entry[] | string> {
  const location = folder.pathBytes ?? folder.path;
  const stats = lookAt(location);
  if (typeof stats === 'string') return stats;
  const identity = `${stats.dev}:${stats.ino}`;
  if (entered.has(identity)) return [];
  entered.add(identity);
  try {
    return (await list(folder, stats)).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    return fileErrorReason(error);
  }
}

/** A folder of this size holds about ten thousand names, and Ctrl-C should not wait until they are listed. */
const largeFolderBytes = 256n * 1024n;

async function list(folder: Folder, { size }: BigIntStats): Promise<Entry[]> {
  if (folder.pathBytes === null) {
    const options = { withFileTypes: true } as const;
    const dirents = size < largeFolderBytes ? readdirSync(folder.path, options) : await readdir(folder.path, options);
    const replaced = dirents.some(({ name }) => name.includes('\ufffd'));
    if (!replaced) return dirents.map((dirent) => ({ name: dirent.name, nameBytes: null, dirent }));
  }
  const dirents = readdirSync(folder.pathBytes ?? folder.path, { withFileTypes: true, encoding: 'buffer' });
  return dirents.map((dirent) => ({ name: shownName(dirent.name), nameBytes: dirent.name, dirent }));
}

function below(folder: string, name: string): string {
  if (folder === '.') return name;
  return folder.endsWith(sep) ? folder + name : folder + sep + name;
}

function bytesBelow(folder: Folder, name: Buffer): Buffer {
  return Buffer.concat([folder.pathBytes ?? Buffer.from(folder.path), Buffer.from(sep), name]);
}

function lookAt(location: string | Buffer): BigIntStats | string {
  try {
    // A number cannot hold every inode: two folders would pass for one.
    return statSync(location, { bigint: true });
  } catch (error) {
    return fileErrorReason(error);
  }
}

/** What the file system answered, in words; what it was no answer to is thrown on. */
export function fileErrorReason(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : null;
  if (code === null || !/^E[A-Z0-9]+$/.test(code)) throw error;
  return fileErrorReasons[code] ?? `The file system refused it (${code}).`;
}

const fileErrorReasons: Readonly<Record<string, string>> = {
  ENOENT: 'There is no such file or folder.',
  ENOTDIR: 'There is no such file or folder.',
  EACCES: 'Permission to read it is denied; change its permissions or run as a user who may read it.',
  EPERM: 'Permission to read it is denied; change its permissions or run as a user who may read it.',
  ELOOP: 'It is a symbolic link that leads to itself.',
  ENAMETOOLONG: 'Its path is too long for the file system; name a folder further down, from inside the one above it.',
  EIO: 'The disk failed to read it; copy it from its source again.',
};
