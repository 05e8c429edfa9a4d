import type { Context, SQSEvent } from 'aws-lambda';
import type { MockedBucket } from './mockedBucket.ts';

export type Delivery = {
  readonly id: string;
  readonly body: string;
  /** How often it was received, this time included; once unless said. */
  readonly tries?: number;
  /** Until it was first received. */
  readonly waitedMs?: number;
};

/** A batch as Lambda receives it. */
export function batchOf(deliveries: readonly Delivery[]): SQSEvent {
  return {
    Records: deliveries.map(({ id, body, tries = 1, waitedMs = 0 }) => ({
      messageId: id,
      receiptHandle: id,
      body,
      attributes: {
        ApproximateReceiveCount: String(tries),
        SentTimestamp: '0',
        SenderId: 'test',
        ApproximateFirstReceiveTimestamp: String(waitedMs),
      },
      messageAttributes: {},
      md5OfBody: '',
      eventSource: 'aws:sqs',
      eventSourceARN: 'arn:aws:sqs:eu-central-1:000000000000:queue',
      awsRegion: 'eu-central-1',
    })),
  };
}

export type Notified = {
  readonly key: string;
  readonly sequencer?: string;
  readonly time?: string;
  readonly eTag?: string;
};

/** An intake message: S3's notification of one created object. */
export function created(bucket: MockedBucket, notified: Notified): Delivery {
  const { key, sequencer = '01', time = '2025-02-03T10:00:00.000Z' } = notified;
  const { size, eTag } = bucket.object(key);
  const body = {
    Records: [
      {
        eventVersion: '2.1',
        eventSource: 'aws:s3',
        eventTime: time,
        eventName: 'ObjectCreated:Put',
        s3: {
          bucket: { name: 'studies', arn: 'arn:aws:s3:::studies' },
          object: { key: formEncoded(key), size, eTag: notified.eTag ?? eTag, sequencer },
        },
      },
    ],
  };
  return { id: `${key}@${sequencer}`, body: JSON.stringify(body) };
}

/** S3 encodes keys as a form does, slashes left alone. */
function formEncoded(key: string): string {
  return encodeURIComponent(key).replaceAll('%20', '+').replaceAll('%2F', '/');
}

export const lambdaContext: Context = {
  callbackWaitsForEmptyEventLoop: false,
  functionName: 'test',
  functionVersion: '1',
  invokedFunctionArn: 'arn:aws:lambda:eu-central-1:000000000000:function:test',
  memoryLimitInMB: '512',
  awsRequestId: 'request',
  logGroupName: 'group',
  logStreamName: 'stream',
  getRemainingTimeInMillis: () => 300_000,
  done: () => undefined,
  fail: () => undefined,
  succeed: () => undefined,
};
