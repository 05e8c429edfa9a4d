import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { contactPk } from './directoryRecords.ts';
import type { ItemKey } from './studyRecords.ts';
import { verdictEventSchema } from './verdictEvent.ts';

/** Where a centre's own systems are told; beside its contacts, so that only who may read these reads them. */
export const webhookPrefix = 'WEBHOOK#';
/** The name is of this webhook alone, now and later: messages wait for it by that name for weeks, and deliveries go by it. */
export function webhookKey(site: string, name: string | number): ItemKey {
  return { pk: contactPk(site), sk: `${webhookPrefix}${name}` };
}

const webhookName = z.string().regex(/^WEBHOOK#[\w-]{1,40}$/);

export const webhookItemSchema = z.object({
  pk: z.string(),
  sk: webhookName,
  url: z.url({ protocol: /^https?$/ }).max(2000),
  /** Of this webhook alone, so that another one of the same site is signed with another secret, and a renewed one too. */
  salt: z.string().min(16),
});
export type WebhookItem = z.infer<typeof webhookItemSchema>;

/** What waits to be posted: the event, and to which webhook of its site. It holds no address. */
export const webhookMessageSchema = z.object({ webhook: webhookName, event: verdictEventSchema });
export type WebhookMessage = z.infer<typeof webhookMessageSchema>;

/** What the receiver of one webhook checks signatures with: base64url, 43 characters, kept nowhere. */
export function webhookSecret(key: string, site: string, salt: string): string {
  if (key === '') throw new TypeError('The webhook key is empty: signatures under it could be forged.');
  return createHmac('sha256', key)
    .update(JSON.stringify(['ms-mri-check/1', 'webhook', site, salt]))
    .digest('base64url');
}

export const signatureHeader = 'x-ms-mri-check-signature';

/** `t=<unix seconds>,v1=<hex HMAC-SHA256 of "t.body">`: a receiver refuses what is old or was changed on the way. */
export function webhookSignature(secret: string, body: string, nowSeconds: number): string {
  return `t=${nowSeconds},v1=${createHmac('sha256', secret).update(`${nowSeconds}.${body}`).digest('hex')}`;
}
