import { type Decode, decodeCodeExtensions, escapeByte } from './codeExtensions.ts';

/** How text of a data set becomes a string; `remark` when the character set was not understood. */
export type CharacterSet = { readonly decode: Decode; readonly remark: string | null };

export const defaultCharacterSet: CharacterSet = { decode: latin1, remark: null };

/**
 * Defined terms of SpecificCharacterSet (PS3.3 C.12.1.1.2) without their `ISO_IR `, `ISO 2022 IR ` prefix → WHATWG label of
 * what bytes above 7FH stand for. The double-byte sets of Japan stand in G0, and only behind an escape sequence.
 */
const codedSets: ReadonlyMap<string, string> = new Map([
  ['', 'latin1'],
  ['6', 'latin1'],
  ['100', 'latin1'],
  ['101', 'iso-8859-2'],
  ['109', 'iso-8859-3'],
  ['110', 'iso-8859-4'],
  ['144', 'iso-8859-5'],
  ['127', 'iso-8859-6'],
  ['126', 'iso-8859-7'],
  ['138', 'iso-8859-8'],
  ['148', 'iso-8859-9'],
  ['203', 'iso-8859-15'],
  ['166', 'windows-874'],
  ['13', 'shift_jis'],
  ['87', 'latin1'],
  ['159', 'latin1'],
  ['149', 'euc-kr'],
  ['58', 'gbk'],
]);

/** Terms that prohibit code extensions: the whole text is in them (PS3.3 C.12.1.1.2, table C.12-5). */
const wholeEncodings: ReadonlyMap<string, string> = new Map([
  ['192', 'utf-8'],
  ['GB18030', 'gb18030'],
  ['GBK', 'gbk'],
]);

/** What writers put in place of a defined term, where only one can be meant. */
const aliases: ReadonlyMap<string, string> = new Map([
  ['UTF-8', '192'],
  ['UTF8', '192'],
  ['8859-1', '100'],
  ['8859-2', '101'],
  ['8859-3', '109'],
  ['8859-4', '110'],
  ['8859-5', '144'],
  ['8859-6', '127'],
  ['8859-7', '126'],
  ['8859-8', '138'],
  ['8859-9', '148'],
  ['8859-15', '203'],
  ['LATIN1', '100'],
  ['LATIN-1', '100'],
  ['SHIFT_JIS', '13'],
  ['EUC-KR', '149'],
  ['GB2312', '58'],
]);

/** Without a character of their own above 7FH: behind one of them, such bytes can only be of another set that is named. */
const asciiOnly: ReadonlySet<string> = new Set(['', '6', '87', '159']);

const remarks = {
  unknown: 'SpecificCharacterSet names an unknown character set; text was read as Latin-1',
  oneUnknown: 'SpecificCharacterSet names an unknown character set beside others; it was passed over',
  alias: 'SpecificCharacterSet is not written as DICOM defines it; it was understood all the same',
  exclusive: 'SpecificCharacterSet names sets that exclude each other; not all were used',
} as const;

/**
 * The character set that SpecificCharacterSet names. One value is one encoding; several are code extensions, of which the
 * first holds where no escape sequence says otherwise.
 */
export function characterSetOf(terms: readonly string[]): CharacterSet {
  const written = terms.map(withoutPrefix);
  const names = written.map((name) => aliases.get(name) ?? name);
  const whole = names.filter((name) => wholeEncodings.has(name));
  const coded = names.filter((name) => codedSets.has(name));
  const usesWhole = whole.length > 0 && (wholeEncodings.has(names[0] ?? '') || coded.every((name) => isAscii(name)));
  const decode = usesWhole ? wholeDecode(whole) : codedDecode(coded, terms);
  return { decode, remark: remarkOn(written, whole, coded) };
}

function withoutPrefix(term: string): string {
  return term
    .trim()
    .toUpperCase()
    .replace(/^ISO[ _-]?(2022[ _-]?)?(IR)?[ _-]?/, '');
}

function isAscii(name: string): boolean {
  return name === '' || name === '6';
}

function remarkOn(written: readonly string[], whole: readonly string[], coded: readonly string[]): string | null {
  if (whole.length + coded.length === 0) return written.length === 0 ? null : remarks.unknown;
  if (whole.length + coded.length < written.length) return remarks.oneUnknown;
  if (whole.length > 0 && (whole.length > 1 || !coded.every(isAscii))) return remarks.exclusive;
  return written.some((name) => aliases.has(name)) ? remarks.alias : null;
}

function wholeDecode(names: readonly string[]): Decode {
  return orAscii(decoderOf(wholeEncodings.get(names[0] ?? '') ?? 'utf-8'));
}

function codedDecode(names: readonly string[], terms: readonly string[]): Decode {
  const ownUpperHalf = names.find((name) => !asciiOnly.has(name)) ?? '';
  const initial = codedSets.get(ownUpperHalf) ?? 'latin1';
  const extended = terms.length > 1 || terms.some((term) => term.includes('2022'));
  if (extended) return orAscii((bytes) => decodeCodeExtensions(bytes, initial, decoderOf));
  return initial === 'latin1' ? latin1 : orAscii(decoderOf(initial));
}

const decoders = new Map<string, Decode>([['latin1', latin1]]);

function decoderOf(label: string): Decode {
  const known = decoders.get(label);
  if (known !== undefined) return known;
  const decoder = new TextDecoder(label);
  const decode: Decode = (bytes) => decoder.decode(bytes);
  decoders.set(label, decode);
  return decode;
}

/** Nearly all text is ASCII, which every set leaves as it is. */
function orAscii(decode: Decode): Decode {
  return (bytes) => (bytes.every((byte) => byte < 0x80 && byte !== escapeByte) ? latin1(bytes) : decode(bytes));
}

/** One character a byte: ASCII as itself, the rest as Latin-1. */
export function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}
