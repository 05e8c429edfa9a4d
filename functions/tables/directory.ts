import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import {
  type ClinicContactItem,
  clinicContactItemSchema,
  clinicPrefix,
  contactPk,
  type SiteItem,
  siteItemKey,
  siteItemSchema,
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

    async clinicContacts(site: string): Promise<readonly ClinicContactItem[]> {
      const items = await queryAll(documents, table, contactPk(site), clinicPrefix);
      return items.map((item) => clinicContactItemSchema.parse(item));
    },
  };
}
