import { z } from 'zod';
import { studyJsonSchema } from './studyJson.ts';
import type { ItemKey } from './studyRecords.ts';

/**
 * A folder is a partition of its own: the `FOLDER` item, one `STUDY#<uid>` item for each study seen in it, and a
 * `REJECT#<key digest>` item for each object that belongs to no study. Items rather than a list in one item: a site may
 * drop everything into one folder for years, and an item ends at 400 KB.
 */
export function folderPk(site: string, folderDigest: string): string {
  return `FOLDER#${site}#${folderDigest}`;
}

export function folderDigestOf(pk: string): string {
  return pk.slice(pk.lastIndexOf('#') + 1);
}

export function folderItemKey(site: string, folderDigest: string): ItemKey {
  return { pk: folderPk(site, folderDigest), sk: 'FOLDER' };
}

export const folderStudyPrefix = 'STUDY#';
export function folderStudyKey(site: string, folderDigest: string, studyInstanceUid: string): ItemKey {
  return { pk: folderPk(site, folderDigest), sk: `${folderStudyPrefix}${studyInstanceUid}` };
}

export const folderItemSchema = z.object({
  pk: z.string(),
  sk: z.string(),
  /** 0 is the site itself; the deepest folder's `study.json` wins. */
  depth: z.number(),
  /** Left out where the latest `study.json` could not be read. */
  studyJson: studyJsonSchema.optional(),
  studyJsonSequencer: z.string().optional(),
  /** Of the key of the archive that it lies in. */
  studyJsonArchive: z.string().optional(),
  /** When `_COMPLETE` was dropped, the last time. */
  completeMarkerMs: z.number().optional(),
  /** There are `REJECT#` items in this partition. */
  hasRejects: z.boolean().optional(),
  /** The study that counts these rejects among its own, being the only one here: a second study is news to it. */
  rejectsOf: z.string().optional(),
});
export type FolderItem = z.infer<typeof folderItemSchema>;

export const folderStudyItemSchema = z.object({ pk: z.string(), sk: z.string(), studyInstanceUid: z.string() });
