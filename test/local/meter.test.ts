import { createServer } from 'node:http';
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { expect, test } from 'vitest';
import { close, listen } from '../../local/emulators.ts';
import { anyCredentials } from '../../local/localClients.ts';
import { startMeter } from '../../local/meter.ts';

test('a meter passes requests on and counts each with who sent it, its bytes and the units that it consumed', async () => {
  const asked: string[] = [];
  const service = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    asked.push(body);
    const answers: Record<string, string> = {
      'DynamoDB_20120810.PutItem': '{"ConsumedCapacity":{"TableName":"T","CapacityUnits":2}}',
      'AmazonSQS.ReceiveMessage': '{}',
    };
    response.end(answers[String(request.headers['x-amz-target'])] ?? '0123456789');
  });
  const address = await listen(service, 0);
  const meter = await startMeter(
    {
      messaging: address,
      dynamodb: address,
      inbox: address,
      secrets: address,
      httpApis: new Map(),
    },
    () => new Map(),
  );
  const base = { region: 'us-east-1', credentials: anyCredentials, userAgentAppId: 'Ingest-PT-NO-OP-2.36.0-PTEnv-NA' };
  const { messaging, dynamodb } = meter.endpoints;
  const key = { pk: { S: 'STUDY#a#1' }, sk: { S: 'STUDY' } };
  await new DynamoDBClient({ ...base, endpoint: dynamodb }).send(new PutItemCommand({ TableName: 'T', Item: key }));
  const s3 = new S3Client({ ...base, endpoint: messaging, forcePathStyle: true });
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: 'b', Key: 'k', Range: 'bytes=0-9' }));
  expect(await Body?.transformToString()).toBe('0123456789');
  const sqs = new SQSClient({ ...base, userAgentAppId: '', endpoint: messaging });
  await sqs.send(new ReceiveMessageCommand({ QueueUrl: `${messaging}/000000000000/q` }));

  expect(JSON.parse(asked[0] ?? '')).toMatchObject({ TableName: 'T', ReturnConsumedCapacity: 'TOTAL' });
  const nothing = { readUnits: 0, writeUnits: 0, indexUnits: 0 };
  expect(meter.requests().map(({ requestBytes: _, ...rest }) => rest)).toEqual([
    {
      ...nothing,
      service: 'dynamodb',
      operation: 'PutItem',
      caller: 'Ingest',
      status: 200,
      responseBytes: 56,
      isEmpty: false,
      writeUnits: 2,
    },
    {
      ...nothing,
      service: 's3',
      operation: 'GetObject',
      caller: 'Ingest',
      status: 200,
      responseBytes: 10,
      isEmpty: false,
    },
    {
      ...nothing,
      service: 'sqs',
      operation: 'ReceiveMessage',
      caller: '',
      status: 200,
      responseBytes: 2,
      isEmpty: true,
    },
  ]);
  await meter.stop();
  await close(service);
});
