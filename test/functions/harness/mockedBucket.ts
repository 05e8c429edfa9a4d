import { GetObjectCommand, HeadObjectCommand, S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';

export type MockedBucket = ReturnType<typeof mockBucket>;

/** A bucket that answers ranges and If-Match as S3 does, and remembers what was asked of it. */
export function mockBucket() {
  const objects = new Map<string, { readonly bytes: Uint8Array; readonly eTag: string }>();
  const s3 = mockClient(S3Client);
  let onRead: (key: string, start: number) => void | Promise<void> = () => undefined;
  const find = (key: string | undefined, ifMatch: string | undefined) => {
    const object = objects.get(key ?? '');
    if (object === undefined) throw refusal('NoSuchKey', 404);
    if (ifMatch !== undefined && ifMatch !== `"${object.eTag}"`) throw refusal('PreconditionFailed', 412);
    return object;
  };
  const answer = () => {
    s3.reset();
    onRead = () => undefined;
    s3.on(HeadObjectCommand).callsFake(({ Key, IfMatch }) => ({ ContentLength: find(Key, IfMatch).bytes.length }));
    s3.on(GetObjectCommand).callsFake(async ({ Key, IfMatch, Range }) => {
      const { bytes } = find(Key, IfMatch);
      const [, start, end] = /^bytes=(\d+)-(\d+)$/.exec(Range ?? '') ?? [];
      if (start === undefined || end === undefined) throw new Error('A read without a range would fetch pixel data.');
      await onRead(Key ?? '', Number(start));
      const range = bytes.slice(Number(start), Number(end) + 1);
      return { Body: { transformToByteArray: () => Promise.resolve(range) } };
    });
  };
  answer();
  return {
    s3,
    /** Forgets what was asked and every failure that a test asked for; the objects stay. */
    reset: answer,
    /** Has something happen before each ranged read is answered, until `reset`. */
    whenRead(happen: typeof onRead): void {
      onRead = happen;
    },
    put(key: string, bytes: Uint8Array | string, eTag = `etag-${objects.size}`): void {
      objects.set(key, { bytes: typeof bytes === 'string' ? Buffer.from(bytes) : bytes, eTag });
    },
    delete(key: string): void {
      objects.delete(key);
    },
    object(key: string): { readonly size: number; readonly eTag: string } {
      const object = objects.get(key);
      if (object === undefined) throw new Error(`The test put no object at ${key}.`);
      return { size: object.bytes.length, eTag: object.eTag };
    },
  };
}

function refusal(name: string, httpStatusCode: number): S3ServiceException {
  return new S3ServiceException({ name, $fault: 'client', $metadata: { httpStatusCode }, message: name });
}
