import { z } from 'zod';
import { siteSchema } from '../../core/records/index.ts';

/** One object as Step Functions lists it (ItemReader `s3:listObjectsV2`). */
const itemSchema = z.object({
  Key: z.string().min(1),
  Size: z.number().nonnegative().optional(),
  /** Seconds since 1970; a text where somebody wrote the batch by hand. */
  LastModified: z.union([z.number(), z.string()]).optional(),
  Etag: z.string().optional(),
  StorageClass: z.string().optional(),
});
export type ListedObject = z.infer<typeof itemSchema>;

export const batchSchema = z.object({
  BatchInput: z.object({
    site: siteSchema,
    bucket: z.string().min(1),
    /** Nobody is told of the verdicts. */
    quiet: z.boolean(),
  }),
  Items: z.array(itemSchema).min(1),
});
export type Batch = z.infer<typeof batchSchema>;

/** Their bytes have to be restored first, which takes hours and costs; that is the archive's owner's to decide. */
const frozenClasses: readonly string[] = ['GLACIER', 'DEEP_ARCHIVE'];
export function isFrozen({ StorageClass = 'STANDARD' }: ListedObject): boolean {
  return frozenClasses.includes(StorageClass);
}

/** When the object was written, as a sequencer: later versions win among each other, and every event of S3's own wins over them. */
export function sequencerOf({ LastModified }: ListedObject): string {
  if (LastModified === undefined) return '';
  const writtenMs = typeof LastModified === 'number' ? LastModified * 1000 : Date.parse(LastModified);
  return Number.isFinite(writtenMs) ? Math.trunc(writtenMs).toString(16) : '';
}

/**
 * How the keys of a bucket are named in the records. In the bucket that centres drop studies into they name their site; an object
 * of any other bucket is recorded as if it lay there, in a folder named after its bucket.
 */
export function naming(site: string, bucket: string, incomingBucket: string) {
  const above = bucket === incomingBucket ? '' : `incoming/${site}/${bucket}/`;
  return {
    recordedKey: (key: string): string => `${above}${key}`,
    bucketKey: (recorded: string): string => recorded.slice(above.length),
    /** Whether the object is the site's: a prefix may be too short. */
    isOfSite: (key: string): boolean => above !== '' || key.startsWith(`incoming/${site}/`),
  };
}
