import { gunzipSync, gzipSync } from 'node:zlib';
import { z } from 'zod';

/** A JSON document inside an item: as text while it is small, gzipped when it is not. */
export const packedJsonSchema = z.union([
  z.object({ json: z.string() }),
  z.object({ gzip: z.custom<Uint8Array>((value) => value instanceof Uint8Array) }),
]);
export type PackedJson = z.infer<typeof packedJsonSchema>;

const textLimitBytes = 4 * 1024;
/** DynamoDB's item limit is 400 KB with names and keys; the rest of an item needs well under 16 KiB. */
export const packedLimitBytes = 400_000 - 16 * 1024;
/** Far above any header or report, far below what would hurt: a stored document cannot inflate without end. */
const unpackedLimitBytes = 256 * 1024 * 1024;

/** The document packed, or `null` when even gzipped it does not fit an item. */
export function packJson(document: unknown): PackedJson | null {
  const json = JSON.stringify(document);
  if (Buffer.byteLength(json) <= textLimitBytes) return { json };
  const gzip = gzipSync(json);
  return gzip.byteLength <= packedLimitBytes ? { gzip } : null;
}

/** @throws SyntaxError or RangeError when the item was not written by `packJson`. */
export function unpackJson(packed: PackedJson): unknown {
  return JSON.parse(packedText(packed));
}

/** The JSON text itself, the same whether it was gzipped or not. */
export function packedText(packed: PackedJson): string {
  if ('json' in packed) return packed.json;
  return gunzipSync(packed.gzip, { maxOutputLength: unpackedLimitBytes }).toString('utf8');
}
