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
export function clinicContactKey(site: string, number: number): ItemKey {
  return { pk: contactPk(site), sk: `${clinicPrefix}${number}` };
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
