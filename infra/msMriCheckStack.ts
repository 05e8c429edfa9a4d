import { CfnOutput, CfnParameter, Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import {
  Alarms,
  Backfill,
  evaluateFunction,
  ingestFunction,
  keyedHashSecret,
  notifyFunction,
  Overview,
  PortalApi,
  portalFunction,
  QueueWithDeadLetters,
  StudyBucket,
  Tables,
  timeouts,
  VerdictTopic,
  webhookFunction,
} from './constructs/index.ts';
import type { Settings } from './settings.ts';

export interface MsMriCheckStackProps extends StackProps {
  readonly settings: Settings;
}

/** The way of a study, from the bucket to the notice, in the order that a study goes. */
export class MsMriCheckStack extends Stack {
  constructor(scope: Construct, id: string, props: MsMriCheckStackProps) {
    super(scope, id, props);
    const { settings } = props;
    const { quietSeconds, capSeconds, keepIncomingDays, keepData, archiveLimits, archiveBucket, alarmEmail } = settings;
    const removalPolicy = keepData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
    const logs = { retention: settings.logRetentionDays, removalPolicy };

    const intake = new QueueWithDeadLetters(this, 'Intake', { consumerTimeout: timeouts.ingest });
    const incoming = new StudyBucket(this, 'Incoming', { intake: intake.queue, keepIncomingDays, removalPolicy });
    const tables = new Tables(this, 'Tables', { keepData, removalPolicy });
    const identityKey = keyedHashSecret(this, 'IdentityKey', {
      description: 'HMAC key of patient keys and birth dates',
      whyNotRotated:
        'Under another key a patient would get another patient key, and no prior study would be found again.',
      removalPolicy,
    });
    const settle = new QueueWithDeadLetters(this, 'Settle', {
      consumerTimeout: timeouts.evaluate,
      deliveryDelay: Duration.seconds(quietSeconds),
    });
    const ingest = ingestFunction(this, 'Ingest', {
      ...{ intake, settle, incoming, tables, identityKey, quietSeconds, archiveLimits, logs },
    });

    const backfill = new Backfill(this, 'Backfill', {
      ...{ settle, incoming, tables, identityKey, quietSeconds, archiveLimits, archiveBucket, logs },
    });

    const notices = new QueueWithDeadLetters(this, 'Notices', {
      consumerTimeout: timeouts.notify,
      // As many as functions/notify/waitAfterFailure.ts has waits for: over some twenty hours.
      tries: 7,
    });
    const verdicts = new VerdictTopic(this, 'Verdicts', { notices });
    const evaluate = evaluateFunction(this, 'Evaluate', {
      ...{ settle, tables, verdicts, capSeconds, logs },
    });

    const linkKey = keyedHashSecret(this, 'LinkKey', {
      description: 'HMAC key of the signatures in report links',
      whyNotRotated: 'A rotation would break mailed links before they expire; change the value by hand after a leak.',
      removalPolicy,
    });
    const portalApi = new PortalApi(this, 'PortalApi', { logs });
    const webhooks = new QueueWithDeadLetters(this, 'Webhooks', {
      consumerTimeout: timeouts.webhook,
      // As many as functions/webhook/waitAfterTry.ts has waits for: over some nine hours.
      tries: 6,
    });
    const webhookKey = keyedHashSecret(this, 'WebhookKey', {
      description: 'HMAC key of the secrets that webhooks are signed with',
      whyNotRotated: 'Every receiver would have to be given its new secret at the same moment.',
      removalPolicy,
    });
    const notify = notifyFunction(this, 'Notify', {
      ...{ notices, webhooks, tables, linkKey, logs },
      senderAddress: senderAddressParameter(this).valueAsString,
      reportBaseUrl: portalApi.api.apiEndpoint,
    });
    const webhook = webhookFunction(this, 'Webhook', { webhooks, tables, webhookKey, logs });
    const portal = portalFunction(this, 'Portal', { tables, linkKey, logs });
    portalApi.serveReports(portal.lambda);

    const watched = {
      queues: { intake, settle, notices, webhooks },
      functions: { ingest, backfill: backfill.take, evaluate, notify, webhook, portal },
      tables: { studies: tables.studies, directory: tables.directory, deliveries: tables.deliveries },
      portalApi: portalApi.api,
      backfillRuns: backfill.stateMachine,
    };
    const { alarms } = new Alarms(this, 'Alarms', { ...watched, quietSeconds, alarmEmail });
    new Overview(this, 'Overview', { ...watched, alarms });

    new CfnOutput(this, 'BucketName', {
      value: incoming.bucket.bucketName,
      description: 'Drop studies under incoming/<site>/',
    });
    new CfnOutput(this, 'PortalUrl', { value: portalApi.api.apiEndpoint, description: 'Where report links lead' });
    new CfnOutput(this, 'DirectoryTableName', {
      value: tables.directory.tableName,
      description: 'Sites and their contacts',
    });
    new CfnOutput(this, 'WebhookKeyArn', {
      value: webhookKey.secretArn,
      description: 'ms-mri-check site add reads it to show the secret of a webhook',
    });
    new CfnOutput(this, 'StudiesTableName', {
      value: tables.studies.tableName,
      description: 'Headers and verdicts; ms-mri-check replay reads it',
    });
    new CfnOutput(this, 'SettleQueueUrl', {
      value: settle.queue.queueUrl,
      description: 'Has a study looked at; ms-mri-check replay sends to it',
    });
    new CfnOutput(this, 'BackfillStateMachineArn', {
      value: backfill.stateMachine.attrArn,
      description: 'What ms-mri-check backfill starts',
    });
    new CfnOutput(this, 'VerdictsTopicArn', {
      value: verdicts.topic.topicArn,
      description: 'Subscribe to every verdict event',
    });
  }
}

function senderAddressParameter(stack: Stack): CfnParameter {
  return new CfnParameter(stack, 'SenderAddress', {
    type: 'String',
    description: 'From address of notices; SES has verified it or its domain',
    allowedPattern: '^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$',
    constraintDescription: 'one e-mail address, such as mri-check@centre.example',
  });
}
