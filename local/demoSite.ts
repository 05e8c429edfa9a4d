import { type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import {
  type ClinicContactItem,
  clinicContactItemSchema,
  clinicContactKey,
  type SiteItem,
  siteItemKey,
  siteItemSchema,
} from '../core/records/index.ts';

/** The one centre that is registered here. */
export const demoSite = 'demo-centre';

/** Writes the demo centre and the clinic to tell into the Directory table. */
export async function registerDemoSite(documents: DynamoDBDocumentClient, directoryTable: string): Promise<void> {
  const site: SiteItem = siteItemSchema.parse({
    ...siteItemKey(demoSite),
    site: demoSite,
    name: 'Demo Centre',
    defaultIndication: null,
    telling: 'never',
  });
  const clinic: ClinicContactItem = clinicContactItemSchema.parse({
    ...clinicContactKey(demoSite, 1),
    email: 'ms-clinic@demo-centre.example',
  });
  for (const Item of [site, clinic]) await documents.send(new PutCommand({ TableName: directoryTable, Item }));
}
