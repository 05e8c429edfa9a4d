/** Decodes bytes of one encoding that leaves ASCII as it is. */
export type Decode = (bytes: Uint8Array) => string;

/** A set of 94 × 94 characters in G0: two bytes a character, told from ASCII by the designation alone. */
export type DoubleByteSet = 'JIS X 0208' | 'JIS X 0212';

/** What an escape sequence designates, and to which half of the code table. */
export type Designation =
  | { readonly half: 'G0'; readonly set: DoubleByteSet | 'single-byte' }
  | { readonly half: 'G1'; readonly label: string };

/**
 * Escape sequences without ESC (PS3.3 C.12.1.1.2, tables C.12-3 and C.12-4). `(J` is JIS X 0201 Romaji, whose yen sign has
 * the code of the backslash, and separates values as that does. `$@` is the edition of JIS X 0208 of 1978.
 */
const designations: ReadonlyMap<string, Designation> = new Map<string, Designation>([
  ['(B', { half: 'G0', set: 'single-byte' }],
  ['(J', { half: 'G0', set: 'single-byte' }],
  ['$B', { half: 'G0', set: 'JIS X 0208' }],
  ['$@', { half: 'G0', set: 'JIS X 0208' }],
  ['$(D', { half: 'G0', set: 'JIS X 0212' }],
  ['-A', { half: 'G1', label: 'latin1' }],
  ['-B', { half: 'G1', label: 'iso-8859-2' }],
  ['-C', { half: 'G1', label: 'iso-8859-3' }],
  ['-D', { half: 'G1', label: 'iso-8859-4' }],
  ['-L', { half: 'G1', label: 'iso-8859-5' }],
  ['-G', { half: 'G1', label: 'iso-8859-6' }],
  ['-F', { half: 'G1', label: 'iso-8859-7' }],
  ['-H', { half: 'G1', label: 'iso-8859-8' }],
  ['-M', { half: 'G1', label: 'iso-8859-9' }],
  ['-b', { half: 'G1', label: 'iso-8859-15' }],
  ['-T', { half: 'G1', label: 'windows-874' }],
  [')I', { half: 'G1', label: 'shift_jis' }],
  ['$)C', { half: 'G1', label: 'euc-kr' }],
  ['$)A', { half: 'G1', label: 'gbk' }],
]);

export const escapeByte = 0x1b;
/** Codes that end what was designated (PS3.5 6.1.2.5.3): the value separator, tab, line feed, form feed, carriage return. */
const delimiters: ReadonlySet<number> = new Set([0x5c, 0x09, 0x0a, 0x0c, 0x0d]);

/**
 * Text with code extensions (PS3.5 6.1.2.5): escape sequences change what the bytes below 80H (G0) and above (G1) stand for,
 * until the next one or the end of a value or line.
 *
 * @param initial the label of what G1 stands for at the beginning and behind each delimiter
 * @param decoderOf label → decoder
 */
export function decodeCodeExtensions(bytes: Uint8Array, initial: string, decoderOf: (label: string) => Decode): string {
  let text = '';
  let set: DoubleByteSet | 'single-byte' = 'single-byte';
  let label = initial;
  let at = 0;
  while (at < bytes.length) {
    if (bytes[at] === escapeByte) {
      const sequence = sequenceAt(bytes, at + 1);
      const designation = designations.get(sequence);
      if (designation?.half === 'G0') set = designation.set;
      if (designation?.half === 'G1') label = designation.label;
      at += 1 + sequence.length;
      continue;
    }
    const end = endOfSegment(bytes, at, set);
    text += decodeSegment(bytes.subarray(at, end), set, decoderOf(label), decoderOf);
    at = end;
    if (set === 'single-byte' && delimiters.has(bytes[end - 1] ?? 0)) label = initial;
  }
  return text;
}

/** The bytes behind ESC: intermediates 20H to 2FH and one final. Nothing, where ESC begins no designation. */
function sequenceAt(bytes: Uint8Array, start: number): string {
  let end = start;
  while (isIntermediate(bytes[end])) end += 1;
  const final = bytes[end] ?? 0;
  if (end === start || final < 0x30 || final > 0x7e) return '';
  return String.fromCharCode(...bytes.subarray(start, end + 1).subarray(0, longestSequence));
}

const longestSequence = 8;

function isIntermediate(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x20 && byte <= 0x2f;
}

/** Up to the next escape, or behind the next delimiter; a byte of a double-byte character is none. */
function endOfSegment(bytes: Uint8Array, start: number, set: DoubleByteSet | 'single-byte'): number {
  let end = start;
  while (end < bytes.length && bytes[end] !== escapeByte) {
    end += 1;
    if (set === 'single-byte' && delimiters.has(bytes[end - 1] ?? 0)) break;
  }
  return end;
}

function decodeSegment(
  bytes: Uint8Array,
  set: DoubleByteSet | 'single-byte',
  decodeG1: Decode,
  decoderOf: (label: string) => Decode,
): string {
  if (set === 'single-byte') return decodeG1(bytes);
  let text = '';
  let at = 0;
  while (at < bytes.length) {
    const end = endOfRun(bytes, at);
    const run = bytes.subarray(at, end);
    text += isDoubleByte(bytes[at]) ? decoderOf('euc-jp')(asEucJp(run, set)) : decodeG1(run);
    at = end;
  }
  return text;
}

function endOfRun(bytes: Uint8Array, start: number): number {
  const doubleByte = isDoubleByte(bytes[start]);
  let end = start + 1;
  while (end < bytes.length && isDoubleByte(bytes[end]) === doubleByte) end += 1;
  return end;
}

/** Spaces, controls and G1 keep their meaning while G0 holds double bytes. */
function isDoubleByte(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x21 && byte <= 0x7e;
}

/** EUC-JP writes JIS X 0208 with the high bits set, and JIS X 0212 so behind 8FH. */
function asEucJp(run: Uint8Array, set: DoubleByteSet): Uint8Array {
  if (set === 'JIS X 0208') return run.map((byte) => byte | 0x80);
  const characters = Math.ceil(run.length / 2);
  const out = new Uint8Array(characters + run.length);
  for (let index = 0; index < characters; index += 1) {
    out.set([0x8f, ...run.subarray(index * 2, index * 2 + 2).map((byte) => byte | 0x80)], index * 3);
  }
  return out;
}
