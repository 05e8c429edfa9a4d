import { GetObjectCommand, paginateListObjectsV2, S3Client } from '@aws-sdk/client-s3';
import { centreNotes } from './centreNotes.ts';
import { NothingReadableError } from './commandError.ts';
import { s3Failure } from './s3Failure.ts';
import { type S3Location, s3Path } from './s3Location.ts';

/** One object of a listing. `read` answers bytes from `start` up to, not including, `end`, of the version that was listed. */
export type S3Object = {
  readonly path: string;
  readonly size: number;
  readonly read: (start: number, end: number) => Promise<Uint8Array>;
};

export const s3ReadsAtOnce = 32;

/** Credentials, region and endpoint as the AWS SDK finds them. */
export function s3Client(environment: NodeJS.ProcessEnv): S3Client {
  const endpoint = environment.AWS_ENDPOINT_URL_S3 ?? environment.AWS_ENDPOINT_URL;
  return new S3Client({
    followRegionRedirects: true,
    maxAttempts: 5,
    // A bucket's name before that of another endpoint's host often resolves to nothing.
    forcePathStyle: endpoint !== undefined && endpoint !== '',
    requestHandler: { connectionTimeout: 5000, socketTimeout: 30_000, httpsAgent: { maxSockets: s3ReadsAtOnce + 2 } },
  });
}

/**
 * The object of the location's key, then those below it, in the order of their keys, listed page by page: as a path names
 * a file or a folder. `exam/1` is not `exam/10`, which a bare prefix would be too.
 *
 * @throws NothingReadableError when the listing is refused, or holds nothing
 * @throws UsageError when no region is set
 */
export async function* s3Objects(
  client: S3Client,
  location: S3Location,
  interruption: AbortSignal,
): AsyncGenerator<readonly S3Object[], void, void> {
  const { bucket, key } = location;
  const isFolder = key === '' || key.endsWith('/');
  let found = 0;
  try {
    // The key itself sorts before all others that begin with it.
    const itself = isFolder ? [] : (await firstPage(client, location, interruption)).filter((one) => one.key === key);
    const below = listedPages(client, { bucket, key: isFolder ? key : `${key}/` }, interruption);
    for await (const page of chain(itself, below)) {
      found += page.length;
      const objects = page.filter(isReadable).map((listed) => s3Object(client, bucket, listed, interruption));
      if (objects.length > 0) yield objects;
    }
  } catch (error) {
    throw interruption.aborted ? error : (s3Failure(error, bucket) ?? error);
  }
  if (found > 0) return;
  throw new NothingReadableError(`${s3Path(bucket, key)}: there is no such object, and none below it.`);
}

type Listed = { readonly key: string; readonly size: number; readonly eTag: string | null };

async function* chain(
  first: readonly Listed[],
  rest: AsyncGenerator<readonly Listed[]>,
): AsyncGenerator<readonly Listed[]> {
  yield first;
  yield* rest;
}

async function firstPage(client: S3Client, location: S3Location, interruption: AbortSignal) {
  const { value } = await listedPages(client, location, interruption, 1).next();
  return value ?? [];
}

async function* listedPages(
  client: S3Client,
  { bucket, key }: S3Location,
  interruption: AbortSignal,
  pageSize = 1000,
): AsyncGenerator<readonly Listed[], void, void> {
  const pages = paginateListObjectsV2(
    { client, pageSize },
    // XML cannot hold every character that a key can.
    { Bucket: bucket, Prefix: key, EncodingType: 'url' },
    { abortSignal: interruption },
  );
  for await (const { Contents = [], EncodingType } of pages) {
    yield Contents.map(({ Key = '', Size = 0, ETag = null }) => ({
      key: EncodingType === 'url' ? decodeURIComponent(Key.replaceAll('+', ' ')) : Key,
      size: Size,
      eTag: ETag,
    }));
  }
}

/** "Create folder" in the S3 console leaves an empty object whose key ends in a slash. */
function isReadable({ key }: Listed): boolean {
  const name = key.slice(key.lastIndexOf('/') + 1);
  return !key.endsWith('/') && (name === 'study.json' || !centreNotes.has(name));
}

function s3Object(client: S3Client, bucket: string, { key, size, eTag }: Listed, interruption: AbortSignal): S3Object {
  return {
    path: s3Path(bucket, key),
    size,
    async read(start, end) {
      if (end <= start) return new Uint8Array();
      const { Body, ContentLength } = await client.send(
        new GetObjectCommand({
          Bucket: bucket,
          Key: key,
          Range: `bytes=${start}-${end - 1}`,
          ...(eTag === null ? {} : { IfMatch: eTag }),
        }),
        { abortSignal: interruption },
      );
      if (Body === undefined || ContentLength !== end - start) {
        // Not fetched: an endpoint that knows no ranges would send the whole object, pixels and all.
        if (Body !== undefined && 'destroy' in Body) Body.destroy();
        throw new RangeNotAnsweredError();
      }
      return await Body.transformToByteArray();
    },
  };
}

/** The endpoint answered with other bytes than were asked for. */
export class RangeNotAnsweredError extends Error {
  override readonly name = 'RangeNotAnsweredError';
  constructor() {
    super('The endpoint did not answer with the range of bytes that was asked for.');
  }
}
