import { randomBytes } from 'node:crypto';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import {
  type ItemKey,
  signatureHeader,
  type WebhookItem,
  webhookItemSchema,
  webhookKey,
  webhookSecret,
} from '../core/records/index.ts';
import { inWords } from './awsFailure.ts';
import { UsageError } from './commandError.ts';
import { lastingName } from './lastingName.ts';

/** Webhooks as they are to stand, and what their owner has to be told of those that are new. */
export type SiteWebhooks = { readonly items: readonly WebhookItem[]; readonly words: readonly string[] };

/**
 * The webhooks of a site for these addresses, and the secrets of new ones.
 *
 * @throws UsageError where a new one's secret cannot be made
 */
export async function siteWebhooks(
  site: string,
  urls: readonly string[],
  standing: readonly ItemKey[],
  keyArn: string | undefined,
): Promise<SiteWebhooks> {
  const items = webhookItems(site, urls, standing);
  const names = new Set(standing.map(({ sk }) => sk));
  const added = items.filter(({ sk }) => !names.has(sk));
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

const onThisMachine = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * One that stands already keeps its name and secret, so that registering a site again, in whatever order, changes nothing; to renew a secret,
 * remove the webhook first. Malformed ones are left out: they are replaced.
 */
export function webhookItems(
  site: string,
  urls: readonly string[],
  standing: readonly unknown[],
  newName = lastingName,
): readonly WebhookItem[] {
  const webhooks = standing.flatMap((item) => webhookItemSchema.safeParse(item).data ?? []);
  return urls.map(
    (url) =>
      webhooks.find((one) => one.url === url) ?? {
        ...webhookKey(site, newName()),
        url,
        salt: randomBytes(18).toString('base64url'),
      },
  );
}

/** Each once. @throws UsageError for an address that cannot be a webhook */
export function checkedUrls(given: readonly string[]): readonly string[] {
  return [...new Set(given.map(checkedUrl))];
}

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
