import { DynamoDBServiceException } from '@aws-sdk/client-dynamodb';
import type { Delivery } from '../../core/records/index.ts';
import type { Deliveries } from '../tables/deliveries.ts';
import { httpStatusOf } from '../telemetry/failureFacts.ts';
import type { DeliveryResult } from '../telemetry/metricTable.ts';

export type DeliverDependencies = {
  readonly deliveries: Deliveries;
  readonly now: () => number;
  readonly newClaim: () => string;
};

/** Another delivery of the same message is at it, or ended without saying how; the message comes again. */
export class DeliveryInProgressError extends Error {
  override readonly name = 'DeliveryInProgressError';
}

/** Tells one audience of one revision, unless it was told; `send` is called once at most. */
export async function deliverOnce(
  delivery: Delivery,
  send: () => Promise<void>,
  { deliveries, now, newClaim }: DeliverDependencies,
): Promise<'sent' | 'already-sent'> {
  const claim = newClaim();
  const claimed = await deliveries.claim(delivery, claim, now());
  if (claimed === 'already-sent') return 'already-sent';
  if (claimed === 'in-progress') {
    throw new DeliveryInProgressError('This notice is being sent, or its sender ended without saying so.');
  }
  try {
    await send();
  } catch (error) {
    // Only a refusal is certain. A timeout may hide a notice that went: leave the claim to run out, do not hurry a second one.
    if (error instanceof Error && wasRefused(error)) await deliveries.release(delivery, claim);
    throw error;
  }
  await deliveries.markSent(delivery, now());
  return 'sent';
}

/** What to count of a delivery that failed. */
export function resultOf(error: unknown): DeliveryResult {
  if (error instanceof DeliveryInProgressError) return 'in-progress';
  // DynamoDB, asked for the claim, refuses too; nobody was told anything then.
  const isTheirs = error instanceof Error && !(error instanceof DynamoDBServiceException);
  return isTheirs && wasRefused(error) ? 'refused' : 'failed';
}

function wasRefused(error: Error): boolean {
  const status = httpStatusOf(error);
  return status !== null && status >= 400 && status < 500;
}
