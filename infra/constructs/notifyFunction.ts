import { Stack, Validations } from 'aws-cdk-lib';
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
  notify.allow(
    ['dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:PutItem', 'dynamodb:UpdateItem'],
    [tables.deliveries.tableArn],
  );
  notify.allow(['sqs:SendMessage'], [webhooks.queue.queueArn]);
  notify.allow(['secretsmanager:GetSecretValue'], [linkKey.secretArn]);
  letMail(notify, senderAddress);
  return notify;
}

/**
 * From one address, to whomever. The sender's identity as the only resource would not do: in its sandbox SES asks also for the identity that it
 * finds of a recipient, and for an identity's default configuration set wherever it has one.
 */
function letMail(notify: NodeFunction, senderAddress: string): void {
  const kinds = ['identity', 'configuration-set'] as const;
  const arnOf = (resource: string) => Stack.of(notify).formatArn({ service: 'ses', resource, resourceName: '*' });
  notify.allow(['ses:SendEmail'], kinds.map(arnOf), { StringEquals: { 'ses:FromAddress': senderAddress } });
  for (const kind of kinds) {
    Validations.of(notify.role).acknowledge({
      id: `AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:ses:<AWS::Region>:<AWS::AccountId>:${kind}/*]`,
      reason:
        'A condition allows one sender address. SES asks for identities of recipients in its sandbox, and for the default ' +
        'configuration set of an identity; neither is known here.',
    });
  }
}
