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
  type ItemKey,
  type RejectItem,
  type StudyJson,
} from '../../core/records/index.ts';
import { mapBounded } from '../concurrency/mapBounded.ts';
import { conditionHeld } from './conditionalWrite.ts';
import { queryAll } from './queryAll.ts';
import { readRejects } from './readRejects.ts';
import { writtenOnce } from './writtenOnce.ts';

export type Folders = ReturnType<typeof folders>;

/** Where a `study.json` lies. */
export type StudyJsonOrigin = { readonly sequencer: string; readonly archiveDigest: string | null };

const readsAtOnce = 8;

/** The folder items of the Studies table. */
export function folders(documents: DynamoDBDocumentClient, table: string) {
  const putStudySeenOnce = writtenOnce((item: ItemKey & { readonly studyInstanceUid: string }) =>
    documents.send(new PutCommand({ TableName: table, Item: item })),
  );
  return {
    /** What the latest `study.json` says; `null` when it cannot be read, since what it replaces is not said any more. */
    async putStudyJson(
      site: string,
      folder: Folder,
      studyJson: StudyJson | null,
      from: StudyJsonOrigin,
    ): Promise<void> {
      const set = {
        depth: folder.depth,
        studyJsonSequencer: from.sequencer,
        ...(studyJson === null ? {} : { studyJson }),
        ...(from.archiveDigest === null ? {} : { studyJsonArchive: from.archiveDigest }),
      };
      const remove = ['studyJson', 'studyJsonArchive'].filter((name) => !(name in set));
      await conditionHeld(
        documents.send(
          new UpdateCommand({
            TableName: table,
            Key: folderItemKey(site, folder.digest),
            UpdateExpression: `SET ${Object.keys(set)
              .map((name) => `#${name} = :${name}`)
              .join(', ')}${remove.length === 0 ? '' : ` REMOVE ${remove.join(', ')}`}`,
            ConditionExpression:
              'attribute_not_exists(#studyJsonSequencer) OR #studyJsonSequencer < :studyJsonSequencer',
            ExpressionAttributeNames: Object.fromEntries(Object.keys(set).map((name) => [`#${name}`, name])),
            ExpressionAttributeValues: Object.fromEntries(
              Object.entries(set).map(([name, value]) => [`:${name}`, value]),
            ),
          }),
        ),
      );
    },

    /** The latest counts. */
    async putCompleteMarker(site: string, folder: Folder, eventTimeMs: number): Promise<void> {
      await conditionHeld(
        documents.send(
          new UpdateCommand({
            TableName: table,
            Key: folderItemKey(site, folder.digest),
            UpdateExpression: 'SET #depth = :depth, completeMarkerMs = :at',
            ConditionExpression: 'attribute_not_exists(completeMarkerMs) OR completeMarkerMs < :at',
            ExpressionAttributeNames: { '#depth': 'depth' },
            ExpressionAttributeValues: { ':depth': folder.depth, ':at': eventTimeMs },
          }),
        ),
      );
    },

    /** Whoever judges a study of the folder then looks for its rejects, and only then. */
    async putRejectMark(site: string, folder: Folder): Promise<void> {
      await documents.send(
        new UpdateCommand({
          TableName: table,
          Key: folderItemKey(site, folder.digest),
          UpdateExpression: 'SET #depth = :depth, hasRejects = :true',
          ExpressionAttributeNames: { '#depth': 'depth' },
          ExpressionAttributeValues: { ':depth': folder.depth, ':true': true },
        }),
      );
    },

    /** The objects of one folder, its subfolders left out, that belong to no study. @throws StudyTooLargeError */
    async rejectsIn(site: string, folderDigest: string): Promise<readonly RejectItem[]> {
      return readRejects(documents, table, folderPk(site, folderDigest));
    },

    /** Notes whose the rejects of a folder are, before they are counted: whoever brings a second study then tells that one. */
    async takeRejects(site: string, folderDigest: string, studyInstanceUid: string): Promise<void> {
      await setRejectsOf(
        site,
        folderDigest,
        'SET rejectsOf = :study',
        'attribute_not_exists(rejectsOf)',
        studyInstanceUid,
      );
    },

    async giveRejectsBack(site: string, folderDigest: string, studyInstanceUid: string): Promise<void> {
      await setRejectsOf(site, folderDigest, 'REMOVE rejectsOf', 'rejectsOf = :study', studyInstanceUid);
    },

    async putStudySeen(site: string, folderDigest: string, studyInstanceUid: string): Promise<void> {
      await putStudySeenOnce({ ...folderStudyKey(site, folderDigest, studyInstanceUid), studyInstanceUid });
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

  async function setRejectsOf(
    site: string,
    folderDigest: string,
    update: string,
    condition: string,
    studyInstanceUid: string,
  ): Promise<void> {
    await conditionHeld(
      documents.send(
        new UpdateCommand({
          TableName: table,
          Key: folderItemKey(site, folderDigest),
          UpdateExpression: update,
          ConditionExpression: condition,
          ExpressionAttributeValues: { ':study': studyInstanceUid },
        }),
      ),
    );
  }
}
