import { DynamoDBClient, ResourceNotFoundException } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, DynamoDBDocumentClient, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, expect, test, vi } from 'vitest';
import { addSite } from '../../cli/siteDirectory.ts';

const client = DynamoDBDocumentClient.from(new DynamoDBClient({ region: 'eu-central-1' }));
const directory = mockClient(client);
beforeEach(() => {
  directory.reset();
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
});

const options = { table: 'Directory', name: 'North Clinic', email: ['mri@north.example'], telling: 'never' } as const;

test('the contacts are written first, the registration last, and contacts of before are removed', async () => {
  directory.on(PutCommand).resolves({});
  directory.on(DeleteCommand).resolves({});
  directory.on(QueryCommand).resolves({
    Items: [
      { pk: 'CONTACT#north', sk: 'CLINIC#1' },
      { pk: 'CONTACT#north', sk: 'CLINIC#2' },
    ],
  });
  await addSite('north', options, client);
  expect(directory.commandCalls(PutCommand).map((call) => call.args[0].input.Item)).toStrictEqual([
    { pk: 'CONTACT#north', sk: 'CLINIC#1', email: 'mri@north.example' },
    { pk: 'SITE#north', sk: 'SITE', site: 'north', name: 'North Clinic', defaultIndication: null, telling: 'never' },
  ]);
  expect(directory.commandCalls(DeleteCommand).map((call) => call.args[0].input.Key)).toStrictEqual([
    { pk: 'CONTACT#north', sk: 'CLINIC#2' },
  ]);
});

test('without an address the contacts stay as they are', async () => {
  directory.on(PutCommand).resolves({});
  await addSite('north', { ...options, email: [], indication: 'monitoring' }, client);
  expect(directory.calls().map((call) => call.args[0].input)).toMatchObject([
    { Item: { pk: 'SITE#north', sk: 'SITE', defaultIndication: 'monitoring' } },
  ]);
});

test('a table that is not there is said in a sentence', async () => {
  directory.on(PutCommand).rejects(new ResourceNotFoundException({ message: 'no', $metadata: {} }));
  await expect(addSite('north', options, client)).rejects.toThrow(
    'DynamoDB refused the table "Directory" (ResourceNotFoundException): check --table, AWS_REGION and the credentials.',
  );
});
