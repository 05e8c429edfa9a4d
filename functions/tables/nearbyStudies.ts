import { type DynamoDBDocumentClient, paginateQuery } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import { plusDays } from '../../core/compliance/index.ts';
import { type StudyItem, studyItemKey } from '../../core/records/index.ts';

export type NearbyStudies = ReturnType<typeof nearbyStudies>;

const keySchema = z.object({ pk: z.string() });

/** The studies of a patient around one of theirs, by the `byPatient` index. */
export function nearbyStudies(documents: DynamoDBDocumentClient, table: string) {
  return {
    /**
     * UIDs of the other studies of the same patient at the same site, up to so many days before and after. None where the patient or
     * the date is not known. The index may lag behind the table by moments.
     */
    async within(days: number, { site, pk, patientPk, studyDate }: StudyItem): Promise<readonly string[]> {
      if (patientPk === undefined || studyDate === undefined) return [];
      const pages = paginateQuery(
        { client: documents },
        {
          TableName: table,
          IndexName: 'byPatient',
          KeyConditionExpression: 'patientPk = :patient AND studyDate BETWEEN :from AND :until',
          ExpressionAttributeValues: {
            ':patient': patientPk,
            ':from': plusDays(studyDate, -days),
            ':until': plusDays(studyDate, days),
          },
          ProjectionExpression: 'pk',
        },
      );
      const prefix = studyItemKey(site, '').pk;
      const uids: string[] = [];
      for await (const { Items = [] } of pages) {
        for (const item of Items) {
          const found = keySchema.parse(item).pk;
          if (found !== pk) uids.push(found.slice(prefix.length));
        }
      }
      return uids;
    },
  };
}
