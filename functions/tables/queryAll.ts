import { type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';

/** Every item of a partition whose sort key begins so, page after page, read consistently. */
export async function queryAll(
  documents: DynamoDBDocumentClient,
  table: string,
  pk: string,
  skPrefix: string,
): Promise<readonly unknown[]> {
  return collected(queryPages(documents, table, pk, skPrefix));
}

/** Every item of a partition from this sort key on, read consistently. */
export async function queryFrom(
  documents: DynamoDBDocumentClient,
  table: string,
  pk: string,
  fromSk: string,
): Promise<readonly unknown[]> {
  return collected(pagesWhere(documents, table, 'pk = :pk AND sk >= :from', { ':pk': pk, ':from': fromSk }));
}

/** Every item of a partition whose sort key begins so, a page at a time: for what may be too much to hold. */
export function queryPages(
  documents: DynamoDBDocumentClient,
  table: string,
  pk: string,
  skPrefix: string,
): AsyncGenerator<readonly unknown[], void, void> {
  const values = { ':pk': pk, ':prefix': skPrefix };
  return pagesWhere(documents, table, 'pk = :pk AND begins_with(sk, :prefix)', values);
}

async function collected(pages: AsyncIterable<readonly unknown[]>): Promise<readonly unknown[]> {
  const items: unknown[] = [];
  for await (const page of pages) items.push(...page);
  return items;
}

async function* pagesWhere(
  documents: DynamoDBDocumentClient,
  table: string,
  condition: string,
  values: Readonly<Record<string, string>>,
): AsyncGenerator<readonly unknown[], void, void> {
  let from: Record<string, unknown> | undefined;
  do {
    const page = await documents.send(
      new QueryCommand({
        TableName: table,
        KeyConditionExpression: condition,
        ExpressionAttributeValues: values,
        ConsistentRead: true,
        ExclusiveStartKey: from,
      }),
    );
    yield page.Items ?? [];
    from = page.LastEvaluatedKey;
  } while (from !== undefined);
}
