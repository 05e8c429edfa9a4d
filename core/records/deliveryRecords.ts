import { z } from 'zod';
import type { ItemKey } from './studyRecords.ts';

export type Delivery = {
  readonly site: string;
  readonly studyKey: string;
  readonly revision: number;
  /** Who is told: a contact of the clinic or a webhook of it, by the name that it keeps for good. */
  readonly audience: `CLINIC#${string}` | `WEBHOOK#${string}`;
  readonly channel: 'email' | 'webhook';
};

/** One item for each telling, so that each happens once. It holds no address. */
export function deliveryKey(delivery: Delivery): ItemKey {
  return {
    pk: `DELIVERY#${delivery.site}#${delivery.studyKey}`,
    sk: `${String(delivery.revision).padStart(4, '0')}#${delivery.audience}#${delivery.channel}`,
  };
}

export const deliveryItemSchema = z.object({
  pk: z.string(),
  sk: z.string(),
  status: z.enum(['claimed', 'sent']),
  claim: z.string(),
  leaseUntilMs: z.number(),
  sentAtMs: z.number().optional(),
});
export type DeliveryItem = z.infer<typeof deliveryItemSchema>;
