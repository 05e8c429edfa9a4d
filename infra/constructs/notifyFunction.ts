import { Fn, Stack } from 'aws-cdk-lib';
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { type LogKeeping, NodeFunction } from './nodeFunction.ts';
import type { QueueWithDeadLetters } from './queueWithDeadLetters.ts';
import type { Tables } from './tables.ts';
import { timeouts } from './timeouts.ts';

export interface NotifyFunctionProps {
  readonly notices: QueueWithDeadLetters;
  readonly webhooks: QueueWithDeadLetters;
  readonly tables: Tables;
  readonly linkKey: Secret;
  readonly senderAddress: string;
  /** Where reports are shown, without a final slash. */
  readonly reportBaseUrl: string;
  readonly logs: LogKeeping;
}

/** Tells people; sees no study. */
export function notifyFunction(scope: Construct, id: string, props: NotifyFunctionProps): NodeFunction {
  const { notices, webhooks, tables, linkKey, senderAddress } = props;
  const notify = new NodeFunction(scope, id, {
    name: 'notify',
    description: 'Mails the clinic a link to the report, once, and has its webhooks told',
    timeout: timeouts.notify,
    memoryMiB: 512,
    environment: {
      DIRECTORY_TABLE: tables.directory.tableName,
      DELIVERIES_TABLE: tables.deliveries.tableName,
      LINK_SECRET_ARN: linkKey.secretArn,
      SENDER_ADDRESS: senderAddress,
      REPORT_BASE_URL: props.reportBaseUrl,
      NOTICES_QUEUE_URL: notices.queue.queueUrl,
      WEBHOOKS_QUEUE_URL: webhooks.queue.queueUrl,
    },
    logs: props.logs,
  });
  // Two at a time, the least that Lambda takes, since a new SES account may send one mail a second; and one by one, so that each notice
  // has the whole time of a run to wait for its turn.
  notify.reads(notices.queue, { batchSize: 1, maxConcurrency: 2 });
  tables.letReadSites(notify);
  tables.letReadContacts(notify);
  notify.allow(['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'], [tables.deliveries.tableArn]);
  notify.allow(['sqs:SendMessage'], [webhooks.queue.queueArn]);
  notify.allow(['secretsmanager:GetSecretValue'], [linkKey.secretArn]);
  notify.allow(['ses:SendEmail'], identitiesOf(senderAddress, Stack.of(scope)), {
    StringEquals: { 'ses:FromAddress': senderAddress },
  });
  return notify;
}

// SES authorises against the identity that it finds verified: the address itself, or else its whole domain.
function identitiesOf(senderAddress: string, stack: Stack): readonly string[] {
  const domain = Fn.select(1, Fn.split('@', senderAddress));
  return [senderAddress, domain].map((identity) =>
    stack.formatArn({ service: 'ses', resource: 'identity', resourceName: identity }),
  );
}
