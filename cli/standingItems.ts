import { DeleteCommand, type DynamoDBDocumentClient, PutCommand, paginateQuery } from '@aws-sdk/lib-dynamodb';
import { contactPk, type ItemKey } from '../core/records/index.ts';

/** Contacts or webhooks of a site as they stand, malformed ones too. */
export async function standingItems(
  client: DynamoDBDocumentClient,
  table: string,
  site: string,
  prefix: string,
): Promise<readonly ItemKey[]> {
  const found: ItemKey[] = [];
  const pages = paginateQuery(
    { client },
    {
      TableName: table,
      // One that was not seen would be given a second name.
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
      ExpressionAttributeValues: { ':pk': contactPk(site), ':prefix': prefix },
    },
  );
  for await (const { Items = [] } of pages) found.push(...Items.map((item) => ({ ...item, pk: item.pk, sk: item.sk })));
  return found;
}

/** Writes the new ones, then deletes what is not wanted any more; what stands and is wanted is left as it is. */
export async function replaceItems(
  client: DynamoDBDocumentClient,
  table: string,
  standing: readonly ItemKey[],
  wanted: readonly ItemKey[],
): Promise<void> {
  const names = (items: readonly ItemKey[]) => new Set(items.map(({ sk }) => sk));
  const [before, after] = [names(standing), names(wanted)];
  for (const item of wanted) {
    if (!before.has(item.sk)) await client.send(new PutCommand({ TableName: table, Item: item }));
  }
  for (const { pk, sk } of standing) {
    if (!after.has(sk)) await client.send(new DeleteCommand({ TableName: table, Key: { pk, sk } }));
  }
}
