import { z } from 'zod';
import { outcomes } from '../compliance/index.ts';
import { siteSchema } from './site.ts';
import { judgedProtocolSchema } from './studyRecords.ts';

/** What is published of a verdict: no patient data, no UID of the study. */
export const verdictEventSchema = z.object({
  schema: z.literal('ms-mri-check/verdict-event/1'),
  site: siteSchema,
  studyKey: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
  revision: z.int().min(1).max(9999),
  outcome: z.enum(outcomes),
  previousOutcome: z.enum(outcomes).nullable(),
  /** It came of a backfill or a quiet replay: nobody is to be told. */
  quiet: z.literal(true).optional(),
  protocols: z.array(judgedProtocolSchema),
  reportPath: z.string().startsWith('/r/'),
});
export type VerdictEvent = z.infer<typeof verdictEventSchema>;
