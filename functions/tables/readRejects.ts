import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { type RejectItem, rejectItemSchema, rejectPrefix } from '../../core/records/index.ts';
import { queryPages } from './queryAll.ts';
import { refuseTooMany } from './studyTooLarge.ts';

/** What was rejected of a study, or lies in a folder without an owner. @throws StudyTooLargeError */
export async function readRejects(
  documents: DynamoDBDocumentClient,
  table: string,
  pk: string,
): Promise<readonly RejectItem[]> {
  const rejects: RejectItem[] = [];
  for await (const items of queryPages(documents, table, pk, rejectPrefix)) {
    for (const item of items) rejects.push(rejectItemSchema.parse(item));
    refuseTooMany(rejects.length);
  }
  return rejects;
}
