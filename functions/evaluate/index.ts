import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { SettleMessage, StudyItem } from '../../core/records/index.ts';
import { directory } from '../tables/directory.ts';
import { earlierStudies } from '../tables/earlierStudies.ts';
import { folders } from '../tables/folders.ts';
import { nearbyStudies } from '../tables/nearbyStudies.ts';
import { studyVerdicts } from '../tables/studyVerdicts.ts';
import { type Foreseen, foreseeVerdict } from './foreseeVerdict.ts';

export type { Foreseen, VerdictChange } from './foreseeVerdict.ts';

/** The tables of a deployed stack. */
export type TableNames = { readonly studies: string; readonly directory: string };

/** What an operator may ask of the studies that are recorded; nothing of it writes. */
export type RecordedStudies = {
  /** As it stands now; `null` when nothing of it ever arrived. */
  readonly read: (site: string, studyInstanceUid: string) => Promise<StudyItem | null>;
  /** The verdict that a message would have it get. */
  readonly foresee: (study: StudyItem, message: Pick<SettleMessage, 'quiet'>) => Promise<Foreseen>;
};

export function recordedStudies(documents: DynamoDBDocumentClient, tables: TableNames): RecordedStudies {
  const verdicts = studyVerdicts(documents, tables.studies);
  const dependencies = {
    verdicts,
    earlier: earlierStudies(documents, tables.studies),
    nearby: nearbyStudies(documents, tables.studies),
    folders: folders(documents, tables.studies),
    directory: directory(documents, tables.directory),
  };
  return { read: verdicts.readStudy, foresee: (study, message) => foreseeVerdict(study, message, dependencies) };
}
