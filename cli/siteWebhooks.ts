import { randomBytes } from 'node:crypto';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { type DynamoDBDocumentClient, paginateQuery } from '@aws-sdk/lib-dynamodb';
import {
  contactPk,
  signatureHeader,
  type WebhookItem,
  webhookItemSchema,
  webhookKey,
  webhookPrefix,
  webhookSecret,
} from '../core/records/index.ts';
import { inWords } from './awsFailure.ts';
import { UsageError } from './commandError.ts';

/** Webhooks as they are to stand, and what their owner has to be told of those that are new. */
export type SiteWebhooks = { readonly items: readonly WebhookItem[]; readonly words: readonly string[] };

/**
 * The webhooks of a site for these addresses. One that stands already keeps its secret, so that registering a site again changes nothing; to
 * renew a secret, remove the webhook first.
 *
 * @throws UsageError for an address that cannot be one, and where a new one's secret cannot be made
 */
export async function siteWebhooks(
  site: string,
  urls: readonly string[],
  standing: readonly WebhookItem[],
  keyArn: string | undefined,
): Promise<SiteWebhooks> {
  const items = [...new Set(urls.map(checkedUrl))].map((url, index) => ({
    ...webhookKey(site, index + 1),
    url,
    salt: standing.find((one) => one.url === url)?.salt ?? randomBytes(18).toString('base64url'),
  }));
  const added = items.filter(({ url }) => !standing.some((one) => one.url === url));
  if (added.length === 0) return { items, words: [] };
  if (keyArn === undefined) {
    throw new UsageError('--webhook needs --webhook-key: the output WebhookKeyArn of the stack.');
  }
  const key = await readKey(keyArn);
  const words = added.map(
    ({ url, salt }) =>
      `${url}\n  secret of its signatures (${signatureHeader}), shown this once: ${webhookSecret(key, site, salt)}`,
  );
  return { items, words };
}

/** Those that are registered, malformed ones left out: they are replaced. */
export async function standingWebhooks(
  client: DynamoDBDocumentClient,
  table: string,
  site: string,
): Promise<readonly WebhookItem[]> {
  const found: WebhookItem[] = [];
  const pages = paginateQuery(
    { client },
    {
      TableName: table,
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :webhook)',
      ExpressionAttributeValues: { ':pk': contactPk(site), ':webhook': webhookPrefix },
    },
  );
  for await (const { Items = [] } of pages) {
    for (const item of Items) {
      const webhook = webhookItemSchema.safeParse(item);
      if (webhook.success) found.push(webhook.data);
    }
  }
  return found;
}

const onThisMachine = new Set(['localhost', '127.0.0.1', '[::1]']);

function checkedUrl(text: string): string {
  const url = URL.parse(text);
  if (url === null || text.length > 2000) throw new UsageError(`--webhook ${text}: this is no web address.`);
  // A receiver beside the local stack; the deployed function refuses it.
  const isSafe = url.protocol === 'https:' || (url.protocol === 'http:' && onThisMachine.has(url.hostname));
  if (!isSafe) throw new UsageError(`--webhook ${text}: it must begin with https://.`);
  if (url.username !== '' || url.password !== '')
    throw new UsageError(
      '--webhook: a name and password in the address would not be sent; check the signature instead.',
    );
  url.hash = '';
  return url.href;
}

async function readKey(arn: string): Promise<string> {
  const client = new SecretsManagerClient({});
  const { SecretString = '' } = await inWords(`--webhook-key ${arn}`, () =>
    client.send(new GetSecretValueCommand({ SecretId: arn })),
  );
  if (SecretString === '') throw new UsageError(`--webhook-key ${arn} holds no text.`);
  return SecretString;
}
