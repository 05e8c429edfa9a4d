import { type DynamoDBDocumentClient, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { type Delivery, type DeliveryItem, deliveryItemSchema, deliveryKey } from '../../core/records/index.ts';
import { conditionHeld } from './conditionalWrite.ts';
import { queryFrom } from './queryAll.ts';

export type Deliveries = ReturnType<typeof deliveries>;
export type Claim = 'claimed' | 'already-sent' | 'in-progress';

/** Longer than the function may run, so that a live lease means that someone is at work; shorter than its queue waits to retry. */
const leaseMs = 2 * 60 * 1000;

/**
 * Who was told what, once:
 *
 *     claim ──▶ send ──▶ mark sent
 *       │        │          └ a crash before this: the lease runs out and the mail goes again
 *       │        └ refused by the mail service: the claim is given back
 *       └ a crash after this: the lease runs out, another delivery claims
 *
 * Mail has no idempotency key, so one window stays open: the service took the mail and the process ended before `sent` was
 * written. Then it is sent twice rather than never.
 */
export function deliveries(documents: DynamoDBDocumentClient, table: string) {
  return {
    /** Whether this audience was told of a later revision, and not of this one. */
    async isSuperseded(delivery: Delivery): Promise<boolean> {
      const { pk, sk } = deliveryKey(delivery);
      const items = await queryFrom(documents, table, pk, sk);
      const told = items
        .map((item) => deliveryItemSchema.parse(item))
        .filter((item) => item.status === 'sent' && audienceOf(item.sk) === audienceOf(sk));
      return told.length > 0 && told.every((item) => item.sk !== sk);
    },

    async claim(delivery: Delivery, claim: string, nowMs: number): Promise<Claim> {
      const item: DeliveryItem = { ...deliveryKey(delivery), status: 'claimed', claim, leaseUntilMs: nowMs + leaseMs };
      const claimed = await conditionHeld(
        documents.send(
          new PutCommand({
            TableName: table,
            Item: item,
            ConditionExpression: 'attribute_not_exists(pk) OR (#status = :claimed AND leaseUntilMs <= :now)',
            ExpressionAttributeNames: { '#status': 'status' },
            ExpressionAttributeValues: { ':claimed': 'claimed', ':now': nowMs },
          }),
        ),
      );
      if (claimed) return 'claimed';
      const { Item } = await documents.send(
        new GetCommand({ TableName: table, Key: deliveryKey(delivery), ConsistentRead: true }),
      );
      const standing = Item === undefined ? null : deliveryItemSchema.parse(Item);
      if (standing?.status === 'sent') return 'already-sent';
      // The client asked twice, and the first time was ours, though its answer was lost.
      return standing?.claim === claim ? 'claimed' : 'in-progress';
    },

    /** Unconditional on the lease: the mail has gone, whoever holds the claim by now. */
    async markSent(delivery: Delivery, nowMs: number): Promise<void> {
      await documents.send(
        new UpdateCommand({
          TableName: table,
          Key: deliveryKey(delivery),
          UpdateExpression: 'SET #status = :sent, sentAtMs = :now',
          ExpressionAttributeNames: { '#status': 'status' },
          ExpressionAttributeValues: { ':sent': 'sent', ':now': nowMs },
        }),
      );
    },

    /** Gives our own claim back after a send that certainly did not happen. */
    async release(delivery: Delivery, claim: string): Promise<void> {
      await conditionHeld(
        documents.send(
          new UpdateCommand({
            TableName: table,
            Key: deliveryKey(delivery),
            UpdateExpression: 'SET leaseUntilMs = :ended',
            ConditionExpression: '#status = :claimed AND claim = :claim',
            ExpressionAttributeNames: { '#status': 'status' },
            ExpressionAttributeValues: { ':ended': 0, ':claimed': 'claimed', ':claim': claim },
          }),
        ),
      );
    },
  };
}

function audienceOf(sk: string): string {
  return sk.slice(sk.indexOf('#'));
}
