import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { type Endpoints, region } from './physicalNames.ts';

/** The emulators take any key. */
export const anyCredentials = { accessKeyId: 'local', secretAccessKey: 'local' };

export type LocalClients = {
  readonly s3: S3Client;
  readonly sqs: SQSClient;
  readonly dynamodb: DynamoDBClient;
  readonly documents: DynamoDBDocumentClient;
  readonly destroy: () => void;
};

export function localClients(endpoints: Endpoints): LocalClients {
  const base = { region, credentials: anyCredentials };
  const s3 = new S3Client({
    ...base,
    endpoint: endpoints.messaging,
    forcePathStyle: true,
    requestChecksumCalculation: 'WHEN_REQUIRED',
  });
  const sqs = new SQSClient({ ...base, endpoint: endpoints.messaging });
  const dynamodb = new DynamoDBClient({ ...base, endpoint: endpoints.dynamodb });
  return {
    s3,
    sqs,
    dynamodb,
    documents: DynamoDBDocumentClient.from(dynamodb),
    destroy: () => {
      for (const client of [s3, sqs, dynamodb]) client.destroy();
    },
  };
}
