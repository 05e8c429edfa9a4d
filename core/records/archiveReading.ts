import { z } from 'zod';
import { type ItemKey, studyPk } from './studyRecords.ts';

export const archiveReadingPrefix = 'READING#';

/** An archive of which images of a study are being written: until it is over, what is there of the study may be a part of it. */
export const archiveReadingItemSchema = z.object({
  pk: z.string(),
  sk: z.string(),
  /** When whoever reads it, or reads it again should that fail, will have ended; then, when it did. */
  untilMs: z.number(),
});
export type ArchiveReadingItem = z.infer<typeof archiveReadingItemSchema>;

/** Each version of an archive by itself: one may be read while another one is not done. */
export function archiveReadingKey(
  site: string,
  studyInstanceUid: string,
  archive: { readonly keyDigest: string; readonly sequencer: string },
): ItemKey {
  return {
    pk: studyPk(site, studyInstanceUid),
    sk: `${archiveReadingPrefix}${archive.keyDigest}#${archive.sequencer}`,
  };
}
