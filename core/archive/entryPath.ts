import type { ArchiveLimits } from './archiveLimits.ts';

/** The path of an entry as it may be shown and compared. */
export type EntryPath = { readonly path: string; readonly isAsStored: boolean };

/**
 * Makes a relative path of a name that an archive gives: no drive, no root, no `.` and `..`, nothing invisible. Nothing is ever
 * written there, so that a name that leads elsewhere is no reason to leave an image unread.
 */
export function cleanPath(name: string): EntryPath {
  const slashed = name.replaceAll('\\', '/');
  const segments = slashed
    .replace(/^[a-z]:/i, '')
    .split('/')
    .map((segment) => segment.replace(unprintable, '\ufffd'))
    .filter((segment) => segment !== '' && segment !== '.' && segment !== '..');
  const path = segments.length === 0 ? 'unnamed' : segments.join('/');
  return { path, isAsStored: path === slashed || `./${path}` === slashed };
}

/** Control and format characters, which reorder or hide what is printed around them, and halves of surrogate pairs. */
const unprintable = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** What is wrong with a path, or `null`. */
export function pathFault(path: string, limits: ArchiveLimits): string | null {
  if (path.length > limits.pathCharacters) {
    return `The path of the file is ${path.length} characters long, at most ${limits.pathCharacters} are read. Shorten it.`;
  }
  if (path.split('/').length - 1 > limits.folderDepth) {
    return `The file lies more than ${limits.folderDepth} folders deep. Pack it with fewer.`;
  }
  return null;
}

/** A path to show in a message, whatever its length. */
export function shortenedPath(path: string): string {
  return path.length <= 200 ? path : `${path.slice(0, 100)}…${path.slice(-100)}`;
}

/** What file managers leave behind; no one misses it. */
export function isJunk(path: string): boolean {
  if (path.startsWith('__MACOSX/') || path.includes('/__MACOSX/')) return true;
  const name = path.slice(path.lastIndexOf('/') + 1);
  return name.startsWith('._') || name === '.DS_Store' || /^(thumbs\.db|desktop\.ini)$/i.test(name);
}
