import {
  CreateTableCommand,
  DynamoDBClient,
  type GlobalSecondaryIndex,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand, QueryCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import dynalite from 'dynalite';
import { deployed } from '../../simulation/model/deployed.ts';

export const tableNames = { studies: 'Studies', directory: 'Directory', deliveries: 'Deliveries' } as const;

export type Item = Readonly<Record<string, unknown>>;
export type EmbeddedTables = Awaited<ReturnType<typeof startTables>>;

/**
 * The three tables on an embedded DynamoDB, because what these functions promise hangs on condition expressions and a
 * mock would only repeat what we believe of them. Points the SDK's clients at it: import a handler afterwards.
 */
export async function startTables() {
  const server = dynalite({ createTableMs: 0 });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The embedded DynamoDB has no port.');
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_DYNAMODB: `http://127.0.0.1:${address.port}`,
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  });
  const client = new DynamoDBClient({});
  const documents = DynamoDBDocumentClient.from(client);
  await createTable(client, tableNames.studies, [index('byPatient'), index('bySite')]);
  await createTable(client, tableNames.directory);
  await createTable(client, tableNames.deliveries);

  return {
    documents,
    async put(table: string, item: Item): Promise<void> {
      await documents.send(new PutCommand({ TableName: table, Item: item }));
    },
    async all(table: string): Promise<readonly Item[]> {
      const items: Item[] = [];
      let from: Record<string, unknown> | undefined;
      do {
        const page = await documents.send(new ScanCommand({ TableName: table, ExclusiveStartKey: from }));
        items.push(...(page.Items ?? []));
        from = page.LastEvaluatedKey;
      } while (from !== undefined);
      return items.sort((a, b) => (`${a.pk} ${a.sk}` < `${b.pk} ${b.sk}` ? -1 : 1));
    },
    async byIndex(name: 'byPatient' | 'bySite', key: string, value: string): Promise<readonly Item[]> {
      const { Items } = await documents.send(
        new QueryCommand({
          TableName: tableNames.studies,
          IndexName: name,
          KeyConditionExpression: '#key = :value',
          ExpressionAttributeNames: { '#key': key },
          ExpressionAttributeValues: { ':value': value },
        }),
      );
      return Items ?? [];
    },
    async stop(): Promise<void> {
      client.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function index(name: keyof typeof deployed.indexes): GlobalSecondaryIndex {
  const { keys, others } = deployed.indexes[name];
  return {
    IndexName: name,
    KeySchema: [
      { AttributeName: keys[0], KeyType: 'HASH' },
      { AttributeName: keys[1], KeyType: 'RANGE' },
    ],
    Projection:
      others.length === 0
        ? { ProjectionType: 'KEYS_ONLY' }
        : { ProjectionType: 'INCLUDE', NonKeyAttributes: [...others] },
  };
}

async function createTable(client: DynamoDBClient, name: string, indexes: GlobalSecondaryIndex[] = []): Promise<void> {
  const keys = [
    'pk',
    'sk',
    ...new Set(indexes.flatMap((one) => one.KeySchema?.map((key) => key.AttributeName ?? '') ?? [])),
  ];
  await client.send(
    new CreateTableCommand({
      TableName: name,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: keys.map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      ...(indexes.length === 0 ? {} : { GlobalSecondaryIndexes: indexes }),
    }),
  );
  await waitUntilTableExists({ client, maxWaitTime: 10, minDelay: 1 }, { TableName: name });
}
