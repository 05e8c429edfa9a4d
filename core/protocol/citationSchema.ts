import { z } from 'zod';

/** Where a demand or an interval stands in its source. */
export const citationSchema = z
  .string({ error: 'cite the publication, table and row' })
  .trim()
  .min(1, 'cite the publication, table and row')
  .meta({ description: 'Publication, table and row.' });
