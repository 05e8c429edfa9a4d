import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { StudyItem } from '../../core/records/index.ts';
import { conditionHeld } from './conditionalWrite.ts';

/** What is written down of settle messages. */
export function sentMessages(documents: DynamoDBDocumentClient, table: string) {
  return {
    /**
     * The settle message of the study's arrivals was sent: only now may an older message give way to it, and, before `nextLookMs`, an
     * arrival rely on it. `null` is for none to rely on it.
     */
    async recordSent({ pk, sk, arrivals }: StudyItem, nextLookMs: number | null): Promise<void> {
      const look = nextLookMs === null ? ' REMOVE nextLookMs' : ', nextLookMs = :look';
      await conditionHeld(
        documents.send(
          new UpdateCommand({
            TableName: table,
            Key: { pk, sk },
            UpdateExpression: `SET sentArrival = :arrival${look}`,
            ConditionExpression: 'attribute_not_exists(sentArrival) OR sentArrival < :arrival',
            ExpressionAttributeValues: {
              ':arrival': arrivals,
              ...(nextLookMs === null ? {} : { ':look': nextLookMs }),
            },
          }),
        ),
      );
    },
  };
}
