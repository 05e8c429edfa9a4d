import type { Dirent, Stats } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { NothingReadableError, notYet, UsageError } from './commandError.ts';

export type FoundFile = {
  readonly path: string;
  readonly bytes: number;
  /** True when the user named the file itself, not only a folder above it. */
  readonly named: boolean;
};

/** A path inside a folder that cannot be looked at; the rest of the folder is read. */
export type UnreadablePath = { readonly path: string; readonly reason: string };

export type FoundFiles = { readonly files: readonly FoundFile[]; readonly unreadable: readonly UnreadablePath[] };

/**
 * Every file at or below the paths, each folder in the order of its names. The notes that the pipeline takes beside a
 * study are passed over. Symbolic links are followed, a folder is entered once only, and what is no regular file (a
 * pipe, a device) is never opened.
 *
 * @throws UsageError for a kind of path that is not supported
 * @throws NothingReadableError when a path that was named cannot be read
 */
export async function findFiles(paths: readonly string[], interruption: AbortSignal): Promise<FoundFiles> {
  const files: FoundFile[] = [];
  const unreadable: UnreadablePath[] = [];
  const enteredFolders = new Set<string>();

  async function visitFolder(folder: string, identity: string): Promise<void> {
    interruption.throwIfAborted();
    if (enteredFolders.has(identity)) return;
    enteredFolders.add(identity);
    const entries = await namesIn(folder);
    if (typeof entries === 'string') {
      unreadable.push({ path: folder, reason: entries });
      return;
    }
    for (const { name } of entries) {
      if (!centreNotes.has(name)) await visit(join(folder, name));
    }
  }

  async function visit(path: string): Promise<void> {
    const seen = await lookAt(path);
    if (typeof seen === 'string') unreadable.push({ path, reason: seen });
    else if (seen.isDirectory()) await visitFolder(path, `${seen.dev}:${seen.ino}`);
    else if (seen.isFile()) files.push({ path, bytes: seen.size, named: false });
    else unreadable.push({ path, reason: notRegular });
  }

  for (const path of paths) {
    refuseUnsupported(path);
    const seen = await lookAt(path);
    if (typeof seen === 'string') throw new NothingReadableError(`${path}: ${seen}`);
    if (seen.isDirectory()) await visitFolder(path, `${seen.dev}:${seen.ino}`);
    else if (seen.isFile()) files.push({ path, bytes: seen.size, named: true });
    else throw new UsageError(`${path}: ${notRegular} For DICOM JSON from a pipe give "-".`);
  }
  return { files, unreadable };
}

/** What a centre drops beside its images for the pipeline: no object of a study, and no fault in a folder. */
const centreNotes: ReadonlySet<string> = new Set(['study.json', '_COMPLETE']);

const notRegular = 'This is neither a file nor a folder, and was not opened.';

function refuseUnsupported(path: string): void {
  if (path.startsWith('s3://')) throw notYet('Reading from s3://', 'copy the study to a folder and name that.');
  if (/^https?:\/\//.test(path)) throw new UsageError(`${path}: give a folder or a file, not an address.`);
  if (path.toLowerCase().endsWith('.zip')) throw notYet('Reading a .zip', `unpack ${path} and name the folder.`);
}

async function lookAt(path: string): Promise<Stats | string> {
  try {
    return await stat(path);
  } catch (error) {
    return fileErrorReason(error);
  }
}

async function namesIn(folder: string): Promise<readonly Dirent[] | string> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
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
  ENAMETOOLONG: 'Its name is too long for the file system.',
  EIO: 'The disk failed to read it; copy it from its source again.',
};
