import { deflateRawSync, gunzipSync, gzipSync, inflateRawSync } from 'node:zlib';
import { z } from 'zod';
import { headerDictionaries, newestHeaderDictionary } from './headerDictionary.ts';

export const bytesSchema = z.custom<Uint8Array>((value) => value instanceof Uint8Array);

/**
 * A JSON document inside an item: as text while it is tiny, deflated against a dictionary where it is of a header's size, since an
 * instance then costs one write unit and not three, gzipped when it is larger.
 */
export const packedJsonSchema = z.union([
  z.object({ json: z.string() }),
  z.object({ deflated: bytesSchema, dictionary: z.number() }),
  z.object({ gzip: bytesSchema }),
]);
export type PackedJson = z.infer<typeof packedJsonSchema>;

const textLimitBytes = 256;
/** Of JSON text; what is longer differs from others in more than a dictionary knows. */
export const dictionaryLimitBytes = 4 * 1024;
/** DynamoDB's item limit is 400 KB with names and keys; the rest of an item needs well under 16 KiB. */
export const packedLimitBytes = 400_000 - 16 * 1024;
/** Far above any header or report, far below what would hurt: a stored document cannot inflate without end. */
const unpackedLimitBytes = 256 * 1024 * 1024;

/** The document packed, or `null` when even gzipped it does not fit an item. */
export function packJson(document: unknown): PackedJson | null {
  return packJsonText(JSON.stringify(document));
}

/** The same of a document's JSON text. */
export function packJsonText(json: string): PackedJson | null {
  const bytes = Buffer.byteLength(json);
  if (bytes <= textLimitBytes) return { json };
  if (bytes <= dictionaryLimitBytes) {
    const dictionary = dictionaryOf(newestHeaderDictionary);
    return { deflated: deflateRawSync(json, { level: 9, dictionary }), dictionary: newestHeaderDictionary };
  }
  const gzip = gzipSync(json);
  return gzip.byteLength <= packedLimitBytes ? { gzip } : null;
}

/** @throws SyntaxError or RangeError when the item was not written by `packJson`. */
export function unpackJson(packed: PackedJson): unknown {
  return JSON.parse(packedText(packed));
}

/** The JSON text itself, the same however it was packed. @throws RangeError for a dictionary that this version does not have */
export function packedText(packed: PackedJson): string {
  if ('json' in packed) return packed.json;
  if ('deflated' in packed) {
    const dictionary = dictionaryOf(packed.dictionary);
    return inflateRawSync(packed.deflated, { dictionary, maxOutputLength: dictionaryLimitBytes }).toString('utf8');
  }
  return gunzipSync(packed.gzip, { maxOutputLength: unpackedLimitBytes }).toString('utf8');
}

/** @throws RangeError for a dictionary that this version does not have */
export function dictionaryOf(number: number): Buffer {
  const dictionary = headerDictionaries.get(number);
  if (dictionary !== undefined) return dictionary;
  throw new RangeError(`The item was packed with dictionary ${number}, which this version does not have.`);
}
