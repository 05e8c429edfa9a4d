import { z } from 'zod';

const wanted = 'cite the publication, table and row';

/** What people write where they mean to look later. */
const placeholder =
  /^\W*$|^\W*(to ?do|tbd|tba|tbc|fix ?me|xx+|n\W?a|none|unknown|missing|later|citation|source|cite)\W*$|^\W*(todo|tbd|fixme)\b/i;

/** Where a fact stands: publication, table and row. */
export const citationSchema = z
  .string({ error: wanted })
  .trim()
  .min(1, wanted)
  .refine((text) => text === '' || !placeholder.test(text), {
    error: ({ input }) => `"${String(input)}" is no citation: ${wanted}`,
  })
  .meta({ description: 'Publication, table and row.' });
