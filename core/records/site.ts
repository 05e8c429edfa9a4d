import { z } from 'zod';

/**
 * A site's name as it stands in object keys, table keys and report links: lower-case letters, digits and inner hyphens.
 * Narrow on purpose: it can hold neither a path step nor the `#` that separates the parts of a table key.
 */
export const siteSchema = z.string().regex(/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/, {
  error: 'a site is 1 to 63 lower-case letters, digits and inner hyphens',
});
