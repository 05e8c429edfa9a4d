import { type DynamoDBDocumentClient, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import {
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
};

export type StudyArrivals = ReturnType<typeof studyArrivals>;

/** The writes to the Studies table that arriving objects make. */
export function studyArrivals(documents: DynamoDBDocumentClient, table: string) {
  return {
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

    putStudyPointer: writtenOnce<StudyPointerItem>((item) =>
      documents.send(new PutCommand({ TableName: table, Item: item })),
    ),

    /** Counts the arrival and answers the study as it then stands. */
    async recordArrival(arrival: StudyArrival, nowMs: number): Promise<StudyItem> {
      let study = await tryRecordArrival(arrival, nowMs);
      // Others listed folders meanwhile and took the room; they can do so only until the list is full.
      while (study === null) study = await tryRecordArrival(arrival, nowMs);
      await widenArrivals(study, arrival);
      return study;
    },

    /** The settle message of an arrival is on its way: until this is written, no older message may rely on it. */
    async recordSent(study: StudyItem): Promise<void> {
      await conditionHeld(
        documents.send(
          new UpdateCommand({
            TableName: table,
            Key: { pk: study.pk, sk: study.sk },
            UpdateExpression: 'SET sentArrival = :arrival',
            ConditionExpression: 'attribute_not_exists(sentArrival) OR sentArrival < :arrival',
            ExpressionAttributeValues: { ':arrival': study.arrivals },
          }),
        ),
      );
    },

    /** Counts that a folder said something new about a study; `null` when the study has not arrived itself. */
    async recordFolderNews(
      site: string,
      studyInstanceUid: string,
      nowMs: number,
      quiet = false,
    ): Promise<StudyItem | null> {
      let answered: unknown = null;
      const exists = await conditionHeld(
        documents
          .send(
            new UpdateCommand({
              TableName: table,
              Key: studyItemKey(site, studyInstanceUid),
              UpdateExpression: `SET waitingSinceMs = if_not_exists(waitingSinceMs, :now) ADD ${counted(quiet)}`,
              ConditionExpression: 'attribute_exists(pk)',
              ExpressionAttributeValues: { ':now': nowMs, ':one': 1 },
              ReturnValues: 'ALL_NEW',
            }),
          )
          .then(({ Attributes }) => {
            answered = Attributes;
          }),
      );
      return exists ? studyItemSchema.parse(answered) : null;
    },
  };

  async function tryRecordArrival(arrival: StudyArrival, nowMs: number): Promise<StudyItem | null> {
    const { digests, room } = foldersToAdd(await listedFolders(arrival), arrival.folders);
    const known = Object.entries({
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
              'lastArrivalMs = if_not_exists(lastArrivalMs, :last)',
              'waitingSinceMs = if_not_exists(waitingSinceMs, :now)',
              ...known.map(([name]) => `${name} = :${name}`),
            ]
              .join(', ')
              .concat(` ADD ${counted(arrival.quiet === true)}`, room === null ? '' : ', folders :folders'),
            ...(room === null
              ? {}
              : { ConditionExpression: 'attribute_not_exists(folders) OR size(folders) <= :room' }),
            ExpressionAttributeValues: {
              ':site': arrival.site,
              ':uid': arrival.studyInstanceUid,
              ':studyKey': arrival.studyKey,
              ':first': arrival.firstArrivalMs,
              ':last': arrival.lastArrivalMs,
              ':now': nowMs,
              ':one': 1,
              ...(room === null ? {} : { ':folders': digests, ':room': room }),
              ...Object.fromEntries(known.map(([name, value]) => [`:${name}`, value])),
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

  // Events come in any order; an update expression has no minimum or maximum, so a second write makes room when needed.
  async function widenArrivals(study: StudyItem, arrival: StudyArrival): Promise<void> {
    if (arrival.firstArrivalMs < study.firstArrivalMs)
      await widen(arrival, 'firstArrivalMs', '>', arrival.firstArrivalMs);
    if (arrival.lastArrivalMs > study.lastArrivalMs) await widen(arrival, 'lastArrivalMs', '<', arrival.lastArrivalMs);
  }

  async function widen(arrival: StudyArrival, name: string, narrower: '<' | '>', value: number): Promise<void> {
    await conditionHeld(
      documents.send(
        new UpdateCommand({
          TableName: table,
          Key: studyItemKey(arrival.site, arrival.studyInstanceUid),
          UpdateExpression: `SET ${name} = :value`,
          ConditionExpression: `${name} ${narrower} :value`,
          ExpressionAttributeValues: { ':value': value },
        }),
      ),
    );
  }
}

/** Quiet arrivals are counted among all of them and by themselves: what is left was meant for somebody. */
function counted(quiet: boolean): string {
  return quiet ? 'arrivals :one, quietArrivals :one' : 'arrivals :one';
}
