import { type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import { type StudyItem, studyItemKey } from '../../core/records/index.ts';

export type EarlierStudies = ReturnType<typeof earlierStudies>;

/** So many are looked at: the latest may be of another part of the body. */
const mostStudies = 5;

const keySchema = z.object({ pk: z.string(), sk: z.string() });

/** The studies of a patient before and after one of theirs, by the `byPatient` index. */
export function earlierStudies(documents: DynamoDBDocumentClient, table: string) {
  return {
    /**
     * UIDs of studies of the same patient at the same site, the latest first. Of an earlier day: an examination may be two studies of
     * one day. None where the patient or the date is not known. The index may lag behind the table by moments.
     */
    async before(study: StudyItem): Promise<readonly string[]> {
      return nearest(study, 'patientPk = :patient AND studyDate < :date', false);
    },

    /** UIDs of those that may be compared with this one, the earliest first. */
    async after(study: StudyItem): Promise<readonly string[]> {
      return nearest(study, 'patientPk = :patient AND studyDate > :date', true);
    },
  };

  async function nearest(
    { site, patientPk, studyDate }: StudyItem,
    condition: string,
    earliestFirst: boolean,
  ): Promise<readonly string[]> {
    if (patientPk === undefined || studyDate === undefined) return [];
    const { Items = [] } = await documents.send(
      new QueryCommand({
        TableName: table,
        IndexName: 'byPatient',
        KeyConditionExpression: condition,
        ExpressionAttributeValues: { ':patient': patientPk, ':date': studyDate },
        ProjectionExpression: 'pk, sk',
        ScanIndexForward: earliestFirst,
        Limit: mostStudies,
      }),
    );
    const prefix = studyItemKey(site, '').pk;
    return Items.map((item) => keySchema.parse(item).pk.slice(prefix.length));
  }
}
