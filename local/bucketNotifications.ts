import { HeadObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { FauxqsServer, SpyMessage } from 'fauxqs';
import type { PropertiesOf } from './knownResources.ts';
import { LocalStackError } from './localStackError.ts';
import { bucketName, nameInArn, region } from './physicalNames.ts';
import type { Wiring } from './wiring.ts';

/** One object that arrived. */
export type CreatedObject = {
  readonly bucket: string;
  readonly key: string;
  readonly size: number;
  readonly eTag: string;
  readonly eventName: string;
  readonly eventTime: string;
  /** Counts the writes: a later write of the same key has the greater one. */
  readonly sequence: number;
};

type Notifications = NonNullable<PropertiesOf<'AWS::S3::Bucket'>['NotificationConfiguration']>;
export type QueueConfiguration = Notifications['QueueConfigurations'][number];

export type BucketNotifications = {
  /** Objects whose event is not yet in its queue. */
  readonly pending: () => number;
  /** Sends the events of the newest version of an object again, as S3 may. */
  readonly repeat: (bucket: string, key: string) => Promise<void>;
  /** Sends the events of an object that was uploaded before this run and may not have been told of. */
  readonly announce: (bucket: string, key: string) => void;
  readonly stop: () => void;
};

/** Tells the queues of the template about each object that is uploaded, which the S3 emulator itself does not. */
export function startBucketNotifications(options: {
  readonly wiring: Wiring;
  readonly messaging: FauxqsServer;
  readonly s3: S3Client;
  readonly now: () => Date;
  readonly onError: (error: unknown) => void;
  /** The first object's number: above those of every earlier run on the same state. */
  readonly firstSequence?: number;
  /** Told of each event once it is in its queues. */
  readonly onNotified?: (created: CreatedObject) => void;
}): BucketNotifications {
  const { wiring, messaging, s3, now, onError, onNotified } = options;
  const configurations = new Map(
    wiring.buckets.map(({ logicalId, properties }) => [
      bucketName(logicalId),
      properties.NotificationConfiguration?.QueueConfigurations ?? [],
    ]),
  );
  requireKnownQueues(wiring);
  const sequences = new Map<string, number>();
  let sequence = (options.firstSequence ?? 1) - 1;
  let pending = 0;
  let stopped = false;

  const notify = async (bucket: string, key: string, atSequence: number): Promise<void> => {
    const eventTime = now().toISOString();
    const head = await s3.send(new HeadObjectCommand({ Bucket: bucket, Key: key }));
    const eTag = (head.ETag ?? '').replaceAll('"', '');
    const created: CreatedObject = {
      bucket,
      key,
      size: head.ContentLength ?? 0,
      eTag,
      // The ETag of an object that was uploaded in parts ends in their number.
      eventName: eTag.includes('-') ? 'ObjectCreated:CompleteMultipartUpload' : 'ObjectCreated:Put',
      eventTime,
      sequence: atSequence,
    };
    for (const configuration of configurations.get(bucket) ?? []) {
      if (!isWanted(created, configuration)) continue;
      messaging.sendMessage(nameInArn(configuration.Queue), JSON.stringify(s3Event(created)));
    }
    onNotified?.(created);
  };
  const onUpload = (bucket: string, key: string): void => {
    sequence += 1;
    sequences.set(`${bucket}/${key}`, sequence);
    pending += 1;
    notify(bucket, key, sequence)
      .catch((error: unknown) => {
        if (!stopped) onError(error);
      })
      .finally(() => {
        pending -= 1;
      });
  };
  listenToUploads(messaging, onUpload);
  return {
    pending: () => pending,
    repeat: (bucket, key) => notify(bucket, key, sequences.get(`${bucket}/${key}`) ?? 0),
    announce: onUpload,
    stop: () => {
      stopped = true;
      messaging.spy.clear();
    },
  };
}

/** S3's notification message, version 2.1: the key URL-encoded with `+` for a space, the sequencer a hexadecimal number that grows. */
export function s3Event(created: CreatedObject): { readonly Records: readonly unknown[] } {
  return {
    Records: [
      {
        eventVersion: '2.1',
        eventSource: 'aws:s3',
        awsRegion: region,
        eventTime: created.eventTime,
        eventName: created.eventName,
        userIdentity: { principalId: 'local' },
        requestParameters: { sourceIPAddress: '127.0.0.1' },
        responseElements: {},
        s3: {
          s3SchemaVersion: '1.0',
          configurationId: 'local',
          bucket: {
            name: created.bucket,
            ownerIdentity: { principalId: 'local' },
            arn: `arn:aws:s3:::${created.bucket}`,
          },
          object: {
            key: encodeKey(created.key),
            size: created.size,
            eTag: created.eTag,
            sequencer: created.sequence.toString(16).toUpperCase().padStart(18, '0'),
          },
        },
      },
    ],
  };
}

/** As S3 does it: like a form field, but a slash stays a slash. */
export function encodeKey(key: string): string {
  return new URLSearchParams({ key }).toString().slice('key='.length).replaceAll('%2F', '/');
}

/** Whether a bucket's configuration asks for this event: its name, and the key's prefix and suffix. */
export function isWanted(
  created: Pick<CreatedObject, 'key' | 'eventName'>,
  configuration: QueueConfiguration,
): boolean {
  const event = configuration.Event.replace(/^s3:/, '');
  if (event !== 'ObjectCreated:*' && event !== created.eventName) return false;
  return (configuration.Filter?.S3Key.Rules ?? []).every(({ Name, Value }) =>
    Name === 'prefix' ? created.key.startsWith(Value) : created.key.endsWith(Value),
  );
}

/** The spy keeps asking a waiter whose filter never matches: a listener in all but name. */
function listenToUploads(messaging: FauxqsServer, onUpload: (bucket: string, key: string) => void): void {
  const listener = (message: SpyMessage): boolean => {
    if (message.service === 's3' && message.status === 'uploaded') onUpload(message.bucket, message.key);
    return false;
  };
  messaging.spy.waitForMessage(listener).catch(() => {
    // Only clearing the spy, which ends the listening, comes here.
  });
}

function requireKnownQueues(wiring: Wiring): void {
  for (const { logicalId, properties } of wiring.buckets) {
    for (const { Queue } of properties.NotificationConfiguration?.QueueConfigurations ?? []) {
      if (wiring.queues.some((queue) => queue.logicalId === nameInArn(Queue))) continue;
      throw new LocalStackError(`${logicalId}: ${Queue} is no queue of this template`);
    }
  }
}
