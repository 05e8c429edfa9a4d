import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import {
  type ClinicContactItem,
  clinicContactItemSchema,
  clinicPrefix,
  contactPk,
  type SiteItem,
  type SiteProtocolItem,
  siteItemKey,
  siteItemSchema,
  siteProtocolItemSchema,
  siteProtocolKey,
  type WebhookItem,
  webhookItemSchema,
  webhookPrefix,
} from '../../core/records/index.ts';
import { queryAll } from './queryAll.ts';

export type Directory = ReturnType<typeof directory>;

export function directory(documents: DynamoDBDocumentClient, table: string) {
  return {
    /** `null` when the site is not registered. */
    async readSite(site: string): Promise<SiteItem | null> {
      const { Item } = await documents.send(
        new GetCommand({ TableName: table, Key: siteItemKey(site), ConsistentRead: true }),
      );
      return Item === undefined ? null : siteItemSchema.parse(Item);
    },

    /** A protocol of the site's own, named by its content; `null` when there is none. */
    async readSiteProtocol(site: string, sha256: string): Promise<SiteProtocolItem | null> {
      const { Item } = await documents.send(
        new GetCommand({ TableName: table, Key: siteProtocolKey(site, sha256), ConsistentRead: true }),
      );
      return Item === undefined ? null : siteProtocolItemSchema.parse(Item);
    },

    /** Each read by itself, so that a malformed one does not silence the others. */
    async clinicContacts(site: string): Promise<ClinicContacts> {
      const items = await queryAll(documents, table, contactPk(site), clinicPrefix);
      const readings = items.map((item) => ({ item, reading: clinicContactItemSchema.safeParse(item) }));
      return {
        contacts: readings.flatMap(({ reading }) => (reading.success ? [reading.data] : [])),
        malformed: readings.flatMap(({ item, reading }) => (reading.success ? [] : [loggableSortKey(item)])),
      };
    },

    /** Names of the site's webhooks, malformed ones too: each is read, and fails, by itself. */
    async webhooks(site: string): Promise<readonly string[]> {
      const items = await queryAll(documents, table, contactPk(site), webhookPrefix);
      return items.map((item) => sortKeySchema.parse(item).sk);
    },

    /** `null` when it was removed. @throws ZodError for one that cannot be used as it stands */
    async readWebhook(site: string, webhook: string): Promise<WebhookItem | null> {
      const { Item } = await documents.send(
        new GetCommand({ TableName: table, Key: { pk: contactPk(site), sk: webhook }, ConsistentRead: true }),
      );
      return Item === undefined ? null : webhookItemSchema.parse(Item);
    },
  };
}

export type ClinicContacts = {
  readonly contacts: readonly ClinicContactItem[];
  /** Sort keys, fit for a log. */
  readonly malformed: readonly string[];
};

const sortKeySchema = z.object({ sk: z.string() });

// Whoever wrote a malformed item may have written the address into its key.
function loggableSortKey(item: unknown): string {
  const key = clinicContactItemSchema.pick({ sk: true }).safeParse(item).data?.sk ?? '';
  return /^CLINIC#[\w-]{1,40}$/.test(key) ? key : `${clinicPrefix}?`;
}
