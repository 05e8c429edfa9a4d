import { z } from 'zod';
import { outcomes } from '../compliance/index.ts';
import { examRegions, indications } from '../protocol/index.ts';
import { packedJsonSchema } from './packedJson.ts';
import { objectRejectCodeSchema } from './rejectReasons.ts';

/** Primary keys of the Studies table. */
export type ItemKey = { readonly pk: string; readonly sk: string };

export function studyPk(site: string, studyInstanceUid: string): string {
  return `STUDY#${site}#${studyInstanceUid}`;
}

export function studyItemKey(site: string, studyInstanceUid: string): ItemKey {
  return { pk: studyPk(site, studyInstanceUid), sk: 'STUDY' };
}

export const instancePrefix = 'INSTANCE#';
/**
 * An instance may lie in several places of the bucket (loose and in an archive, in two archives that overlap), each of which may
 * be replaced without the others: so each has an item of its own.
 */
export function instanceSk(seriesInstanceUid: string, sopInstanceUid: string, keyDigest: string): string {
  return `${instancePrefix}${seriesInstanceUid}#${sopInstanceUid}#${keyDigest}`;
}

/** The same for an instance wherever it lies. */
export function instanceOf({ sk, keyDigest }: Pick<InstanceItem, 'sk' | 'keyDigest'>): string {
  return sk.slice(instancePrefix.length, -`#${keyDigest}`.length);
}

export const rejectPrefix = 'REJECT#';
export function rejectSk(keyDigest: string): string {
  return `${rejectPrefix}${keyDigest}`;
}

export const verdictPrefix = 'VERDICT#';
const lastRevision = 9999;
/** @throws RangeError beyond revision 9999, where keys would no longer sort. */
export function verdictSk(revision: number): string {
  if (!Number.isInteger(revision) || revision < 1 || revision > lastRevision) {
    throw new RangeError(`Verdict revision ${revision} is not between 1 and ${lastRevision}.`);
  }
  return `${verdictPrefix}${String(revision).padStart(4, '0')}`;
}

/** Where the portal finds a study by the name that links carry. */
export function studyPointerKey(site: string, studyKey: string): ItemKey {
  return { pk: `KEY#${site}#${studyKey}`, sk: 'STUDY' };
}

/** Partition key of the `byPatient` index. */
export function patientPk(site: string, patientKey: string): string {
  return `PATIENT#${site}#${patientKey}`;
}

/** Partition key of the `bySite` index. @param studyDate `YYYY-MM-DD` */
export function sitePk(site: string, studyDate: string): string {
  return `SITE#${site}#${studyDate.slice(0, 7)}`;
}

const epochMs = z.number();
const key = { pk: z.string(), sk: z.string() };

export const studyItemSchema = z.object({
  ...key,
  site: z.string(),
  studyInstanceUid: z.string(),
  studyKey: z.string(),
  /** Event times of the bucket. */
  firstArrivalMs: epochMs,
  /** As far as whoever counted last knew: of batches that are counted at the same time either may be. */
  lastArrivalMs: epochMs,
  /** Rises by one with each batch that touched the study: orders arrivals without trusting anyone's clock. */
  arrivals: z.number(),
  /** Of these, those of a backfill that nobody is to be told of; left out while there are none. */
  quietArrivals: z.number().optional(),
  /** Of the others, those that a verdict has been written since. */
  judgedLoudArrivals: z.number().optional(),
  /** The settle message of this arrival, or of a later one, was sent for certain. */
  sentArrival: z.number().optional(),
  /**
   * That message is not handed out before this, by the clock of whoever sent it: until then an arrival needs none of its own, since the
   * look that is to come sees it. Left out where the next arrival is to ask for itself.
   */
  nextLookMs: epochMs.optional(),
  /** When the study will have been quiet for long enough, unless more arrives. */
  quietAtMs: epochMs.optional(),
  /** When what is not yet judged began to arrive; left out while nothing waits. */
  waitingSinceMs: epochMs.optional(),
  /** Of a study that waits for announced objects: until then a message is on its way that says to look again, */
  lookAgainMs: epochMs.optional(),
  /** and it carries this arrival. */
  lookAgainArrival: z.number().optional(),
  /** `YYYY-MM-DD`; sort key of both indexes, so left out when not known. */
  studyDate: z.string().optional(),
  sitePk: z.string().optional(),
  patientPk: z.string().optional(),
  /** Under which of these the patient's other studies know this one: what it had when they were last told of it. */
  patientPkTold: z.string().optional(),
  studyDateTold: z.string().optional(),
  birthDateKey: z.string().optional(),
  /** Digests of the folders whose `study.json` counts, `mostFolders` at most. */
  folders: z.set(z.string()).optional(),
  latestRevision: z.number().optional(),
  /** Every revision up to this one was published. */
  announcedRevision: z.number().optional(),
  outcome: z.enum(outcomes).optional(),
  indications: z.array(z.enum(indications)).optional(),
  instances: z.number().optional(),
  rejects: z.number().optional(),
  /** What the latest verdict's study is known to show: a region asked for in this study or another one near it. */
  regionsImaged: z.array(z.enum(examRegions)).optional(),
  /** The same as the patient's other studies were last told of it. */
  regionsTold: z.array(z.enum(examRegions)).optional(),
});
export type StudyItem = z.infer<typeof studyItemSchema>;

export const instanceItemSchema = z.object({
  ...key,
  /** Of the object's key in the bucket; for a file in an archive, of its path there below the archive's key. */
  keyDigest: z.string(),
  /** Of the key of the archive that it lies in. */
  archiveDigest: z.string().optional(),
  sequencer: z.string(),
  bytesRead: z.number(),
  bytesTotal: z.number(),
  /** An `AcquisitionHeader`. */
  header: packedJsonSchema,
});
export type InstanceItem = z.infer<typeof instanceItemSchema>;

export const rejectItemSchema = z.object({
  ...key,
  keyDigest: z.string(),
  archiveDigest: z.string().optional(),
  sequencer: z.string(),
  code: objectRejectCodeSchema,
  reason: z.string(),
  /** Of the object, where its header says; a CT is no fault, an unreadable MR is one. */
  modality: z.string().nullable(),
  seriesInstanceUid: z.string().optional(),
  bytesRead: z.number(),
  bytesTotal: z.number(),
});
export type RejectItem = z.infer<typeof rejectItemSchema>;

export const judgedProtocolSchema = z.object({
  id: z.string(),
  revision: z.number(),
  region: z.enum(examRegions).nullable(),
  indication: z.enum(indications).nullable(),
  outcome: z.enum(outcomes),
});

/** Never changed once written. */
export const verdictItemSchema = z.object({
  ...key,
  revision: z.number(),
  inputDigest: z.string(),
  engine: z.string(),
  outcome: z.enum(outcomes),
  /** The last one that anybody was told: "not applicable" is passed over, and so is a quiet one. */
  previousOutcome: z.enum(outcomes).nullable(),
  /** Nobody is told of it: it came of a backfill or a quiet replay alone. */
  quiet: z.literal(true).optional(),
  protocols: z.array(judgedProtocolSchema),
  judgedAtMs: epochMs,
  /** A `Report`. */
  report: packedJsonSchema,
});
export type VerdictItem = z.infer<typeof verdictItemSchema>;

export const studyPointerItemSchema = z.object({ ...key, studyInstanceUid: z.string() });
export type StudyPointerItem = z.infer<typeof studyPointerItemSchema>;
