import {
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import type { ExamRegion, Indication } from '../../core/protocol/index.ts';
import {
  anyInstancePrefix,
  archiveReadingItemSchema,
  archiveReadingPrefix,
  type InstanceItem,
  inOrder,
  instancesIn,
  loudArrivals,
  type RejectItem,
  type StudyItem,
  studyItemKey,
  studyItemSchema,
  studyPk,
  studyPointerItemSchema,
  studyPointerKey,
  type VerdictItem,
  verdictItemSchema,
  verdictPrefix,
  verdictSk,
  withoutReplaced,
} from '../../core/records/index.ts';
import { conditionHeld } from './conditionalWrite.ts';
import { queryAll, queryPages } from './queryAll.ts';
import { readRejects } from './readRejects.ts';
import { sentMessages } from './sentMessages.ts';
import { mostObjects, refuseTooMany } from './studyTooLarge.ts';

export type StudyVerdicts = ReturnType<typeof studyVerdicts>;

/** What evaluate and the portal read and write in the Studies table. Every read that decides something is consistent. */
export function studyVerdicts(documents: DynamoDBDocumentClient, table: string) {
  return {
    ...sentMessages(documents, table),

    async readStudy(site: string, studyInstanceUid: string): Promise<StudyItem | null> {
      const { Item } = await documents.send(
        new GetCommand({ TableName: table, Key: studyItemKey(site, studyInstanceUid), ConsistentRead: true }),
      );
      return Item === undefined ? null : studyItemSchema.parse(Item);
    },

    /** The UID behind the name that links carry. */
    async findStudy(site: string, studyKey: string): Promise<string | null> {
      const { Item } = await documents.send(new GetCommand({ TableName: table, Key: studyPointerKey(site, studyKey) }));
      return Item === undefined ? null : studyPointerItemSchema.parse(Item).studyInstanceUid;
    },

    /** Until when an archive with images of the study is, or was, being read; 0 when there is none. */
    async archiveReadingUntilMs({ pk }: StudyItem): Promise<number> {
      const items = await queryAll(documents, table, pk, archiveReadingPrefix);
      return items.reduce<number>((last, item) => Math.max(last, archiveReadingItemSchema.parse(item).untilMs), 0);
    },

    /** @throws StudyTooLargeError */
    async readObjects(
      study: StudyItem,
    ): Promise<{ readonly instances: readonly InstanceItem[]; readonly rejects: readonly RejectItem[] }> {
      let instances: InstanceItem[] = [];
      for await (const items of queryPages(documents, table, study.pk, anyInstancePrefix)) {
        for (const instance of instancesIn(items)) instances.push(instance);
        // Of archives that were dropped again every version is still here.
        if (instances.length > mostObjects) instances = withoutReplaced(instances);
        refuseTooMany(instances.length);
      }
      return {
        instances: inOrder(instances),
        rejects: await readRejects(documents, table, study.pk),
      };
    },

    /** From the verdicts themselves: the study item may lag behind them by a crash. */
    async latestVerdict(study: StudyItem): Promise<VerdictItem | null> {
      const { Items } = await documents.send(
        new QueryCommand({
          TableName: table,
          KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
          ExpressionAttributeValues: { ':pk': study.pk, ':prefix': verdictPrefix },
          ConsistentRead: true,
          ScanIndexForward: false,
          Limit: 1,
        }),
      );
      const newest = Items?.[0];
      return newest === undefined ? null : verdictItemSchema.parse(newest);
    },

    async readVerdict(site: string, studyInstanceUid: string, revision: number): Promise<VerdictItem | null> {
      const key = { pk: studyPk(site, studyInstanceUid), sk: verdictSk(revision) };
      const { Item } = await documents.send(new GetCommand({ TableName: table, Key: key, ConsistentRead: true }));
      return Item === undefined ? null : verdictItemSchema.parse(Item);
    },

    /** `false` when someone else wrote this revision first. */
    async putVerdict(item: VerdictItem): Promise<boolean> {
      return conditionHeld(
        documents.send(
          new PutCommand({ TableName: table, Item: item, ConditionExpression: 'attribute_not_exists(pk)' }),
        ),
      );
    },

    /** Makes a verdict the study's latest, unless a later one already is. */
    async recordLatest(study: StudyItem, verdict: VerdictItem, summary: StudySummary): Promise<void> {
      await conditionHeld(
        documents.send(
          new UpdateCommand({
            TableName: table,
            Key: { pk: study.pk, sk: study.sk },
            UpdateExpression:
              'SET latestRevision = :revision, outcome = :outcome, indications = :indications, instances = :instances, rejects = :rejects, regionsImaged = :regions',
            ConditionExpression: 'attribute_not_exists(latestRevision) OR latestRevision <= :revision',
            ExpressionAttributeValues: {
              ':revision': verdict.revision,
              ':outcome': verdict.outcome,
              ':indications': [...summary.indications],
              ':instances': summary.instances,
              ':rejects': summary.rejects,
              ':regions': [...summary.regionsImaged],
            },
          }),
        ),
      );
    },

    /** Unless a later verdict already is the latest: what it shows is told by whoever wrote that one. */
    async recordRegionsTold(study: StudyItem, revision: number, regions: readonly ExamRegion[]): Promise<void> {
      await conditionHeld(
        documents.send(
          new UpdateCommand({
            TableName: table,
            Key: { pk: study.pk, sk: study.sk },
            UpdateExpression: 'SET regionsTold = :regions',
            ConditionExpression: 'latestRevision <= :revision',
            ExpressionAttributeValues: { ':regions': [...regions], ':revision': revision },
          }),
        ),
      );
    },

    /** The patient's other studies know it by its patient and day as they were read; unless these were corrected since. */
    async recordKnownAs({ pk, sk, patientPk, studyDate }: StudyItem): Promise<void> {
      const facts = Object.entries({ patientPk, studyDate }).filter(([, value]) => value !== undefined);
      await conditionHeld(
        documents.send(
          new UpdateCommand({
            TableName: table,
            Key: { pk, sk },
            UpdateExpression: `SET ${facts.map(([name]) => `${name}Told = :${name}`).join(', ')}`,
            ConditionExpression: facts.map(([name]) => `${name} = :${name}`).join(' AND '),
            ExpressionAttributeValues: Object.fromEntries(facts.map(([name, value]) => [`:${name}`, value])),
          }),
        ),
      );
    },

    /**
     * Nothing waits any more; or, when something arrived since the study was read, the wait begins anew with it. Only the
     * wait that the study was read with begins anew: an evaluation that ends after a newer one finds it ended or another
     * begun, and a wait for nothing would have the next arrival judged too early.
     */
    async recordSettled(study: StudyItem, nowMs: number): Promise<void> {
      if (study.waitingSinceMs === undefined) return;
      const key = { TableName: table, Key: { pk: study.pk, sk: study.sk } };
      const nothingNew = await conditionHeld(
        documents.send(
          new UpdateCommand({
            ...key,
            UpdateExpression: 'SET judgedLoudArrivals = :loud REMOVE waitingSinceMs, nextLookMs',
            ConditionExpression: 'arrivals = :arrivals',
            ExpressionAttributeValues: { ':arrivals': study.arrivals, ':loud': loudArrivals(study) },
          }),
        ),
      );
      if (nothingNew) return;
      await conditionHeld(
        documents.send(
          new UpdateCommand({
            ...key,
            UpdateExpression: 'SET waitingSinceMs = :now, judgedLoudArrivals = :loud REMOVE nextLookMs',
            ConditionExpression: 'waitingSinceMs = :waiting',
            ExpressionAttributeValues: {
              ':waiting': study.waitingSinceMs,
              ':now': nowMs,
              ':loud': loudArrivals(study),
            },
          }),
        ),
      );
    },

    /** A message was sent that says to look again, and comes no earlier than this. */
    async recordLookAgain(study: StudyItem, notBeforeMs: number): Promise<void> {
      await documents.send(
        new UpdateCommand({
          TableName: table,
          Key: { pk: study.pk, sk: study.sk },
          UpdateExpression: 'SET lookAgainMs = :notBefore, lookAgainArrival = :arrival',
          ExpressionAttributeValues: { ':notBefore': notBeforeMs, ':arrival': study.arrivals },
        }),
      );
    },

    async recordAnnounced(study: StudyItem, revision: number): Promise<void> {
      await conditionHeld(
        documents.send(
          new UpdateCommand({
            TableName: table,
            Key: { pk: study.pk, sk: study.sk },
            UpdateExpression: 'SET announcedRevision = :revision',
            ConditionExpression: 'attribute_not_exists(announcedRevision) OR announcedRevision < :revision',
            ExpressionAttributeValues: { ':revision': revision },
          }),
        ),
      );
    },
  };
}

export type StudySummary = {
  readonly indications: readonly Indication[];
  readonly instances: number;
  readonly rejects: number;
  readonly regionsImaged: readonly ExamRegion[];
};
