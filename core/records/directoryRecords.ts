import { z } from 'zod';
import { indications } from '../protocol/index.ts';
import { siteEditionSchema } from './siteEditions.ts';
import type { ItemKey } from './studyRecords.ts';

/** Registration of a site; functions that must see no contact are let at the leading key `SITE#` only. */
export function siteItemKey(site: string): ItemKey {
  return { pk: `SITE#${site}`, sk: 'SITE' };
}

export function contactPk(site: string): string {
  return `CONTACT#${site}`;
}

export const clinicPrefix = 'CLINIC#';
/** The name is of this contact alone, now and later: deliveries go by it. A place in a list is none, and an address is not to be told from it. */
export function clinicContactKey(site: string, name: string | number): ItemKey {
  return { pk: contactPk(site), sk: `${clinicPrefix}${name}` };
}

/** When patients are told. */
export const tellingPolicies = ['never', 'after-release', 'automatically'] as const;

export const siteItemSchema = z.object({
  pk: z.string(),
  sk: z.string(),
  site: z.string(),
  name: z.string().min(1),
  defaultIndication: z.enum(indications).nullable(),
  telling: z.enum(tellingPolicies),
  /** Instead of those in force on the date of a study. */
  protocols: z.array(siteEditionSchema).min(1).optional(),
});
export type SiteItem = z.infer<typeof siteItemSchema>;

export const clinicContactItemSchema = z.object({
  pk: z.string(),
  sk: z.string(),
  email: z.email(),
});
export type ClinicContactItem = z.infer<typeof clinicContactItemSchema>;
