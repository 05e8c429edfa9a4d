import { z } from 'zod';
import {
  readIncomingKey,
  settleMessageSchema,
  verdictEventSchema,
  webhookMessageSchema,
} from '../core/records/index.ts';

/** What a dead letter is about, in words without a patient, an object or a UID: its body may name all of them. */
export function deadLetterKind(body: string): string {
  const json = jsonOf(body);
  const settle = settleMessageSchema.safeParse(json).data;
  if (settle !== undefined) return `a study of ${settle.site} to be looked at`;
  const forWebhook = webhookMessageSchema.safeParse(json).data;
  if (forWebhook !== undefined) {
    const { webhook, event } = forWebhook;
    return `a verdict for ${webhook} of ${event.site}: ${event.studyKey} revision ${event.revision}, ${event.outcome}`;
  }
  const verdict = verdictEventSchema.safeParse(json).data;
  if (verdict !== undefined) {
    const { site, studyKey, revision, outcome } = verdict;
    return `a verdict to be told: ${site} ${studyKey} revision ${revision}, ${outcome}`;
  }
  const records = bucketEventSchema.safeParse(json).data?.Records;
  if (records !== undefined && records.length > 0) {
    const sites = [...new Set(records.map(({ s3 }) => siteOf(s3.object.key)))].sort();
    return `${records.length === 1 ? 'an object' : `${records.length} objects`} to be read, of ${sites.join(', ')}`;
  }
  return `a message that is none of ours, of ${Buffer.byteLength(body)} bytes`;
}

/** S3's notification, of which only the key's site is wanted. */
const bucketEventSchema = z.object({
  Records: z.array(z.object({ s3: z.object({ object: z.object({ key: z.string() }) }) })),
});

/** The site needs no decoding: its name is plain. What lies behind it is not looked at. */
function siteOf(key: string): string {
  const reading = readIncomingKey(key);
  return reading.kind === 'object' ? reading.object.site : 'no site';
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The kind of a message that is no JSON is just that.
    return null;
  }
}
