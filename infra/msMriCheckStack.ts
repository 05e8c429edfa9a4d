import { CfnOutput, CfnParameter, Duration, Fn, RemovalPolicy, Stack, type StackProps, Validations } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import {
  Alarms,
  keyedHashSecret,
  NodeFunction,
  PortalApi,
  QueueWithDeadLetters,
  StudyBucket,
  Tables,
  VerdictTopic,
} from './constructs/index.ts';
import type { Settings } from './settings.ts';

export interface MsMriCheckStackProps extends StackProps {
  readonly settings: Settings;
}

/** The way of a study, from the bucket to the notice; the diagram is in ARCHITECTURE.md. */
export class MsMriCheckStack extends Stack {
  constructor(scope: Construct, id: string, props: MsMriCheckStackProps) {
    super(scope, id, props);
    const { settings } = props;
    const removalPolicy = settings.keepData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
    const senderAddress = senderAddressParameter(this);

    const intake = new QueueWithDeadLetters(this, 'Intake', { consumerTimeout: timeouts.ingest });
    const settle = new QueueWithDeadLetters(this, 'Settle', {
      consumerTimeout: timeouts.evaluate,
      deliveryDelay: Duration.seconds(settings.quietSeconds),
    });
    const notifications = new QueueWithDeadLetters(this, 'Notify', { consumerTimeout: timeouts.notify });
    const { bucket } = new StudyBucket(this, 'Incoming', {
      intake: intake.queue,
      keepIncomingDays: settings.keepIncomingDays,
      removalPolicy,
    });
    const { studies, directory, deliveries } = new Tables(this, 'Tables', {
      keepData: settings.keepData,
      removalPolicy,
    });
    const { topic } = new VerdictTopic(this, 'Verdicts', { notify: notifications });
    const identity = keyedHashSecret(this, 'IdentityKey', {
      description: 'HMAC key of patient keys and birth dates',
      whyNotRotated:
        'With another key a patient would get another patient key: prior studies would never be found again.',
      removalPolicy,
    });
    const link = keyedHashSecret(this, 'LinkKey', {
      description: 'HMAC key of the signatures in report links',
      whyNotRotated:
        'Rotating on a schedule would break links that were mailed and have not expired; rotate by hand after a leak.',
      removalPolicy,
    });
    const portalApi = new PortalApi(this, 'PortalApi', { logRetentionDays: settings.logRetentionDays, removalPolicy });

    const upkeep = { logRetentionDays: settings.logRetentionDays, removalPolicy };

    const ingest = new NodeFunction(this, 'Ingest', {
      ...upkeep,
      name: 'ingest',
      description: 'Reads the headers of dropped objects and records their facts',
      timeout: timeouts.ingest,
      memoryMiB: 1024,
      environment: {
        STUDIES_TABLE: studies.tableName,
        DIRECTORY_TABLE: directory.tableName,
        SETTLE_QUEUE_URL: settle.queue.queueUrl,
        IDENTITY_SECRET_ARN: identity.secretArn,
      },
    });
    ingest.reads(intake.queue, { batchSize: 100, maxBatchingWindow: Duration.seconds(1), maxConcurrency: 20 });
    ingest.allow(['s3:GetObject'], [bucket.arnForObjects(`${StudyBucket.incomingPrefix}*`)]);
    Validations.of(ingest.role).acknowledge({
      id: `AwsSolutions-IAM5[Resource::<${this.getLogicalId(bucket.node.defaultChild as never)}.Arn>/incoming/*]`,
      reason: 'Every object that a centre drops is to be read; the keys are not known before.',
    });
    ingest.allow(['s3:ListBucket'], [bucket.bucketArn]);
    ingest.allow(['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:Query'], [studies.tableArn]);
    allowDirectory(ingest, directory, ['SITE#*']);
    ingest.allow(['sqs:SendMessage'], [settle.queue.queueArn]);
    ingest.allow(['secretsmanager:GetSecretValue'], [identity.secretArn]);

    const evaluate = new NodeFunction(this, 'Evaluate', {
      ...upkeep,
      name: 'evaluate',
      description: 'Judges a study that has fallen quiet and records the verdict',
      timeout: timeouts.evaluate,
      memoryMiB: 1024,
      environment: {
        STUDIES_TABLE: studies.tableName,
        DIRECTORY_TABLE: directory.tableName,
        SETTLE_QUEUE_URL: settle.queue.queueUrl,
        VERDICTS_TOPIC_ARN: topic.topicArn,
        IDENTITY_SECRET_ARN: identity.secretArn,
        QUIET_SECONDS: String(settings.quietSeconds),
        CAP_SECONDS: String(settings.capSeconds),
      },
    });
    evaluate.reads(settle.queue, { batchSize: 5, maxConcurrency: 10 });
    evaluate.allow(
      ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:Query'],
      [studies.tableArn],
    );
    allowDirectory(evaluate, directory, ['SITE#*']);
    evaluate.allow(['sqs:SendMessage'], [settle.queue.queueArn]);
    evaluate.allow(['sns:Publish'], [topic.topicArn]);
    evaluate.allow(['secretsmanager:GetSecretValue'], [identity.secretArn]);

    const notify = new NodeFunction(this, 'Notifier', {
      ...upkeep,
      name: 'notify',
      description: 'Mails the clinic a link to the report, once',
      timeout: timeouts.notify,
      memoryMiB: 512,
      environment: {
        DIRECTORY_TABLE: directory.tableName,
        DELIVERIES_TABLE: deliveries.tableName,
        LINK_SECRET_ARN: link.secretArn,
        SENDER_ADDRESS: senderAddress.valueAsString,
        REPORT_BASE_URL: portalApi.api.apiEndpoint,
      },
    });
    notify.reads(notifications.queue, { batchSize: 5, maxConcurrency: 2 });
    allowDirectory(notify, directory, ['SITE#*', 'CONTACT#*']);
    notify.allow(['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'], [deliveries.tableArn]);
    notify.allow(['secretsmanager:GetSecretValue'], [link.secretArn]);
    notify.allow(['ses:SendEmail'], senderIdentities(this, senderAddress), {
      StringEquals: { 'ses:FromAddress': senderAddress.valueAsString },
    });

    const portal = new NodeFunction(this, 'Portal', {
      ...upkeep,
      name: 'portal',
      description: 'Shows the report behind a signed link',
      timeout: timeouts.portal,
      memoryMiB: 512,
      environment: { STUDIES_TABLE: studies.tableName, LINK_SECRET_ARN: link.secretArn },
    });
    portalApi.serveReports(portal.lambda);
    portal.allow(['dynamodb:GetItem', 'dynamodb:Query'], [studies.tableArn]);
    portal.allow(['secretsmanager:GetSecretValue'], [link.secretArn]);

    new Alarms(this, 'Alarms', {
      queues: { intake, settle, notify: notifications },
      functions: { ingest, evaluate, notify, portal },
      alarmEmail: settings.alarmEmail,
    });

    new CfnOutput(this, 'BucketName', { value: bucket.bucketName, description: 'Drop studies under incoming/<site>/' });
    new CfnOutput(this, 'PortalUrl', { value: portalApi.api.apiEndpoint });
    new CfnOutput(this, 'DirectoryTableName', { value: directory.tableName, description: 'Sites and contacts' });
    new CfnOutput(this, 'VerdictsTopicArn', { value: topic.topicArn, description: 'Every verdict event' });
  }
}

const timeouts = {
  ingest: Duration.minutes(2),
  evaluate: Duration.minutes(1),
  notify: Duration.seconds(30),
  portal: Duration.seconds(10),
};

function senderAddressParameter(stack: Stack): CfnParameter {
  return new CfnParameter(stack, 'SenderAddress', {
    type: 'String',
    description: 'The From address of notices; the address or its domain is verified in SES',
    allowedPattern: '^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$',
    constraintDescription: 'one e-mail address, such as mri-check@centre.example',
  });
}

// SES checks the identity that it finds verified: the address, or else its whole domain.
function senderIdentities(stack: Stack, senderAddress: CfnParameter): readonly string[] {
  const domain = Fn.select(1, Fn.split('@', senderAddress.valueAsString));
  return [senderAddress.valueAsString, domain].map((identity) =>
    stack.formatArn({ service: 'ses', resource: 'identity', resourceName: identity }),
  );
}

function allowDirectory(reader: NodeFunction, directory: Table, leadingKeys: readonly string[]): void {
  reader.allow(['dynamodb:GetItem', 'dynamodb:Query'], [directory.tableArn], {
    'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': leadingKeys },
    // ForAllValues holds for a request without keys, too.
    Null: { 'dynamodb:LeadingKeys': 'false' },
  });
}
