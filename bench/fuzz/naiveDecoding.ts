import type { Evidence } from './evidence.ts';

/** Values as bytes spell them, decoded without the reader's code: what a claim is compared with. */
export type Spelling = { readonly text: readonly string[] } | { readonly numbers: readonly number[] };

const longestText = 256;
const mostValues = 64;

const numberSizes: Readonly<Record<string, number>> = { US: 2, SS: 2, UL: 4, SL: 4, FL: 4, FD: 8, UV: 8, SV: 8 };
/** VRs that say nothing of what they hold: the dictionary's VR stands in (PS3.5 6.2.2). */
const opaque = new Set(['UN', 'OB', 'OW']);

/** Numbers of a binary VR, else the text in one character set, split at its backslashes. */
export function spell(evidence: Evidence, dictionaryVr: string, decode: (bytes: Uint8Array) => string): Spelling {
  const { bytes, vr: written } = evidence;
  const vr = written === null || opaque.has(written) ? dictionaryVr : written;
  const size = numberSizes[vr];
  if (size !== undefined) {
    return { numbers: numbersIn(bytes, vr, size, evidence.littleEndian || written === 'UN') };
  }
  if (bytes.length === 0) return { text: [] };
  return { text: decode(bytes).split('\\').slice(0, mostValues) };
}

function numbersIn(bytes: Uint8Array, vr: string, size: number, littleEndian: boolean): readonly number[] {
  const buffer = Buffer.from(bytes.subarray(0, mostValues * size));
  if (!littleEndian) for (let at = 0; at + size <= buffer.length; at += size) buffer.subarray(at, at + size).reverse();
  const count = Math.min(Math.floor(buffer.length / size), mostValues);
  return Array.from({ length: count }, (_, index) => {
    const at = index * size;
    switch (vr) {
      case 'US':
        return buffer.readUInt16LE(at);
      case 'SS':
        return buffer.readInt16LE(at);
      case 'UL':
        return buffer.readUInt32LE(at);
      case 'SL':
        return buffer.readInt32LE(at);
      case 'FL':
        return buffer.readFloatLE(at);
      case 'FD':
        return buffer.readDoubleLE(at);
      case 'UV':
        return Number(buffer.readBigUInt64LE(at));
      default:
        return Number(buffer.readBigInt64LE(at));
    }
  });
}

/** The text of a whole value: several stay joined. Line breaks become blanks, controls go, 256 characters stay. */
export function asText(spelling: Spelling): string {
  return tidy(('numbers' in spelling ? spelling.numbers.map(String) : spelling.text).join('\\'));
}

export function asTexts(spelling: Spelling): readonly string[] {
  return ('numbers' in spelling ? spelling.numbers.map(String) : spelling.text).map(tidy);
}

/** The numbers of a value; `NaN` where a part is none. A decimal comma counts as a point, as the reader remarks. */
export function asNumbers(spelling: Spelling): readonly number[] {
  if ('numbers' in spelling) return spelling.numbers;
  return spelling.text.map((part) => {
    const written = unpadded(part).trim().replace(',', '.');
    return /^[-+.\deE]+$/.test(written) ? Number(written) : Number.NaN;
  });
}

/** Without the spaces and zero bytes behind it. */
function unpadded(text: string): string {
  let end = text.length;
  while (end > 0 && '\0 '.includes(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}

export function tidy(text: string): string {
  // What is kept stands in the beginning nearly always: texts of thousands of characters are looked at in forty scripts.
  const beginning = text.length > 8 * longestText ? cleaned(text.slice(0, 4 * longestText)) : '';
  const cut = (beginning.length > longestText ? beginning : cleaned(text)).slice(0, longestText);
  return cut.isWellFormed() ? cut : cut.slice(0, -1);
}

function cleaned(text: string): string {
  if (/^[ -~]*$/.test(text)) return text.trim();
  const plain = text.replace(/[\t\n\v\f\r\u0085\u2028\u2029]+/g, ' ').replace(forbidden, '');
  return plain.toWellFormed().trim();
}

/** Controls, and what turns the direction of writing; the mark of an order of bytes. */
const forbidden = /[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu;
