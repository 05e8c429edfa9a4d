import {
  DeleteMessageBatchCommand,
  type Message,
  type MessageAttributeValue,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { z } from 'zod';
import type { FunctionHost } from './functionHost.ts';
import { LocalStackError } from './localStackError.ts';
import { type Endpoints, nameInArn, queueUrl, region } from './physicalNames.ts';
import type { Wired } from './wiring.ts';

/** What went wrong with a batch: the whole of it, or some of its messages, which their queue delivers again. */
export type BatchTrouble = { readonly functionName: string; readonly messages: number; readonly error: unknown };

/** Lambda starts with five pollers for a queue; fewer where the template says so. */
const pollersPerQueue = 2;
/** SQS hands out no more at once. */
const mostPerReceive = 10;

const partialFailures = z.object({
  batchItemFailures: z.array(z.object({ itemIdentifier: z.string() })).nullish(),
});

/** Carries messages from each queue to its function, as Lambda's event source mappings do. */
export function startEventSources(options: {
  readonly mappings: readonly Wired<'AWS::Lambda::EventSourceMapping'>[];
  readonly hosts: ReadonlyMap<string, FunctionHost>;
  readonly sqs: SQSClient;
  readonly endpoints: Endpoints;
  readonly now: () => number;
  readonly onTrouble: (trouble: BatchTrouble) => void;
}): { readonly stop: () => Promise<void> } {
  const stopping = new AbortController();
  const polling = options.mappings
    .filter(({ properties }) => properties.Enabled)
    .flatMap((mapping) => {
      const host = options.hosts.get(nameInArn(mapping.properties.FunctionName));
      if (host === undefined) {
        throw new LocalStackError(
          `${mapping.logicalId}: ${mapping.properties.FunctionName} is no function of this template`,
        );
      }
      const pollers = Math.min(
        mapping.properties.ScalingConfig?.MaximumConcurrency ?? pollersPerQueue,
        pollersPerQueue,
      );
      return Array.from({ length: pollers }, () => poll({ ...options, mapping, host, signal: stopping.signal }));
    });
  return {
    stop: async () => {
      stopping.abort();
      await Promise.all(polling);
    },
  };
}

type Poller = {
  readonly mapping: Wired<'AWS::Lambda::EventSourceMapping'>;
  readonly host: FunctionHost;
  readonly sqs: SQSClient;
  readonly endpoints: Endpoints;
  readonly now: () => number;
  readonly onTrouble: (trouble: BatchTrouble) => void;
  readonly signal: AbortSignal;
};

async function poll(poller: Poller): Promise<void> {
  const { mapping, host, onTrouble, signal } = poller;
  while (!signal.aborted) {
    try {
      const batch = await gather(poller);
      if (batch.length > 0) await deliver(poller, batch);
    } catch (error) {
      if (signal.aborted) return;
      onTrouble({
        functionName: host.functionName,
        messages: 0,
        error: new Error(`polling for ${mapping.logicalId}`, { cause: error }),
      });
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
  }
}

/** Receives until the batch is full or its window, which the first message opens, has passed. */
async function gather({ mapping, sqs, endpoints, now, signal }: Poller): Promise<readonly Message[]> {
  const { BatchSize, MaximumBatchingWindowInSeconds, EventSourceArn } = mapping.properties;
  const batch: Message[] = [];
  let closesAt: number | null = null;
  while (batch.length < BatchSize) {
    const leftSeconds = closesAt === null ? 20 : Math.ceil((closesAt - now()) / 1000);
    if (leftSeconds <= 0) break;
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: queueUrl(nameInArn(EventSourceArn), endpoints),
        MaxNumberOfMessages: Math.min(mostPerReceive, BatchSize - batch.length),
        WaitTimeSeconds: leftSeconds,
        MessageSystemAttributeNames: ['All'],
        MessageAttributeNames: ['All'],
      }),
      { abortSignal: signal },
    );
    batch.push(...Messages);
    if (batch.length === 0) return [];
    closesAt ??= now() + MaximumBatchingWindowInSeconds * 1000;
  }
  return batch;
}

async function deliver(poller: Poller, batch: readonly Message[]): Promise<void> {
  const { mapping, host, onTrouble } = poller;
  const Records = batch.map((message) => sqsRecord(message, mapping.properties.EventSourceArn));
  let result: unknown;
  try {
    result = await host.invoke({ Records });
  } catch (error) {
    // Nothing is deleted: the queue's visibility timeout brings all of them back.
    onTrouble({ functionName: host.functionName, messages: batch.length, error });
    return;
  }
  const failed = mapping.properties.FunctionResponseTypes.includes('ReportBatchItemFailures')
    ? failedIds(result, batch)
    : [];
  if (failed.length > 0) {
    onTrouble({
      functionName: host.functionName,
      messages: failed.length,
      error: new Error(`${host.functionName} reported ${failed.length} of ${batch.length} messages as failed`),
    });
  }
  await remove(
    poller,
    batch.filter((message) => !failed.includes(message.MessageId ?? '')),
  );
}

/** A response that Lambda cannot read, or that names a message that was not in the batch, fails the whole batch. */
function failedIds(result: unknown, batch: readonly Message[]): readonly string[] {
  const sent = batch.map((message) => message.MessageId ?? '');
  const parsed = partialFailures.nullable().safeParse(result);
  if (!parsed.success) return sent;
  const failed = (parsed.data?.batchItemFailures ?? []).map((failure) => failure.itemIdentifier);
  return failed.every((id) => sent.includes(id)) ? failed : sent;
}

async function remove({ sqs, mapping, endpoints }: Poller, messages: readonly Message[]): Promise<void> {
  for (let start = 0; start < messages.length; start += mostPerReceive) {
    const Entries = messages
      .slice(start, start + mostPerReceive)
      .map((message, index) => ({ Id: String(index), ReceiptHandle: message.ReceiptHandle }));
    const url = queueUrl(nameInArn(mapping.properties.EventSourceArn), endpoints);
    await sqs.send(new DeleteMessageBatchCommand({ QueueUrl: url, Entries }));
  }
}

/** One record of the event that Lambda gives to the function of a queue. */
function sqsRecord(message: Message, eventSourceARN: string): unknown {
  return {
    messageId: message.MessageId,
    receiptHandle: message.ReceiptHandle,
    body: message.Body,
    attributes: message.Attributes ?? {},
    messageAttributes: Object.fromEntries(
      Object.entries(message.MessageAttributes ?? {}).map(([name, value]) => [name, attribute(value)]),
    ),
    md5OfBody: message.MD5OfBody,
    ...(message.MD5OfMessageAttributes === undefined ? {} : { md5OfMessageAttributes: message.MD5OfMessageAttributes }),
    eventSource: 'aws:sqs',
    eventSourceARN,
    awsRegion: region,
  };
}

function attribute(value: MessageAttributeValue): unknown {
  return {
    ...(value.StringValue === undefined ? {} : { stringValue: value.StringValue }),
    ...(value.BinaryValue === undefined ? {} : { binaryValue: Buffer.from(value.BinaryValue).toString('base64') }),
    stringListValues: [],
    binaryListValues: [],
    dataType: value.DataType,
  };
}
