import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { ChangeMessageVisibilityCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import type { Protocol } from '../../../core/protocol/index.ts';
import { siteItemKey, siteProtocolItem, type VerdictItem, verdictEventSchema } from '../../../core/records/index.ts';
import { type EmbeddedTables, type Item, startTables, tableNames } from './embeddedTables.ts';
import { mockBucket } from './mockedBucket.ts';
import { batchOf, type Delivery, lambdaContext } from './queueMessages.ts';

export const identitySecret = 'identity-secret-of-the-tests';
export const webhookKeyOfTheTests = 'webhook-key-of-the-tests';
const webhooksUrl = 'https://sqs.test/webhooks';
const intakeUrl = 'https://sqs.test/intake';
export const linkSecret = 'link-secret-of-the-tests';

/** The functions on embedded tables and mocked services. Import this before any handler; stop it at the end. */
export async function startPipeline() {
  const tables = await startTables();
  Object.assign(process.env, {
    STUDIES_TABLE: tableNames.studies,
    DIRECTORY_TABLE: tableNames.directory,
    DELIVERIES_TABLE: tableNames.deliveries,
    INTAKE_QUEUE_URL: intakeUrl,
    SETTLE_QUEUE_URL: 'https://sqs.test/settle',
    VERDICTS_TOPIC_ARN: 'arn:aws:sns:eu-central-1:000000000000:verdicts',
    IDENTITY_SECRET_ARN: 'identity',
    LINK_SECRET_ARN: 'link',
    WEBHOOK_KEY_ARN: 'webhook',
    WEBHOOKS_QUEUE_URL: webhooksUrl,
    NOTICES_QUEUE_URL: 'https://sqs.test/notices',
    SENDER_ADDRESS: 'reports@check.example',
    REPORT_BASE_URL: 'https://check.example/',
    INCOMING_BUCKET: 'studies',
    QUIET_SECONDS: '120',
    NEXT_TRY_SECONDS: '1800',
    CAP_SECONDS: '14400',
    POWERTOOLS_SERVICE_NAME: 'test',
    POWERTOOLS_METRICS_NAMESPACE: 'MsMriCheck',
    POWERTOOLS_LOG_LEVEL: 'DEBUG',
  });
  const bucket = mockBucket();
  const sqs = mockClient(SQSClient);
  const sns = mockClient(SNSClient);
  const ses = mockClient(SESv2Client);
  const secrets = mockClient(SecretsManagerClient);
  const everythingAnswers = () => {
    for (const mock of [sqs, sns, ses]) mock.reset();
    sqs.on(SendMessageCommand).resolves({});
    sqs.on(ChangeMessageVisibilityCommand).resolves({});
    sns.on(PublishCommand).resolves({});
    ses.on(SendEmailCommand).resolves({});
    bucket.reset();
  };
  everythingAnswers();
  secrets.on(GetSecretValueCommand, { SecretId: 'identity' }).resolves({ SecretString: identitySecret });
  secrets.on(GetSecretValueCommand, { SecretId: 'link' }).resolves({ SecretString: linkSecret });

  secrets.on(GetSecretValueCommand, { SecretId: 'webhook' }).resolves({ SecretString: webhookKeyOfTheTests });
  const sentTo = (isTheQueue: (url: string) => boolean) =>
    sqs
      .commandCalls(SendMessageCommand)
      .map(({ args: [{ input }] }) => input)
      .filter(({ QueueUrl = '' }) => isTheQueue(QueueUrl));
  const events = () => sns.commandCalls(PublishCommand).map(({ args: [{ input }] }) => input);

  return {
    tables,
    bucket,
    sqs,
    sns,
    ses,
    /** Forgets what was sent and every failure that a test asked for; the tables keep what they hold. */
    reset: everythingAnswers,
    /** What waits on the settle queue, oldest first. */
    settleMessages: () =>
      sentTo((url) => url !== webhooksUrl && url !== intakeUrl).map((input) => ({
        body: input.MessageBody ?? '',
        delay: input.DelaySeconds ?? null,
      })),
    /** What was sent to the intake queue once more, oldest first. */
    sentAgain: () =>
      sentTo((url) => url === intakeUrl).map(({ MessageBody: body = '', DelaySeconds: delay }, index) => ({
        id: `again-${index}`,
        body,
        delay,
      })),
    /** What waits to be posted, oldest first. */
    webhookMessages: () => sentTo((url) => url === webhooksUrl).map(({ MessageBody = '' }) => MessageBody),
    /** Messages that were put off, and for how long, in order. */
    putOff: () =>
      sqs
        .commandCalls(ChangeMessageVisibilityCommand)
        .map(({ args: [{ input }] }) => ({ message: input.ReceiptHandle, seconds: input.VisibilityTimeout })),
    events,
    verdictEvents: () => events().map(({ Message }) => verdictEventSchema.parse(JSON.parse(Message ?? ''))),
    /** The events that notify is sent by the subscription's filter. */
    heard: () =>
      events()
        .filter(({ MessageAttributes = {} }) => !('quiet' in MessageAttributes))
        .map(({ Message }) => Message ?? ''),
    mails: () => ses.commandCalls(SendEmailCommand).map(({ args: [{ input }] }) => input),
    register: (site: string, facts: Record<string, unknown> = {}) => registerSite(tables, site, facts),
    /** The site is judged by a protocol of its own from now on. */
    async registerOwn(site: string, own: Protocol, facts: Record<string, unknown> = {}): Promise<void> {
      const kept = siteProtocolItem(site, own);
      await tables.put(tableNames.directory, { ...kept?.item });
      await registerSite(tables, site, { protocols: [kept?.edition], ...facts });
    },
    /** What is stored of the studies of a site, folders and links included. */
    itemsOf: async (site: string): Promise<readonly Item[]> =>
      (await tables.all(tableNames.studies)).filter(({ pk }) => String(pk).split('#')[1] === site),
    studyItemsOf: async (site: string, study: string): Promise<readonly Item[]> =>
      (await tables.all(tableNames.studies)).filter(({ pk }) => pk === `STUDY#${site}#${study}`),
    deliveriesOf: async (site: string): Promise<readonly Item[]> =>
      (await tables.all(tableNames.deliveries)).filter(({ pk }) => String(pk).includes(`#${site}#`)),
    async stop(): Promise<void> {
      for (const mock of [bucket.s3, sqs, sns, ses, secrets]) mock.restore();
      await tables.stop();
    },
  };
}
export type Pipeline = Awaited<ReturnType<typeof startPipeline>>;

async function registerSite(tables: EmbeddedTables, site: string, facts: Record<string, unknown>): Promise<void> {
  await tables.put(tableNames.directory, {
    ...siteItemKey(site),
    site,
    name: `Centre ${site}`,
    defaultIndication: null,
    telling: 'never',
    ...facts,
  });
}

export const verdictsAmong = (items: readonly Item[]): readonly VerdictItem[] =>
  items.filter(({ sk }) => String(sk).startsWith('VERDICT#')) as unknown as readonly VerdictItem[];

type BatchHandler = (event: ReturnType<typeof batchOf>, context: typeof lambdaContext) => Promise<unknown>;

/** Hands a batch to a handler; the ids of the messages that come again. */
export async function hand(handler: BatchHandler, deliveries: readonly Delivery[]): Promise<readonly string[]> {
  const answer = await handler(batchOf(deliveries), lambdaContext);
  if (typeof answer !== 'object' || answer === null || !('batchItemFailures' in answer))
    throw new Error('No batch answer.');
  const failures = answer.batchItemFailures;
  return Array.isArray(failures) ? failures.map((failure) => String(failure.itemIdentifier)) : [];
}
