import { paginateQuery } from '@aws-sdk/lib-dynamodb';
import { studyPk } from '../../core/records/index.ts';
import type { MeteredStack } from '../pipeline/meteredStack.ts';

/** What a table calls its columns, where the images of a study lie in items of this name. */
export function sizeColumns(instanceItem: string): readonly string[] {
  return [
    instanceItem,
    'study item',
    'verdict item',
    'message sent',
    'request',
    'answer',
    "ingest's heap, MiB",
    "evaluate's heap, MiB",
  ];
}

/**
 * Bytes of the largest item of each kind of a study, and of the largest message, request and answer since it was dropped; and what the heaps
 * of ingest and evaluate held when they had answered, what was not collected yet included.
 */
export async function largestSizes(
  { stack, site, take }: MeteredStack,
  studyInstanceUid: string,
): Promise<readonly string[]> {
  const largest = new Map<string, number>();
  const pages = paginateQuery(
    { client: stack.clients.documents },
    {
      TableName: stack.environment('STUDIES_TABLE'),
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': studyPk(site, studyInstanceUid) },
    },
  );
  for await (const { Items = [] } of pages) {
    for (const item of Items) {
      const kind = String(item.sk).split('#')[0] ?? '';
      largest.set(kind, Math.max(largest.get(kind) ?? 0, itemBytes(item)));
    }
  }
  const { requests, invocations } = take();
  const most = (values: readonly number[]): number => values.reduce((a, b) => Math.max(a, b), 0);
  const heapMib = (name: string): number => {
    const ofFunction = invocations.filter(({ functionName }) => functionName.startsWith(name));
    return Math.round(most(ofFunction.map(({ heapBytes }) => heapBytes)) / 2 ** 20);
  };
  const sent = requests.filter(({ operation }) => operation === 'SendMessage' || operation === 'Publish');
  return [
    most([largest.get('INSTANCE') ?? 0, largest.get('INSTANCES') ?? 0]),
    largest.get('STUDY') ?? 0,
    largest.get('VERDICT') ?? 0,
    most(sent.map(({ requestBytes }) => requestBytes)),
    most(requests.map(({ requestBytes }) => requestBytes)),
    most(requests.map(({ responseBytes }) => responseBytes)),
    heapMib('Ingest'),
    heapMib('Evaluate'),
  ].map(String);
}

/** As DynamoDB sizes an item, but for the few bytes of lists and maps: names and values, binary as it is. */
function itemBytes(value: unknown): number {
  if (value instanceof Uint8Array) return value.length;
  if (value instanceof Set || Array.isArray(value))
    return 3 + [...value].reduce<number>((sum, one) => sum + itemBytes(one), 0);
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).reduce((sum, [name, one]) => sum + Buffer.byteLength(name) + itemBytes(one), 3);
  }
  return typeof value === 'string' ? Buffer.byteLength(value) : 8;
}
