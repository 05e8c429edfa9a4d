import { readFileSync, statSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import type { ArchiveLimits } from '../core/archive/index.ts';
import { type FoundFile, fileErrorReason } from './findFiles.ts';
import type { ReadObject } from './readObject.ts';

/** What a `study.json` beside the images holds, unread yet; or why it was not fetched. */
export type StudyNote = { readonly text: string } | { readonly fault: string };

/** A `study.json` where it lies. */
export type PlacedNote = { readonly path: string; readonly note: StudyNote };

export function isStudyNote(path: string): boolean {
  return basename(path) === 'study.json';
}

/** A `study.json` as it stands among what was read: no object of a study. */
export function noteObject(path: string, note: StudyNote): ReadObject {
  return { path, bytesRead: 0, bytesTotal: 0, readings: [], note };
}

export function tooLongNote(bytes: number, limits: ArchiveLimits): StudyNote {
  return { fault: `study.json is ${bytes} bytes long, at most ${limits.noteBytes} are read: shorten it.` };
}

export function readNoteFile({ path, pathBytes }: FoundFile, limits: ArchiveLimits): ReadObject {
  try {
    const { size } = statSync(pathBytes ?? path);
    const note =
      size > limits.noteBytes ? tooLongNote(size, limits) : { text: readFileSync(pathBytes ?? path, 'utf8') };
    return noteObject(path, note);
  } catch (error) {
    return noteObject(path, { fault: fileErrorReason(error) });
  }
}

/**
 * Which notes count for a study, the one that counts most first: as in the pipeline a `study.json` counts for all that lies below its
 * folder, and of several the deepest speaks.
 *
 * @param folders that hold images of the study; an archive is a folder
 */
export function notesFor(folders: ReadonlySet<string>, notes: readonly PlacedNote[]): readonly PlacedNote[] {
  if (notes.length === 0) return [];
  const above = new Set<string>();
  for (let folder of folders) {
    while (!above.has(folder)) {
      above.add(folder);
      folder = dirname(folder);
    }
  }
  const depth = (path: string) => path.split('/').length;
  return notes
    .filter(({ path }) => above.has(dirname(path)))
    .sort((a, b) => depth(b.path) - depth(a.path) || (a.path < b.path ? -1 : 1));
}
