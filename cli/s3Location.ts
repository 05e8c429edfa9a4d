import { UsageError } from './commandError.ts';

/** Where in S3 to read: an object of this key or all below it; the whole bucket when the key is empty. */
export type S3Location = { readonly bucket: string; readonly key: string };

export function isS3Path(path: string): boolean {
  return /^s3:/i.test(path);
}

/** @throws UsageError for what names no bucket */
export function s3Location(path: string): S3Location {
  const match = /^s3:\/\/(?<bucket>[^/]*)(?:\/(?<key>.*))?$/s.exec(path);
  const { bucket = '', key = '' } = match?.groups ?? {};
  if (bucket === '') throw new UsageError(`${path}: name a bucket, as in s3://bucket/prefix.`);
  // Bucket naming rules of Amazon S3, with the longer names and capitals that buckets of before 2018 may have.
  if (!/^[A-Za-z0-9][\w.-]{1,253}[A-Za-z0-9]$/.test(bucket)) {
    throw new UsageError(`${path}: "${bucket}" can be no bucket's name; give s3://bucket/prefix.`);
  }
  return { bucket, key };
}

export function s3Path(bucket: string, key: string): string {
  return `s3://${bucket}/${key}`;
}
