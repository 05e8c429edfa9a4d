import { DynamoDBClient, DynamoDBServiceException } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand, paginateScan } from '@aws-sdk/lib-dynamodb';
import {
  clinicPrefix,
  editionName,
  siteItemKey,
  siteItemSchema,
  siteSchema,
  webhookPrefix,
} from '../core/records/index.ts';
import { UsageError } from './commandError.ts';
import type { SiteAddOptions } from './siteCommand.ts';
import { checkEmails, siteContacts } from './siteContacts.ts';
import { siteEditionsOf } from './siteEditions.ts';
import { siteRegistration } from './siteRegistration.ts';
import { checkedUrls, siteWebhooks } from './siteWebhooks.ts';
import { replaceItems, standingItems } from './standingItems.ts';

/**
 * Registers a site. Contacts, webhooks and editions that are given replace all earlier ones, of which contacts and webhooks that are given
 * again keep their names; what is not given stays as it was registered.
 * The registration is written last: a site that is registered has its contacts, and the protocols of its own that it names.
 *
 * @throws UsageError for an edition that there is not, and for a protocol file with faults
 */
export async function addSite(site: string, options: SiteAddOptions, client = directoryClient()): Promise<void> {
  const name = siteSchema.safeParse(site);
  if (!name.success) throw new UsageError(`"${site}" is no site name: ${name.error.issues[0]?.message}.`);
  const { table, email: emails, webhook, webhookKey } = options;
  checkEmails(emails);
  const urls = Array.isArray(webhook) ? checkedUrls(webhook) : [];
  const editions = await siteEditionsOf(site, Array.isArray(options.protocol) ? options.protocol : []);

  const words = await explained(table, async () => {
    const standing = (prefix: string) => standingItems(client, table, site, prefix);
    const [contacts, webhooks] = [
      emails.length === 0 ? [] : await standing(clinicPrefix),
      webhook === undefined ? [] : await standing(webhookPrefix),
    ];
    const registration = await siteRegistration(client, site, options, editions);
    const wanted = await siteWebhooks(site, urls, webhooks, webhookKey);
    await replaceItems(client, table, contacts, siteContacts(site, emails, contacts));
    await replaceItems(client, table, webhooks, wanted.items);
    for (const { item } of editions) {
      if (item !== null) await client.send(new PutCommand({ TableName: table, Item: item }));
    }
    await client.send(new PutCommand({ TableName: table, Item: registration.item }));
    return [...registration.words, ...wanted.words];
  });
  process.stdout.write(`${site} is registered: studies under incoming/${site}/ are judged from now on.\n`);
  for (const one of words) process.stdout.write(`${one}\n`);
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
