import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { editionName, type SiteItem, siteItemKey, siteItemSchema } from '../core/records/index.ts';
import { UsageError } from './commandError.ts';
import type { SiteAddOptions } from './siteCommand.ts';
import type { RegisteredEdition } from './siteEditions.ts';

/** A registration as it is to stand, and what of it was not given and stays. */
export type SiteRegistration = { readonly item: SiteItem; readonly words: readonly string[] };

/**
 * The registration of a site by these options; of editions and indication that are not given it keeps those that stand.
 *
 * @throws UsageError where these are not known, since this version cannot read them
 */
export async function siteRegistration(
  client: DynamoDBDocumentClient,
  site: string,
  options: SiteAddOptions,
  given: readonly RegisteredEdition[],
): Promise<SiteRegistration> {
  const keeps = { protocols: options.protocol === undefined, indication: options.indication === undefined };
  const standing = keeps.protocols || keeps.indication ? await standingRegistration(client, options.table, site) : null;
  const protocols = keeps.protocols ? (standing?.protocols ?? []) : given.map(({ edition }) => edition);
  const indication = keeps.indication ? (standing?.defaultIndication ?? null) : options.indication || null;
  const item = siteItemSchema.parse({
    ...siteItemKey(site),
    site,
    name: options.name,
    defaultIndication: indication,
    telling: options.telling,
    ...(protocols.length === 0 ? {} : { protocols }),
  });
  const words: string[] = [];
  if (keeps.protocols && protocols.length > 0)
    words.push(`Editions as before: ${protocols.map(editionName).join(', ')} (--no-protocol removes them).`);
  if (keeps.indication && indication !== null)
    words.push(`Indication as before: ${indication} (--no-indication removes it).`);
  return { item, words };
}

async function standingRegistration(
  client: DynamoDBDocumentClient,
  table: string,
  site: string,
): Promise<SiteItem | null> {
  const { Item } = await client.send(
    new GetCommand({ TableName: table, Key: siteItemKey(site), ConsistentRead: true }),
  );
  if (Item === undefined) return null;
  const reading = siteItemSchema.safeParse(Item);
  if (reading.success) return reading.data;
  throw new UsageError(
    `The registration of ${site} cannot be read by this version. To replace it, say what is to stand: ` +
      '--protocol or --no-protocol, and --indication or --no-indication.',
  );
}
