import type { FolderItem } from './folderRecords.ts';
import type { StudyJson } from './studyJson.ts';

export type StudyFacts = {
  /** Of the deepest folder that has one. */
  readonly studyJson: StudyJson | null;
  /** The centre says that everything is there. */
  readonly complete: boolean;
};

/** What a study's folders say about it. */
export function studyFacts(folders: readonly FolderItem[]): StudyFacts {
  const deepestFirst = [...folders].sort((a, b) => b.depth - a.depth || (a.pk < b.pk ? -1 : 1));
  const studyJson = deepestFirst.find((folder) => folder.studyJson !== undefined)?.studyJson ?? null;
  return {
    studyJson,
    complete: studyJson?.complete === true || folders.some((folder) => folder.completeMarker === true),
  };
}
