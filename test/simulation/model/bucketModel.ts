import { createHash } from 'node:crypto';
import { NotModelledError, ServiceFailure } from './serviceFailure.ts';

export type BucketModel = ReturnType<typeof bucketModel>;

type StoredObject = { readonly bytes: Uint8Array; readonly eTag: string };

/** An S3 bucket without versions: a key holds its latest object, and says so by its ETag. */
export function bucketModel(name: string) {
  const objects = new Map<string, StoredObject>();
  let puts = 0;
  return {
    /** Answers the body of the notification that S3 sends of it. */
    put(key: string, bytes: Uint8Array, atMs: number): string {
      puts += 1;
      const eTag = createHash('md5').update(bytes).digest('hex');
      objects.set(key, { bytes, eTag });
      return notification({ name, key, bytes, eTag, atMs, sequencer: sequencerOf(puts) });
    },
    apply(command: string, input: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
      const object = objects.get(String(input.Key));
      if (input.Bucket !== name || object === undefined) throw new ServiceFailure('NoSuchKey', 404);
      if (input.IfMatch !== undefined && input.IfMatch !== `"${object.eTag}"`)
        throw new ServiceFailure('PreconditionFailed', 412);
      if (command === 'HeadObjectCommand') return { ContentLength: object.bytes.length };
      if (command === 'GetObjectCommand') return { bytes: rangeOf(object.bytes, input.Range) };
      throw new NotModelledError(`The bucket has no model of ${command}.`);
    },
  };
}

function rangeOf(bytes: Uint8Array, range: unknown): Uint8Array {
  const [, start, end] = /^bytes=(\d+)-(\d+)$/.exec(String(range)) ?? [];
  if (start === undefined || end === undefined)
    throw new NotModelledError('A read without a range would fetch pixels.');
  if (Number(start) >= bytes.length) throw new ServiceFailure('InvalidRange', 416);
  return bytes.slice(Number(start), Number(end) + 1);
}

/** Hexadecimal, growing, of differing lengths: only as numbers do they stand in order. */
function sequencerOf(put: number): string {
  return (0xf0 + put * 7).toString(16).toUpperCase();
}

function notification(object: {
  readonly name: string;
  readonly key: string;
  readonly bytes: Uint8Array;
  readonly eTag: string;
  readonly atMs: number;
  readonly sequencer: string;
}): string {
  const { name, key, bytes, eTag, atMs, sequencer } = object;
  return JSON.stringify({
    Records: [
      {
        eventVersion: '2.1',
        eventSource: 'aws:s3',
        eventName: 'ObjectCreated:Put',
        eventTime: new Date(atMs).toISOString(),
        s3: { bucket: { name }, object: { key: formEncoded(key), size: bytes.length, eTag, sequencer } },
      },
    ],
  });
}

/** S3 encodes keys as a form does, slashes left alone. */
function formEncoded(key: string): string {
  return encodeURIComponent(key).replaceAll('%20', '+').replaceAll('%2F', '/');
}
