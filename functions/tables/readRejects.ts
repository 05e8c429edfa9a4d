import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { type RejectItem, rejectItemSchema, rejectPrefix, withoutReplaced } from '../../core/records/index.ts';
import { queryPages } from './queryAll.ts';
import { mostObjects, refuseTooMany } from './studyTooLarge.ts';

/** What was rejected of a study, or lies in a folder without an owner. @throws StudyTooLargeError */
export async function readRejects(
  documents: DynamoDBDocumentClient,
  table: string,
  pk: string,
): Promise<readonly RejectItem[]> {
  let rejects: RejectItem[] = [];
  for await (const items of queryPages(documents, table, pk, rejectPrefix)) {
    for (const item of items) rejects.push(rejectItemSchema.parse(item));
    if (rejects.length > mostObjects) rejects = withoutReplaced(rejects);
    refuseTooMany(rejects.length);
  }
  return rejects;
}
