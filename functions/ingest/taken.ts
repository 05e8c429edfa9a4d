import type { Folder, ObjectRejectCode } from '../../core/records/index.ts';
import type { Folders } from '../tables/folders.ts';
import type { StudyArrivals } from '../tables/studyArrivals.ts';

/** What became of one object. */
export type Taken =
  | { readonly kind: 'study'; readonly touch: StudyTouch; readonly rejected: ObjectRejectCode | null }
  | {
      readonly kind: 'folder';
      readonly site: string;
      readonly folder: Folder;
      /** "complete" changes when a study is judged, facts change also what a verdict says. */
      readonly says: 'facts' | 'complete' | 'facts-and-complete';
      readonly rejected: ObjectRejectCode | null;
    }
  | { readonly kind: 'rejected'; readonly code: ObjectRejectCode }
  | { readonly kind: 'nothing' };

/** What one object says of its study. */
export type StudyTouch = {
  readonly site: string;
  readonly studyInstanceUid: string;
  readonly eventTimeMs: number;
  readonly folders: readonly Folder[];
  readonly studyDate: string | null;
  readonly patientPk: string | null;
  readonly birthDateKey: string | null;
};

export type RecordDependencies = {
  readonly studies: Pick<StudyArrivals, 'putObjectItem'>;
  readonly folders: Pick<Folders, 'putStudyJson' | 'putCompleteMarker' | 'putRejectMark'>;
  readonly identitySecret: () => Promise<string>;
};
