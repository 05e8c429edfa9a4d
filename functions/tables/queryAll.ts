import { type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';

/** Every item of a partition whose sort key begins so, page after page, read consistently. */
export async function queryAll(
  documents: DynamoDBDocumentClient,
  table: string,
  pk: string,
  skPrefix: string,
): Promise<readonly unknown[]> {
  const items: unknown[] = [];
  for await (const page of queryPages(documents, table, pk, skPrefix)) items.push(...page);
  return items;
}

/** The same, a page at a time: for what may be too much to hold. */
export async function* queryPages(
  documents: DynamoDBDocumentClient,
  table: string,
  pk: string,
  skPrefix: string,
): AsyncGenerator<readonly unknown[], void, void> {
  let from: Record<string, unknown> | undefined;
  do {
    const page = await documents.send(
      new QueryCommand({
        TableName: table,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
        ExpressionAttributeValues: { ':pk': pk, ':prefix': skPrefix },
        ConsistentRead: true,
        ExclusiveStartKey: from,
      }),
    );
    yield page.Items ?? [];
    from = page.LastEvaluatedKey;
  } while (from !== undefined);
}
