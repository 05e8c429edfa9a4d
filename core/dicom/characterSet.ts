/** How text of a data set becomes a string; `remark` when the character set was not understood. */
export type CharacterSet = { readonly decode: (bytes: Uint8Array) => string; readonly remark: string | null };

export const defaultCharacterSet: CharacterSet = { decode: latin1, remark: null };

/** Defined terms of SpecificCharacterSet (PS3.3 C.12.1.1.2) without their `ISO_IR `, `ISO 2022 IR ` prefix → WHATWG label. */
const encodings: ReadonlyMap<string, string> = new Map([
  ['101', 'iso-8859-2'],
  ['109', 'iso-8859-3'],
  ['110', 'iso-8859-4'],
  ['144', 'iso-8859-5'],
  ['127', 'iso-8859-6'],
  ['126', 'iso-8859-7'],
  ['138', 'iso-8859-8'],
  ['148', 'iso-8859-9'],
  ['203', 'iso-8859-15'],
  ['13', 'shift_jis'],
  ['166', 'windows-874'],
  ['192', 'utf-8'],
  ['GB18030', 'gb18030'],
  ['GBK', 'gbk'],
  ['87', 'iso-2022-jp'],
  ['159', 'iso-2022-jp'],
  ['149', 'euc-kr'],
  ['58', 'gbk'],
]);

/** Terms whose text is read byte by byte: the default repertoire and Latin-1. */
const singleByte: ReadonlySet<string> = new Set(['', '6', '100']);

/**
 * Escape sequences that designate a set to G0 or G1 (PS3.5 6.1.2.5). `iso-2022-jp` reads its own; the others are decoded
 * with one encoding throughout, so that their escapes only stand in the way.
 */
const escapeCharacter = String.fromCharCode(0x1b);
const escapeSequence = new RegExp(`${escapeCharacter}[ -/]+[0-~]`, 'g');

/**
 * The character set that SpecificCharacterSet names. With several values (code extensions) the last one that is more
 * than ASCII decodes everything: right for every script that comes with ASCII alone, which is nearly all text in use.
 */
export function characterSetOf(terms: readonly string[]): CharacterSet {
  const names = terms.map((term) =>
    term
      .trim()
      .toUpperCase()
      .replace(/^ISO[ _-]?(2022[ _-])?(IR)?[ _-]?/, ''),
  );
  const beyondAscii = names.findLast((name) => !singleByte.has(name));
  if (beyondAscii === undefined) return defaultCharacterSet;
  const label = encodings.get(beyondAscii);
  if (label === undefined) {
    return { decode: latin1, remark: 'SpecificCharacterSet names an unknown character set; text was read as Latin-1' };
  }
  const decoder = new TextDecoder(label);
  if (label === 'iso-2022-jp') return { decode: (bytes) => decoder.decode(bytes), remark: null };
  return { decode: (bytes) => decoder.decode(bytes).replace(escapeSequence, ''), remark: null };
}

/** One character a byte: ASCII as itself, the rest as Latin-1. */
export function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}
