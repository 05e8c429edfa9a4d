import { GetObjectCommand, HeadObjectCommand, type S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import type { BucketNotice } from './bucketNotice.ts';
import { ObjectRefusedError, refusalIn } from './refusedObject.ts';

/** The object was deleted or replaced since its event; a replacement has an event of its own. */
export class ObjectGoneError extends Error {
  override readonly name = 'ObjectGoneError';
}

export type ObjectReader = ReturnType<typeof objectReader>;

/** Ranged reads, all of the one version that the event was about. They throw ObjectGoneError and ObjectRefusedError. */
export function objectReader(objects: S3Client, notice: BucketNotice) {
  const object = { Bucket: notice.bucket, Key: notice.key };
  const sameVersion = notice.eTag === null ? {} : { IfMatch: `"${notice.eTag}"` };
  return {
    async size(): Promise<number> {
      if (notice.size !== null) return notice.size;
      const { ContentLength } = await answered(objects.send(new HeadObjectCommand({ ...object, ...sameVersion })));
      return ContentLength ?? 0;
    },

    /** Bytes from `start` up to, not including, `end`. */
    async range(start: number, end: number): Promise<Uint8Array> {
      if (end <= start) return new Uint8Array();
      const { Body } = await answered(
        objects.send(new GetObjectCommand({ ...object, ...sameVersion, Range: `bytes=${start}-${end - 1}` })),
      );
      return Body === undefined ? new Uint8Array() : Body.transformToByteArray();
    },
  };
}

async function answered<Answer>(sending: Promise<Answer>): Promise<Answer> {
  try {
    return await sending;
  } catch (error) {
    if (error instanceof S3ServiceException && goneStatuses.includes(error.$metadata.httpStatusCode ?? 0)) {
      throw new ObjectGoneError('The object is not there any more as its event described it.', { cause: error });
    }
    const refusal = refusalIn(error);
    if (refusal !== null) throw new ObjectRefusedError(refusal, error);
    throw error;
  }
}

// Not found; If-Match failed; the range lies beyond an object that has shrunk.
const goneStatuses: readonly number[] = [404, 412, 416];
