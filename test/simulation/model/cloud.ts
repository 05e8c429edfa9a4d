import { z } from 'zod';
import type { Random } from '../../../bench/fuzz/random.ts';
import { isBroken } from '../scenario/webhooks.ts';
import { bucketModel } from './bucketModel.ts';
import type { BundledFunctions, FunctionName } from './bundledFunctions.ts';
import type { ContainerDependencies, RealClients } from './container.ts';
import { deployed } from './deployed.ts';
import { eventSource } from './eventSource.ts';
import type { Item } from './expressions.ts';
import { type QueueModel, queueModel } from './queueModel.ts';
import type { Invocation, Service } from './serviceCall.ts';
import { NotModelledError, ServiceFailure } from './serviceFailure.ts';
import { type TableSettings, tableModel } from './tableModel.ts';
import type { VirtualTime } from './virtualTime.ts';
import type { Weather } from './weather.ts';

export type Mail = {
  readonly to: string;
  readonly text: string;
  readonly atMs: number;
  readonly sender: Invocation;
  /** The request arrived when its sender was no more. */
  readonly fromTheDead: boolean;
};
/** A webhook was called. */
export type Call = {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly taken: boolean;
  readonly atMs: number;
  readonly sender: Invocation;
  readonly fromTheDead: boolean;
};
export type Written = { readonly atMs: number; readonly before: Item | undefined; readonly after: Item };
export type Cloud = ReturnType<typeof cloud>;

export type CloudSettings = {
  readonly functions: BundledFunctions;
  readonly clients: RealClients;
  readonly time: VirtualTime;
  readonly random: Random;
  readonly weather: Weather;
  readonly quietSeconds: number;
  readonly capSeconds: number;
};

const postSchema = z.object({ url: z.string(), headers: z.record(z.string(), z.string()), body: z.string() });
export const bucketName = 'studies';
const intakeUrl = 'https://sqs.eu-central-1.amazonaws.com/000000000000/intake';
const settleUrl = 'https://sqs.eu-central-1.amazonaws.com/000000000000/settle';
const noticesUrl = 'https://sqs.eu-central-1.amazonaws.com/000000000000/notices';
const webhooksUrl = 'https://sqs.eu-central-1.amazonaws.com/000000000000/webhooks';
const topicArn = 'arn:aws:sns:eu-central-1:000000000000:verdicts';
export const webhookKeyOfTheSimulation = 'webhook-key-of-the-simulation';
export const identitySecret = 'identity-secret-of-the-simulation';

const secrets: Readonly<Record<string, string>> = {
  identity: identitySecret,
  link: 'link-secret-of-the-simulation',
  webhook: webhookKeyOfTheSimulation,
};

function visibilitySecondsOf(reader: FunctionName): number {
  return deployed.visibilityPerTimeout * deployed[reader].timeoutSeconds;
}

/** The deployed system: its functions as they are, everything around them modelled. */
export function cloud(settings: CloudSettings) {
  const { functions, clients, time, random, weather, quietSeconds, capSeconds } = settings;
  const writes: Written[] = [];
  const mails: Mail[] = [];
  const webhookCalls: Call[] = [];
  const events: string[] = [];
  const notModelled = new Set<string>();
  let calls = 0;

  const queue = (name: string, reader: FunctionName, delaySeconds: number): QueueModel => {
    const settings = { name, delaySeconds, visibilitySeconds: visibilitySecondsOf(reader) };
    return queueModel({ ...settings, maxReceiveCount: deployed[reader].tries }, weather.queues, time, random);
  };
  const queues = {
    intake: queue('intake', 'ingest', 0),
    settle: queue('settle', 'evaluate', quietSeconds),
    notices: queue('notices', 'notify', 0),
    webhooks: queue('webhooks', 'webhook', 0),
  };
  const table = (indexes: TableSettings['indexes']) =>
    tableModel({
      nowMs: time.nowMs,
      pageItems: () => (weather.smallBatches ? 1 + random.below(4) : 1000),
      lagMs: () => (weather.lagMs > 0 ? random.below(weather.lagMs) : 0),
      indexes,
      onWrite: (before, after) => writes.push({ atMs: time.nowMs(), before, after }),
    });
  const tables = {
    Studies: table(deployed.indexes),
    Directory: table({}),
    Deliveries: table({}),
  };
  const bucket = bucketModel(bucketName);

  const dependencies: ContainerDependencies = {
    time,
    clockErrorMs: weather.clocksDiffer ? Math.min(5_000, quietSeconds * 100) : 0,
    random,
    weather,
    clients,
    apply,
    onNotModelled: (error) => notModelled.add(error.message),
    environment: {
      STUDIES_TABLE: 'Studies',
      DIRECTORY_TABLE: 'Directory',
      DELIVERIES_TABLE: 'Deliveries',
      INTAKE_QUEUE_URL: intakeUrl,
      SETTLE_QUEUE_URL: settleUrl,
      VERDICTS_TOPIC_ARN: topicArn,
      IDENTITY_SECRET_ARN: 'identity',
      LINK_SECRET_ARN: 'link',
      WEBHOOK_KEY_ARN: 'webhook',
      NOTICES_QUEUE_URL: noticesUrl,
      WEBHOOKS_QUEUE_URL: webhooksUrl,
      SENDER_ADDRESS: 'reports@check.example',
      REPORT_BASE_URL: 'https://check.example',
      QUIET_SECONDS: String(quietSeconds),
      NEXT_TRY_SECONDS: String(visibilitySecondsOf('ingest')),
      CAP_SECONDS: String(capSeconds),
    },
  };
  const sources = {
    ingest: eventSource({ functionName: 'ingest', load: functions.ingest, queue: queues.intake }, dependencies),
    evaluate: eventSource({ functionName: 'evaluate', load: functions.evaluate, queue: queues.settle }, dependencies),
    notify: eventSource({ functionName: 'notify', load: functions.notify, queue: queues.notices }, dependencies),
    webhook: eventSource({ functionName: 'webhook', load: functions.webhook, queue: queues.webhooks }, dependencies),
  };

  return {
    bucket,
    queues,
    tables,
    writes,
    mails,
    webhookCalls,
    /** Bodies of what was published, in order. */
    events,
    notModelled,
    calls: () => calls,
    invocations: () => Object.values(sources).reduce((sum, source) => sum + source.invocations(), 0),
    /** A centre drops an object; S3 tells of it. */
    drop(key: string, bytes: Uint8Array): void {
      queues.intake.send(bucket.put(key, bytes, time.nowMs()));
    },
  };

  function apply(service: Service, command: string, input: Item, invocation: Invocation): Item {
    calls += 1;
    switch (service) {
      case 'dynamodb':
        return applyToTable(command, input);
      case 's3':
        return bucket.apply(command, input);
      case 'sqs':
        return applyToQueue(command, input);
      case 'sns':
        return publish(command, input);
      case 'ses':
        return sendEmail(command, input, invocation);
      case 'secrets':
        return { SecretString: secrets[String(input.SecretId)] };
      case 'web':
        return callWebhook(input, invocation);
    }
  }

  function applyToTable(command: string, input: Item): Item {
    const { TableName: name } = input;
    if (name !== 'Studies' && name !== 'Directory' && name !== 'Deliveries')
      throw new ServiceFailure('ResourceNotFoundException', 400);
    return tables[name].apply(command, input);
  }

  function applyToQueue(command: string, input: Item): Item {
    const { QueueUrl: url, DelaySeconds: delay } = input;
    const target = queueOf(url);
    if (target === null) throw new ServiceFailure('QueueDoesNotExist', 400);
    if (command === 'SendMessageCommand')
      target.send(String(input.MessageBody), typeof delay === 'number' ? delay : undefined);
    else if (command === 'ChangeMessageVisibilityCommand')
      target.changeVisibility(String(input.ReceiptHandle), Number(input.VisibilityTimeout));
    else throw new NotModelledError(`The queues have no model of ${command}.`);
    return {};
  }

  function queueOf(url: unknown): QueueModel | null {
    if (url === intakeUrl) return queues.intake;
    if (url === settleUrl) return queues.settle;
    if (url === noticesUrl) return queues.notices;
    return url === webhooksUrl ? queues.webhooks : null;
  }

  /** To the notify queue as its subscription filters: raw, and nothing of what is not applicable or quiet. */
  function publish(command: string, input: Item): Item {
    if (command !== 'PublishCommand') throw new NotModelledError(`The topic has no model of ${command}.`);
    const body = String(input.Message);
    events.push(body);
    const attributes = JSON.stringify(input.MessageAttributes ?? {});
    if (!attributes.includes('"not-applicable"') && !attributes.includes('"quiet"')) queues.notices.send(body);
    return {};
  }

  /** A receiver that takes what it is sent, unless it is broken or down. */
  function callWebhook(input: Item, sender: Invocation): Item {
    const { url, headers, body } = postSchema.parse(input);
    const { webhookOutage } = weather;
    const now = time.nowMs();
    const isDown = webhookOutage !== null && now >= webhookOutage.fromMs && now < webhookOutage.untilMs;
    const taken = !isDown && !isBroken(url);
    webhookCalls.push({ url, headers, body, taken, atMs: now, sender, fromTheDead: sender.ended });
    return { status: taken ? 204 : random.pick([302, 404, 410, 500, 503]) };
  }

  function sendEmail(command: string, input: Item, sender: Invocation): Item {
    if (command !== 'SendEmailCommand') throw new NotModelledError(`The mail service has no model of ${command}.`);
    const { mailOutage } = weather;
    const now = time.nowMs();
    if (mailOutage !== null && now >= mailOutage.fromMs && now < mailOutage.untilMs)
      throw new ServiceFailure('ServiceUnavailable', 503);
    const text = JSON.stringify(input.Content);
    const to = JSON.stringify(input.Destination);
    mails.push({ to, text, atMs: now, sender, fromTheDead: sender.ended });
    return {};
  }
}
