import {
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import {
  type Folder,
  type FolderItem,
  folderItemKey,
  folderItemSchema,
  folderPk,
  folderStudyItemSchema,
  folderStudyKey,
  folderStudyPrefix,
  type RejectItem,
  rejectItemSchema,
  rejectPrefix,
  type StudyJson,
} from '../../core/records/index.ts';
import { mapBounded } from '../concurrency/mapBounded.ts';
import { conditionHeld } from './conditionalWrite.ts';
import { queryAll } from './queryAll.ts';

export type Folders = ReturnType<typeof folders>;

const readsAtOnce = 8;

/** The folder items of the Studies table. */
export function folders(documents: DynamoDBDocumentClient, table: string) {
  return {
    async putStudyJson(site: string, folder: Folder, studyJson: StudyJson, sequencer: string): Promise<void> {
      await conditionHeld(
        documents.send(
          new UpdateCommand({
            TableName: table,
            Key: folderItemKey(site, folder.digest),
            UpdateExpression: 'SET #depth = :depth, studyJson = :studyJson, studyJsonSequencer = :sequencer',
            ConditionExpression: 'attribute_not_exists(studyJsonSequencer) OR studyJsonSequencer < :sequencer',
            ExpressionAttributeNames: { '#depth': 'depth' },
            ExpressionAttributeValues: { ':depth': folder.depth, ':studyJson': studyJson, ':sequencer': sequencer },
          }),
        ),
      );
    },

    async putCompleteMarker(site: string, folder: Folder): Promise<void> {
      await setFlag(site, folder, 'completeMarker');
    },

    /** Whoever judges a study of the folder then looks for its rejects, and only then. */
    async putRejectMark(site: string, folder: Folder): Promise<void> {
      await setFlag(site, folder, 'hasRejects');
    },

    /** The objects of one folder, its subfolders left out, that belong to no study. */
    async rejectsIn(site: string, folderDigest: string): Promise<readonly RejectItem[]> {
      const items = await queryAll(documents, table, folderPk(site, folderDigest), rejectPrefix);
      return items.map((item) => rejectItemSchema.parse(item));
    },

    async putStudySeen(site: string, folderDigest: string, studyInstanceUid: string): Promise<void> {
      await documents.send(
        new PutCommand({
          TableName: table,
          Item: { ...folderStudyKey(site, folderDigest, studyInstanceUid), studyInstanceUid },
        }),
      );
    },

    async studiesSeen(site: string, folderDigest: string): Promise<readonly string[]> {
      const items = await queryAll(documents, table, folderPk(site, folderDigest), folderStudyPrefix);
      return items.map((item) => folderStudyItemSchema.parse(item).studyInstanceUid);
    },

    /** The one study of a folder; `null` when it holds none or several. */
    async onlyStudy(site: string, folderDigest: string): Promise<string | null> {
      const { Items = [] } = await documents.send(
        new QueryCommand({
          TableName: table,
          KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
          ExpressionAttributeValues: { ':pk': folderPk(site, folderDigest), ':prefix': folderStudyPrefix },
          ConsistentRead: true,
          Limit: 2,
        }),
      );
      const [only, another] = Items.map((item) => folderStudyItemSchema.parse(item).studyInstanceUid);
      return only === undefined || another !== undefined ? null : only;
    },

    /** Those of them that say something. A study lies in a handful of folders. */
    async read(site: string, folderDigests: ReadonlySet<string>): Promise<readonly FolderItem[]> {
      const items = await mapBounded([...folderDigests], readsAtOnce, async (digest) => {
        const { Item } = await documents.send(
          new GetCommand({ TableName: table, Key: folderItemKey(site, digest), ConsistentRead: true }),
        );
        return Item === undefined ? null : folderItemSchema.parse(Item);
      });
      return items.filter((item) => item !== null);
    },
  };

  async function setFlag(site: string, folder: Folder, flag: 'completeMarker' | 'hasRejects'): Promise<void> {
    await documents.send(
      new UpdateCommand({
        TableName: table,
        Key: folderItemKey(site, folder.digest),
        UpdateExpression: 'SET #depth = :depth, #flag = :true',
        ExpressionAttributeNames: { '#depth': 'depth', '#flag': flag },
        ExpressionAttributeValues: { ':depth': folder.depth, ':true': true },
      }),
    );
  }
}
