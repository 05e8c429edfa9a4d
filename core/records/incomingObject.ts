import { createHash } from 'node:crypto';
import { siteSchema } from './site.ts';

/** What an object below `incoming/` is, from its key alone. */
export type IncomingObject = {
  readonly site: string;
  /** Digests of the folders whose `study.json` and `_COMPLETE` count for this object, outermost first. */
  readonly folders: readonly Folder[];
  /** The folder that holds the object itself. */
  readonly folder: Folder;
  /** `file` is whatever its content shows it to be: a DICOM object, an archive, something else. */
  readonly kind: 'complete-marker' | 'study-json' | 'file';
};

export type Folder = { readonly digest: string; readonly depth: number };

export type IncomingKeyReading =
  | { readonly kind: 'object'; readonly object: IncomingObject }
  | { readonly kind: 'nothing-to-read' }
  | { readonly kind: 'invalid-site' };

/** Of the folders above an object those down to this depth below the site count for it; of deeper ones only its own. */
export const deepestShared = 8;

/**
 * Reads an object key (already URL-decoded): `incoming/<site>/<folders…>/<name>`.
 * A folder's `study.json` counts for everything below it, down to any depth. Two folders are exceptions, in which it counts only for what lies
 * directly beside it: the site's own root, lest one stray marker touch every study that the site ever sent, and one that is deeper than
 * `deepestShared`, since a study is listed in each folder that counts for it.
 */
export function readIncomingKey(key: string): IncomingKeyReading {
  const [top, site, ...path] = key.split('/');
  const name = path.pop();
  if (top !== 'incoming') return { kind: 'nothing-to-read' };
  if (site === undefined || !siteSchema.safeParse(site).success || name === undefined) return { kind: 'invalid-site' };
  // "Create folder" in the S3 console leaves an empty object whose key ends in a slash.
  if (name === '') return { kind: 'nothing-to-read' };
  return { kind: 'object', object: objectIn(site, foldersOf(path), name) };
}

/**
 * A file in an archive lies at the archive's key, as if that were a folder's, and then its own path. What counts for
 * the archive counts for it too, also at the site's root.
 */
export function archivedObject(archive: IncomingObject, archiveKey: string, entryPath: string): IncomingObject {
  const [, , ...path] = archivedKey(archiveKey, entryPath).split('/');
  const name = path.pop() ?? '';
  const folders = foldersOf(path);
  return objectIn(archive.site, archive.folder.depth === 0 ? [archive.folder, ...folders] : folders, name);
}

export function archivedKey(archiveKey: string, entryPath: string): string {
  return `${archiveKey}/${entryPath}`;
}

function objectIn(site: string, folders: readonly Folder[], name: string): IncomingObject {
  return { site, folders, folder: folders.at(-1) ?? root, kind: kindOf(name) };
}

/** Names an object without repeating its key: file names of scanners and archives hold patients' names. */
export function objectKeyDigest(bucketKey: string): string {
  return createHash('sha256').update(bucketKey).digest('hex').slice(0, 32);
}

const root: Folder = { digest: objectKeyDigest(''), depth: 0 };

function foldersOf(path: readonly string[]): readonly Folder[] {
  if (path.length === 0) return [root];
  const depths = path.map((_, index) => index + 1).filter((depth) => depth <= deepestShared || depth === path.length);
  return depths.map((depth) => ({ digest: objectKeyDigest(path.slice(0, depth).join('/')), depth }));
}

function kindOf(name: string): IncomingObject['kind'] {
  if (name === '_COMPLETE') return 'complete-marker';
  if (name === 'study.json') return 'study-json';
  return 'file';
}
