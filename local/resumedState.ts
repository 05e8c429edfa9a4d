import { appendFileSync, existsSync, readFileSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3';
import type { BucketNotifications, CreatedObject } from './bucketNotifications.ts';
import { wholeLines } from './keptMails.ts';
import { bucketName } from './physicalNames.ts';
import type { Wiring } from './wiring.ts';

/** The objects whose events are in their queues, by bucket, key and ETag. */
export type ToldObjects = {
  readonly has: (object: ObjectName) => boolean;
  readonly note: (created: CreatedObject) => void;
};
type ObjectName = Pick<CreatedObject, 'bucket' | 'key' | 'eTag'>;

/** Those of earlier runs on this state and of this one. */
export function keptToldObjects(stateFolder: string): ToldObjects {
  const path = join(stateFolder, 'told.jsonl');
  const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
  const lines = wholeLines(text);
  const told = new Set(lines);
  // A line that was being written is not gone on with.
  if (text !== '') truncateSync(path, Buffer.byteLength(lines.map((line) => `${line}\n`).join('')));
  return {
    has: (object) => told.has(nameOf(object)),
    note: (created) => {
      told.add(nameOf(created));
      appendFileSync(path, `${nameOf(created)}\n`);
    },
  };
}

function nameOf({ bucket, key, eTag }: ObjectName): string {
  return JSON.stringify([bucket, key, eTag]);
}

/**
 * Sends the events of objects that were stored before this run and perhaps not told of: S3 loses none. One whose event was sent, and
 * whose sending was not written down any more, is told of twice, as S3 may.
 */
export async function announceUntold(
  wiring: Wiring,
  s3: S3Client,
  { announce }: Pick<BucketNotifications, 'announce'>,
  told: ToldObjects,
): Promise<void> {
  for (const { logicalId } of wiring.buckets) {
    const bucket = bucketName(logicalId);
    for await (const { Contents = [] } of paginateListObjectsV2({ client: s3 }, { Bucket: bucket })) {
      for (const { Key: key, ETag = '' } of Contents) {
        if (key !== undefined && !told.has({ bucket, key, eTag: ETag.replaceAll('"', '') })) announce(bucket, key);
      }
    }
  }
}

/**
 * Makes messages visible that were being handled when the last run ended: their functions are no more. SQS would do so when their
 * visibility timeout is over, half an hour later for the intake queue. To be called before the emulator opens its store: it takes no
 * such change later, since it then writes a count of receives that its own table refuses.
 */
export function returnInFlight(stateFolder: string): void {
  const path = messagingStore(stateFolder);
  if (!existsSync(path)) return;
  const store = new DatabaseSync(path);
  store.exec('UPDATE sqs_messages SET receipt_handle = NULL, visibility_deadline = NULL');
  store.close();
}

function messagingStore(stateFolder: string): string {
  return join(stateFolder, 'messaging', 'fauxqs.db');
}
