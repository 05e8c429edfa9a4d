import { DynamoDBClient, DynamoDBServiceException } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, DynamoDBDocumentClient, PutCommand, paginateQuery, paginateScan } from '@aws-sdk/lib-dynamodb';
import {
  clinicContactItemSchema,
  clinicContactKey,
  clinicPrefix,
  contactPk,
  editionName,
  siteItemKey,
  siteItemSchema,
  siteSchema,
  webhookPrefix,
} from '../core/records/index.ts';
import { UsageError } from './commandError.ts';
import type { SiteAddOptions } from './siteCommand.ts';
import { siteEditionsOf } from './siteEditions.ts';
import { siteWebhooks, standingWebhooks } from './siteWebhooks.ts';

/**
 * Registers a site. Contacts and webhooks that are given replace all earlier ones; when none is given, the earlier ones stay.
 * The registration is written last: a site that is registered has its contacts, and the protocols of its own that it names.
 *
 * @throws UsageError for an edition that there is not, and for a protocol file with faults
 */
export async function addSite(site: string, options: SiteAddOptions, client = directoryClient()): Promise<void> {
  const name = siteSchema.safeParse(site);
  if (!name.success) throw new UsageError(`"${site}" is no site name: ${name.error.issues[0]?.message}.`);
  const contacts = options.email.map((email, index) => {
    const contact = clinicContactItemSchema.safeParse({ ...clinicContactKey(site, index + 1), email });
    if (!contact.success) throw new UsageError(`--email ${email}: this is no e-mail address.`);
    return contact.data;
  });
  const editions = await siteEditionsOf(site, options.protocol ?? []);
  const registration = siteItemSchema.parse({
    ...siteItemKey(site),
    site,
    name: options.name,
    defaultIndication: options.indication ?? null,
    telling: options.telling,
    ...(editions.length === 0 ? {} : { protocols: editions.map(({ edition }) => edition) }),
  });

  const { table, webhook, webhookKey } = options;
  const webhooks = Array.isArray(webhook)
    ? await siteWebhooks(site, webhook, await explained(table, () => standingWebhooks(client, table, site)), webhookKey)
    : { items: [], words: [] };

  await explained(table, async () => {
    if (contacts.length > 0) await replaceAll(client, table, site, clinicPrefix, contacts);
    if (webhook !== undefined) await replaceAll(client, table, site, webhookPrefix, webhooks.items);
    for (const { item } of editions) {
      if (item !== null) await client.send(new PutCommand({ TableName: options.table, Item: item }));
    }
    await client.send(new PutCommand({ TableName: options.table, Item: registration }));
  });
  process.stdout.write(`${site} is registered: studies under incoming/${site}/ are judged from now on.\n`);
  for (const words of webhooks.words) process.stdout.write(`${words}\n`);
}

/** The registered sites, one a line. */
export async function listSites(table: string, client = directoryClient()): Promise<void> {
  await explained(table, async () => {
    const pages = paginateScan(
      { client },
      { TableName: table, FilterExpression: 'sk = :site', ExpressionAttributeValues: { ':site': siteItemKey('').sk } },
    );
    for await (const { Items = [] } of pages) {
      for (const item of Items) {
        const { site, name, defaultIndication, telling, protocols } = siteItemSchema.parse(item);
        const editions = protocols?.map(editionName).join(', ') ?? 'those in force';
        process.stdout.write(
          `${site}\t${name}\tindication: ${defaultIndication ?? 'any'}\teditions: ${editions}\ttelling: ${telling}\n`,
        );
      }
    }
  });
}

async function replaceAll(
  client: DynamoDBDocumentClient,
  table: string,
  site: string,
  prefix: string,
  items: readonly { readonly pk: string; readonly sk: string }[],
): Promise<void> {
  const kept = new Set(items.map(({ sk }) => sk));
  for (const item of items) await client.send(new PutCommand({ TableName: table, Item: item }));
  const pages = paginateQuery(
    { client },
    {
      TableName: table,
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
      ExpressionAttributeValues: { ':pk': contactPk(site), ':prefix': prefix },
    },
  );
  for await (const { Items = [] } of pages) {
    for (const { pk, sk } of Items) {
      if (!kept.has(sk)) await client.send(new DeleteCommand({ TableName: table, Key: { pk, sk } }));
    }
  }
}

function directoryClient(): DynamoDBDocumentClient {
  return DynamoDBDocumentClient.from(new DynamoDBClient({}));
}

async function explained<Result>(table: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof DynamoDBServiceException) {
      throw new UsageError(
        `DynamoDB refused the table "${table}" (${error.name}): check --table, AWS_REGION and the credentials.`,
      );
    }
    throw error;
  }
}
