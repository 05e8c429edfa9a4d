import { JSONStringified } from '@aws-lambda-powertools/parser/helpers';
import { z } from 'zod';

/** One object that was created in the bucket. */
export type BucketNotice = {
  readonly bucket: string;
  /** Decoded. */
  readonly key: string;
  readonly size: number | null;
  /** Without quotes. */
  readonly eTag: string | null;
  readonly sequencer: string;
  readonly eventTimeMs: number;
  /** How often it was sent once more, since its turn came too late. */
  readonly sentAgain: number;
};

// Of the event only what is used: S3 may add fields, and Powertools' schema asks for several that say nothing to us.
const s3RecordSchema = z.object({
  eventName: z.string(),
  eventTime: z.iso.datetime({ offset: true }),
  s3: z.object({
    bucket: z.object({ name: z.string().min(1) }),
    object: z.object({
      key: z.string().min(1),
      size: z.number().nonnegative().optional(),
      eTag: z.string().optional(),
      sequencer: z.string().max(40).optional(),
    }),
  }),
});
const s3MessageSchema = JSONStringified(
  z.union([
    z.object({ Records: z.array(s3RecordSchema), sentAgain: z.int().nonnegative().default(0) }),
    // Sent once when the notification is set up.
    z.object({ Event: z.literal('s3:TestEvent') }).transform(() => ({ Records: [], sentAgain: 0 })),
  ]),
);

/** The created objects that an intake message names. @throws ZodError when it is no S3 notification. */
export function readBucketNotices(body: string): readonly BucketNotice[] {
  const { Records, sentAgain } = s3MessageSchema.parse(body);
  return Records.filter(({ eventName }) => /^(?:s3:)?ObjectCreated:/.test(eventName)).map(({ eventTime, s3 }) => ({
    bucket: s3.bucket.name,
    key: decodedKey(s3.object.key),
    size: s3.object.size ?? null,
    eTag: s3.object.eTag?.replaceAll('"', '') ?? null,
    sequencer: s3.object.sequencer ?? '',
    eventTimeMs: Date.parse(eventTime),
    sentAgain,
  }));
}

/** The message that says the same of one object, sent once more. */
export function sentOnceMore({ bucket, key, size, eTag, sequencer, eventTimeMs, sentAgain }: BucketNotice): string {
  const object = {
    key: encodeURIComponent(key),
    ...(size === null ? {} : { size }),
    ...(eTag === null ? {} : { eTag }),
    sequencer,
  };
  const eventTime = new Date(eventTimeMs).toISOString();
  const record = { eventName: 'ObjectCreated:SentAgain', eventTime, s3: { bucket: { name: bucket }, object } };
  return JSON.stringify({ Records: [record], sentAgain: sentAgain + 1 });
}

/** S3 writes keys as a form does: percent-encoded, a blank as `+`. */
function decodedKey(key: string): string {
  return decodeURIComponent(key.replaceAll('+', ' '));
}
