import { z } from 'zod';
import { dicomUidSchema } from './dicomUid.ts';
import { siteSchema } from './site.ts';

/** "Look at this study": what ingest leaves on the settle queue. */
export const settleMessageSchema = z.object({
  site: siteSchema,
  studyInstanceUid: dicomUidSchema,
  /** The study's `arrivals` after the batch. Later arrivals may rely on this message, and then have none of their own. */
  arrival: z.int().min(1),
  /** The centre says that everything is there, and how many objects that is: judge once they are, do not wait for quiet. */
  complete: z.boolean(),
  /** What made this look worth while is nothing that anybody is to be told of. */
  quiet: z.literal(true).optional(),
  /** It is news of another study of the patient, of which somebody is to be told, whatever looked at this one meanwhile. */
  aloud: z.literal(true).optional(),
});
export type SettleMessage = z.infer<typeof settleMessageSchema>;
