import type { FolderItem } from './folderRecords.ts';
import type { StudyJson } from './studyJson.ts';

export type StudyFacts = {
  /** Of the deepest folder that has one. */
  readonly studyJson: StudyJson | null;
  /** The centre says that everything is there. */
  readonly complete: boolean;
};

/**
 * A `_COMPLETE` may overtake the objects that it is about, and folders that are copied at once arrive one after the other. Later than this a
 * study is another one, which happens to come into the same folder.
 */
const markerHoldsMs = 4 * 60 * 60 * 1000;

/**
 * What a study's folders say about it.
 *
 * @param firstArrivalMs of the study
 */
export function studyFacts(folders: readonly FolderItem[], firstArrivalMs: number): StudyFacts {
  const deepestFirst = [...folders].sort((a, b) => b.depth - a.depth || (a.pk < b.pk ? -1 : 1));
  const studyJson = deepestFirst.find((folder) => folder.studyJson !== undefined)?.studyJson ?? null;
  const isMeant = ({ completeMarkerMs }: FolderItem): boolean =>
    completeMarkerMs !== undefined && firstArrivalMs <= completeMarkerMs + markerHoldsMs;
  return { studyJson, complete: studyJson?.complete === true || folders.some(isMeant) };
}
