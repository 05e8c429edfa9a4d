import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { patience } from './patience.ts';

/** One for the container's life: connections are kept open between invocations. */
export const documents = DynamoDBDocumentClient.from(new DynamoDBClient({ requestHandler: patience }), {
  marshallOptions: { removeUndefinedValues: true },
});
