import type { Batch } from '../../../functions/backfill/archivedItems.ts';
import type { MockedBucket } from './mockedBucket.ts';

/** 3 February 2020, in seconds, as a listing says it. */
export const listedAt = 1_580_724_000;

/** Objects as S3 lists them to a backfill. */
export function listing(bucket: MockedBucket, keys: readonly string[], lastModified = listedAt): Batch['Items'] {
  return keys.map((Key) => {
    const { size, eTag } = bucket.object(Key);
    return { Key, Size: size, Etag: `"${eTag}"`, LastModified: lastModified, StorageClass: 'STANDARD' };
  });
}
