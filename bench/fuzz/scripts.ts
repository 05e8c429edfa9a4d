import { tidy } from './naiveDecoding.ts';

/** Every encoding that SpecificCharacterSet can name (PS3.3 C.12.1.1.2), by the label of the WHATWG. */
const labels = [
  'utf-8',
  'shift_jis',
  'iso-2022-jp',
  'gb18030',
  'gbk',
  'euc-kr',
  'euc-jp',
  'windows-874',
  'iso-8859-2',
  'iso-8859-3',
  'iso-8859-4',
  'iso-8859-5',
  'iso-8859-6',
  'iso-8859-7',
  'iso-8859-8',
  'iso-8859-15',
  'iso-8859-9',
] as const;

export type Decode = (bytes: Uint8Array) => string;

export const latin: Decode = (bytes) => Buffer.from(bytes).toString('latin1');

const decoders: readonly Decode[] = labels.map((label) => {
  const decoder = new TextDecoder(label);
  return (bytes) => decoder.decode(bytes);
});

const escapeCode = 0x1b;
const escapes = new RegExp(`${String.fromCharCode(escapeCode)}[ -/]+[0-~]`, 'g');
const foreignDecoders: readonly Decode[] = [
  ...decoders,
  ...[latin, ...decoders].map(
    (decode): Decode =>
      (bytes) =>
        decode(bytes).replace(escapes, ''),
  ),
];

/** Decoders for a text that Latin-1 does not spell: every set there is, and each with the escape sequences left out. */
export function otherScripts(bytes: Uint8Array): readonly Decode[] {
  return bytes.every((byte) => byte < 0x80 && byte !== escapeCode) ? [] : foreignDecoders;
}

/**
 * Whether bytes with code extensions (PS3.5 6.1.2.5) can spell a text: it must be made of their pieces in order, each
 * between two escape sequences or delimiters and each in any one set, double bytes of G0 sets included.
 */
export function couldSpellInPieces(bytes: Uint8Array, claimed: string): boolean {
  if (!bytes.includes(escapeCode)) return false;
  const wanted = squeezed(claimed);
  let reached = new Set([0]);
  for (const piece of piecesOf(bytes)) {
    const spellings = new Set([...decoders, latin, ...doubleBytes].map((decode) => squeezed(decode(piece))));
    const next = new Set<number>();
    for (const start of reached) {
      for (const spelling of spellings) if (wanted.startsWith(spelling, start)) next.add(start + spelling.length);
      // A claim is cut at its longest: the rest of the bytes says nothing.
      for (const spelling of spellings)
        if (spelling.startsWith(wanted.slice(start)) && claimed.length >= 255) return true;
    }
    reached = next;
    if (reached.size === 0) return false;
  }
  return reached.has(wanted.length);
}

/** Two bytes of 7 bits each: the same with their high bits set in the EUC form of the set; JIS X 0212 behind its own shift. */
const doubleBytes: readonly Decode[] = [
  (bytes) => new TextDecoder('euc-jp').decode(bytes.map((byte) => byte | 0x80)),
  (bytes) => new TextDecoder('euc-jp').decode(withShift(bytes)),
  (bytes) => new TextDecoder('euc-kr').decode(bytes.map((byte) => byte | 0x80)),
  (bytes) => new TextDecoder('gbk').decode(bytes.map((byte) => byte | 0x80)),
  (bytes) => new TextDecoder('shift_jis').decode(bytes.map((byte) => byte | 0x80)),
];

function withShift(bytes: Uint8Array): Uint8Array {
  return Uint8Array.from([...bytes].flatMap((byte, index) => (index % 2 === 0 ? [0x8f, byte | 0x80] : [byte | 0x80])));
}

function* piecesOf(bytes: Uint8Array): Generator<Uint8Array> {
  const text = latin(bytes);
  let start = 0;
  for (const match of text.matchAll(escapes)) {
    yield bytes.subarray(start, match.index);
    start = match.index + match[0].length;
  }
  yield bytes.subarray(start);
}

/** Blanks and what may not be printed are not compared: where pieces meet, trimming differs. */
function squeezed(text: string): string {
  return tidyWhole(text).replace(/\s+/g, '');
}

function tidyWhole(text: string): string {
  let whole = '';
  for (let start = 0; start < text.length; start += 200)
    whole += tidy(`.${text.slice(start, start + 200)}.`).slice(1, -1);
  return whole;
}
