import { type DynamoDBDocumentClient, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import {
  type ArchiveReadingItem,
  type Folder,
  foldersToAdd,
  type InstanceItem,
  type InstanceSetItem,
  type RejectItem,
  type StudyItem,
  type StudyPointerItem,
  studyItemKey,
  studyItemSchema,
} from '../../core/records/index.ts';
import { conditionHeld } from './conditionalWrite.ts';
import { sentMessages } from './sentMessages.ts';
import { writtenOnce } from './writtenOnce.ts';

/** What a batch learnt of a study. What it did not learn is left out and leaves the item as it is. */
export type StudyArrival = {
  readonly site: string;
  readonly studyInstanceUid: string;
  readonly studyKey: string;
  readonly firstArrivalMs: number;
  readonly lastArrivalMs: number;
  readonly studyDate?: string;
  readonly sitePk?: string;
  readonly patientPk?: string;
  readonly birthDateKey?: string;
  readonly folders: readonly Folder[];
  /** It is of a backfill that nobody is to be told of. */
  readonly quiet?: boolean;
  /** A folder of the study says something new: no earlier message is to stand for this arrival. */
  readonly news: boolean;
  readonly quietAtMs: number;
};

export type StudyArrivals = ReturnType<typeof studyArrivals>;

type KnownStudy = { readonly folders?: ReadonlySet<string> | undefined; readonly lastArrivalMs?: number };

/** As many as a container can spare the room for, of up to a hundred folders each. */
const mostKnown = 5_000;

/** The writes to the Studies table that arriving objects make. */
export function studyArrivals(documents: DynamoDBDocumentClient, table: string) {
  /** Studies as they were last answered here. Others may have listed more folders since, never fewer. */
  const known = new Map<string, KnownStudy>();
  return {
    ...sentMessages(documents, table),

    /** Keeps the item of the latest event; an equal one is the same event delivered again. */
    async putObjectItem(item: InstanceItem | InstanceSetItem | RejectItem): Promise<void> {
      await conditionHeld(
        documents.send(
          new PutCommand({
            TableName: table,
            Item: item,
            ConditionExpression: 'attribute_not_exists(pk) OR sequencer < :sequencer',
            ExpressionAttributeValues: { ':sequencer': item.sequencer },
          }),
        ),
      );
    },

    /** That an archive with images of the study is being read, or that it is no more. */
    async putArchiveReading(item: ArchiveReadingItem): Promise<void> {
      await documents.send(new PutCommand({ TableName: table, Item: item }));
    },

    putStudyPointer: writtenOnce<StudyPointerItem>((item) =>
      documents.send(new PutCommand({ TableName: table, Item: item })),
    ),

    /** Counts the arrival and answers the study as it then stands. */
    async recordArrival(arrival: StudyArrival, nowMs: number): Promise<StudyItem> {
      const { pk } = studyItemKey(arrival.site, arrival.studyInstanceUid);
      let study = await tryRecordArrival(arrival, nowMs, known.get(pk) ?? {});
      // Others listed folders meanwhile and took the room; they can do so only until the list is full.
      while (study === null) study = await tryRecordArrival(arrival, nowMs, { folders: await listedFolders(arrival) });
      if (known.size >= mostKnown) known.clear();
      known.set(pk, study);
      if (arrival.firstArrivalMs >= study.firstArrivalMs) return study;
      await recordEarlierFirst(arrival);
      return { ...study, firstArrivalMs: arrival.firstArrivalMs };
    },

    recordFolderNews,
    recordNewsIfWaiting,
  };

  /** Counts that a folder said something new about a study; `null` when the study has not arrived itself. */
  async function recordFolderNews(
    site: string,
    studyInstanceUid: string,
    nowMs: number,
    quietAtMs: number,
    quiet = false,
  ): Promise<StudyItem | null> {
    let answered: unknown = null;
    const exists = await conditionHeld(
      documents
        .send(
          new UpdateCommand({
            TableName: table,
            Key: studyItemKey(site, studyInstanceUid),
            UpdateExpression: `SET waitingSinceMs = if_not_exists(waitingSinceMs, :now), quietAtMs = :quietAt REMOVE nextLookMs ADD ${counted(quiet)}`,
            ConditionExpression: 'attribute_exists(pk)',
            ExpressionAttributeValues: { ':now': nowMs, ':quietAt': quietAtMs, ':one': 1 },
            ReturnValues: 'ALL_NEW',
          }),
        )
        .then(({ Attributes }) => {
          answered = Attributes;
        }),
    );
    return exists ? studyItemSchema.parse(answered) : null;
  }

  /**
   * As `recordFolderNews`, of a study that waits to be judged; `null` also of one that does not. What it arrives with later is counted
   * behind this reading, and is to read its folders: so it may rely on no message that was sent before.
   */
  async function recordNewsIfWaiting(...news: Parameters<typeof recordFolderNews>): Promise<StudyItem | null> {
    const [site, studyInstanceUid] = news;
    const key = { TableName: table, Key: studyItemKey(site, studyInstanceUid) };
    const { Item } = await documents.send(
      new GetCommand({ ...key, ProjectionExpression: 'waitingSinceMs, nextLookMs', ConsistentRead: true }),
    );
    if (Item === undefined) return null;
    if (Item.waitingSinceMs !== undefined) return recordFolderNews(...news);
    if (Item.nextLookMs === undefined) return null;
    const waitsNot = await conditionHeld(
      documents.send(
        new UpdateCommand({
          ...key,
          UpdateExpression: 'REMOVE nextLookMs',
          ConditionExpression: 'attribute_exists(pk) AND attribute_not_exists(waitingSinceMs)',
        }),
      ),
    );
    return waitsNot ? null : recordFolderNews(...news);
  }

  /** What is not known to be listed is listed again, which changes nothing; `null` when there is no room for it. */
  async function tryRecordArrival(
    arrival: StudyArrival,
    nowMs: number,
    { folders = new Set(), lastArrivalMs = 0 }: KnownStudy,
  ): Promise<StudyItem | null> {
    const { digests, room } = foldersToAdd(folders, arrival.folders);
    const learnt = Object.entries({
      studyDate: arrival.studyDate,
      sitePk: arrival.sitePk,
      patientPk: arrival.patientPk,
      birthDateKey: arrival.birthDateKey,
    }).filter(([, value]) => value !== undefined);
    let answered: unknown = null;
    const fits = await conditionHeld(
      documents
        .send(
          new UpdateCommand({
            TableName: table,
            Key: studyItemKey(arrival.site, arrival.studyInstanceUid),
            UpdateExpression: [
              'SET site = :site, studyInstanceUid = :uid, studyKey = :studyKey',
              'firstArrivalMs = if_not_exists(firstArrivalMs, :first)',
              'lastArrivalMs = :last',
              'waitingSinceMs = if_not_exists(waitingSinceMs, :now)',
              'quietAtMs = :quietAt',
              ...learnt.map(([name]) => `${name} = :${name}`),
            ]
              .join(', ')
              .concat(
                arrival.news ? ' REMOVE nextLookMs' : '',
                ` ADD ${counted(arrival.quiet === true)}`,
                room === null ? '' : ', folders :folders',
              ),
            ...(room === null
              ? {}
              : { ConditionExpression: 'attribute_not_exists(folders) OR size(folders) <= :room' }),
            ExpressionAttributeValues: {
              ':site': arrival.site,
              ':uid': arrival.studyInstanceUid,
              ':studyKey': arrival.studyKey,
              ':first': arrival.firstArrivalMs,
              ':last': Math.max(arrival.lastArrivalMs, lastArrivalMs),
              ':quietAt': arrival.quietAtMs,
              ':now': nowMs,
              ':one': 1,
              ...(room === null ? {} : { ':folders': digests, ':room': room }),
              ...Object.fromEntries(learnt.map(([name, value]) => [`:${name}`, value])),
            },
            ReturnValues: 'ALL_NEW',
          }),
        )
        .then(({ Attributes }) => {
          answered = Attributes;
        }),
    );
    return fits ? studyItemSchema.parse(answered) : null;
  }

  async function listedFolders({ site, studyInstanceUid }: StudyArrival): Promise<ReadonlySet<string>> {
    const { Item = {} } = await documents.send(
      new GetCommand({
        TableName: table,
        Key: studyItemKey(site, studyInstanceUid),
        ProjectionExpression: 'folders',
        ConsistentRead: true,
      }),
    );
    return studyItemSchema.pick({ folders: true }).parse(Item).folders ?? new Set();
  }

  // Events come in any order, and an update expression has no minimum.
  async function recordEarlierFirst({ site, studyInstanceUid, firstArrivalMs }: StudyArrival): Promise<void> {
    await conditionHeld(
      documents.send(
        new UpdateCommand({
          TableName: table,
          Key: studyItemKey(site, studyInstanceUid),
          UpdateExpression: 'SET firstArrivalMs = :first',
          ConditionExpression: 'firstArrivalMs > :first',
          ExpressionAttributeValues: { ':first': firstArrivalMs },
        }),
      ),
    );
  }
}

/** Quiet arrivals are counted among all of them and by themselves: what is left was meant for somebody. */
function counted(quiet: boolean): string {
  return quiet ? 'arrivals :one, quietArrivals :one' : 'arrivals :one';
}
