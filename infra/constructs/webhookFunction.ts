import type { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { type LogKeeping, NodeFunction } from './nodeFunction.ts';
import type { QueueWithDeadLetters } from './queueWithDeadLetters.ts';
import type { Tables } from './tables.ts';
import { timeouts } from './timeouts.ts';

export interface WebhookFunctionProps {
  readonly webhooks: QueueWithDeadLetters;
  readonly tables: Tables;
  readonly webhookKey: Secret;
  readonly logs: LogKeeping;
}

/** Tells the centres' own systems; by itself, so that one that does not answer keeps no mail waiting. */
export function webhookFunction(scope: Construct, id: string, props: WebhookFunctionProps): NodeFunction {
  const { webhooks, tables, webhookKey } = props;
  const webhook = new NodeFunction(scope, id, {
    name: 'webhook',
    description: "Posts signed verdict events to the centres' webhooks, once, and again later where they are not taken",
    timeout: timeouts.webhook,
    memoryMiB: 256,
    environment: {
      DIRECTORY_TABLE: tables.directory.tableName,
      DELIVERIES_TABLE: tables.deliveries.tableName,
      WEBHOOK_KEY_ARN: webhookKey.secretArn,
      WEBHOOKS_QUEUE_URL: webhooks.queue.queueUrl,
    },
    logs: props.logs,
  });
  // One by one: a receiver that hangs has its own invocation wait, and no other message of a batch.
  webhook.reads(webhooks.queue, { batchSize: 1, maxConcurrency: 20 });
  tables.letReadWebhook(webhook);
  webhook.allow(['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'], [tables.deliveries.tableArn]);
  webhook.allow(['secretsmanager:GetSecretValue'], [webhookKey.secretArn]);
  return webhook;
}
