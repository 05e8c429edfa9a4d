import { GetObjectCommand, HeadObjectCommand, S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, test } from 'vitest';
import type { BucketNotice } from '../../../functions/ingest/bucketNotice.ts';
import { ObjectGoneError, objectReader } from '../../../functions/ingest/objectReader.ts';

const s3 = mockClient(S3Client);
beforeEach(() => s3.reset());

/** An event that tells neither size nor version, so that both requests are made. */
const notice: BucketNotice = {
  bucket: 'studies',
  key: 'incoming/centre-1/a.dcm',
  size: null,
  eTag: null,
  sequencer: '01',
  eventTimeMs: 0,
  sentAgain: 0,
};
const reads = [
  ['size', () => objectReader(new S3Client(), notice).size()],
  ['range', () => objectReader(new S3Client(), notice).range(0, 100)],
] as const;

describe.each(reads)('reading the %s', (_, read) => {
  test.each([
    ['was deleted', 'NoSuchKey', 404],
    ['was replaced', 'PreconditionFailed', 412],
    ['was replaced by one that ends before the range', 'InvalidRange', 416],
  ])('of an object that %s: it is gone, which no retry mends', async (_, name, status) => {
    refuse(name, status);
    await expect(read()).rejects.toThrow(ObjectGoneError);
  });

  test.each([
    ['lies in an archive class', 'InvalidObjectState', 403, 'object-archived', /restore it/],
    ['has a key of its upload', 'InvalidRequest', 400, 'object-encrypted', /SSE-C/],
    ['has a disabled key', 'KMS.DisabledException', 400, 'object-encrypted', /disabled or gone/],
    ['has a key that is gone', 'KMS.NotFoundException', 400, 'object-encrypted', /disabled or gone/],
    ['has a foreign key', 'AccessDenied', 403, 'object-encrypted', /may not be used here/, 'kms:Decrypt on resource'],
  ])('of an object that %s: no retry mends it, and the reason says what does', async (_, name, status, code, reason, message = name) => {
    refuse(name, status, message);
    await expect(read()).rejects.toMatchObject({
      name: 'ObjectRefusedError',
      code,
      message: expect.stringMatching(reason),
    });
  });

  test.each([
    ['AccessDenied', 403],
    ['KMS.ThrottlingException', 400],
    ['SlowDown', 503],
  ])('%s is no sign that the object is gone: the event comes again', async (name, status) => {
    const refusal = refuse(name, status);
    await expect(read()).rejects.toBe(refusal);
  });
});

function refuse(name: string, httpStatusCode: number, message = name): S3ServiceException {
  const refusal = new S3ServiceException({ name, $fault: 'client', $metadata: { httpStatusCode }, message });
  s3.on(HeadObjectCommand).rejects(refusal);
  s3.on(GetObjectCommand).rejects(refusal);
  return refusal;
}
