import type { ElementSpot } from './elementSpots.ts';
import type { Random } from './random.ts';

/** What a mutation may draw on. `spots` were found in the original; after a cut or a splice they lie where they may. */
export type Surroundings = {
  readonly random: Random;
  readonly spots: readonly ElementSpot[];
  /** Another file, to splice with. */
  readonly donor: Uint8Array;
};

/** Damages bytes: in place where the length stays, else into new ones. */
export type Mutation = (bytes: Uint8Array, surroundings: Surroundings) => Uint8Array;

const largestMutant = 1024 * 1024;

const flipBits: Mutation = (bytes, { random }) => {
  for (let count = 1 + random.below(8); count > 0; count -= 1) {
    const at = placeIn(bytes, random);
    bytes[at] = (bytes[at] ?? 0) ^ (1 << random.below(8));
  }
  return bytes;
};

const setBytes: Mutation = (bytes, { random }) => {
  const value = random.pick([0x00, 0xff, 0x5c, 0x20, 0x1b, random.below(256)]);
  const at = placeIn(bytes, random);
  return bytes.fill(value, at, at + 1 + random.below(random.oneIn(4) ? 512 : 8));
};

const cut: Mutation = (bytes, { random }) => bytes.subarray(0, random.below(bytes.length + 1));

const removeBlock: Mutation = (bytes, { random }) => {
  const at = placeIn(bytes, random);
  return joined(bytes.subarray(0, at), bytes.subarray(at + 1 + random.below(random.oneIn(4) ? 4096 : 16)));
};

const splice: Mutation = (bytes, { random, donor }) =>
  joined(bytes.subarray(0, placeIn(bytes, random)), donor.subarray(placeIn(donor, random)));

const insertFromDonor: Mutation = (bytes, { random, donor }) => {
  const from = placeIn(donor, random);
  return inserted(bytes, placeIn(bytes, random), donor.subarray(from, from + 1 + random.below(2048)));
};

const duplicateBlock: Mutation = (bytes, { random }) => {
  const at = placeIn(bytes, random);
  const block = bytes.subarray(at, at + 8 + random.below(2048));
  const copies = Array.from({ length: 1 + random.below(random.oneIn(8) ? 64 : 3) }, () => block);
  return inserted(bytes, at, joined(...copies));
};

/** A length that is not that of the value. */
const lieAboutLength: Mutation = (bytes, { random, spots }) => {
  const spot = spotIn(bytes, spots, random);
  if (spot === null) return bytes;
  const beyond = bytes.length - spot.valueStart;
  const lie = random.pick([
    0,
    1,
    0xffffffff,
    0xfffffffe,
    0x7fffffff,
    spot.length + 1,
    spot.length + 2,
    Math.max(0, spot.length - 1),
    Math.max(0, spot.length - 2),
    beyond,
    beyond + 1,
    beyond + 1 + random.below(0x100000),
    random.below(beyond + 1),
  ]);
  writeNumber(bytes, spot.lengthAt, spot.lengthSize, lie, spot.littleEndian);
  return bytes;
};

const swapTags: Mutation = (bytes, { random, spots }) => {
  const one = spotIn(bytes, spots, random);
  const other = spotIn(bytes, spots, random);
  if (one === null || other === null) return bytes;
  const kept = bytes.slice(one.offset, one.offset + 4);
  bytes.copyWithin(one.offset, other.offset, other.offset + 4);
  bytes.set(kept, other.offset);
  return bytes;
};

const vrs =
  'AE AS AT CS DA DS DT FD FL IS LO LT OB OD OF OL OV OW PN SH SL SQ SS ST SV TM UC UI UL UN UR US UT UV'.split(' ');

const swapVr: Mutation = (bytes, { random, spots }) => {
  const spot = spotIn(bytes, spots, random);
  if (spot === null) return bytes;
  const vr = random.oneIn(8) ? 'ZZ' : (vrs[random.below(vrs.length)] ?? 'UN');
  bytes[spot.offset + 4] = vr.charCodeAt(0);
  bytes[spot.offset + 5] = vr.charCodeAt(1);
  return bytes;
};

/** Items and delimiters where none belong, with lengths that are right, wrong or undefined. */
const insertItem: Mutation = (bytes, { random, spots }) => {
  const spot = spotIn(bytes, spots, random);
  const item = new Uint8Array(8);
  const littleEndian = spot?.littleEndian ?? true;
  writeNumber(item, 0, 2, 0xfffe, littleEndian);
  writeNumber(item, 2, 2, random.pick([0xe000, 0xe00d, 0xe0dd]), littleEndian);
  writeNumber(item, 4, 4, random.pick([0, 0, 0xffffffff, 8, random.below(4096)]), littleEndian);
  return inserted(bytes, spot === null ? placeIn(bytes, random) : spot.offset, item);
};

/** Sequences in sequences, deeper than any limit or just at it, each open or with a length that claims the rest. */
const nestDeeply: Mutation = (bytes, { random, spots }) => {
  const at = spotIn(bytes, spots, random)?.offset ?? placeIn(bytes, random);
  const tag = random.pick([0x00081140, 0x52009229, 0x52009230, 0x00189114, 0x00091001]);
  const explicit = !random.oneIn(3);
  const length = random.oneIn(4) ? 0x00100000 : 0xffffffff;
  const level = new Uint8Array(explicit ? 20 : 16);
  const vr = random.oneIn(4) ? 'UN' : 'SQ';
  writeNumber(level, 0, 2, tag >>> 16, true);
  writeNumber(level, 2, 2, tag & 0xffff, true);
  if (explicit) level.set([vr.charCodeAt(0), vr.charCodeAt(1)], 4);
  writeNumber(level, explicit ? 8 : 4, 4, length, true);
  level.set([0xfe, 0xff, 0x00, 0xe0], level.length - 8);
  writeNumber(level, level.length - 4, 4, length, true);
  const levels = Array.from({ length: 1 + random.below(random.oneIn(8) ? 2_000 : 24) }, () => level);
  return inserted(bytes, at, joined(...levels));
};

const characterSets = [
  'ISO_IR 100',
  'ISO_IR 192',
  'GB18030',
  'GBK',
  'ISO_IR 13',
  'ISO 2022 IR 87',
  '\\ISO 2022 IR 87',
  '\\ISO 2022 IR 149',
  'ISO_IR 144',
  'ISO 2022 IR 6\\ISO 2022 IR 126\\ISO 2022 IR 144',
  'ISO 2022 IR 13\\ISO 2022 IR 87\\ISO 2022 IR 159',
  '\\ISO 2022 IR 58',
  'ISO_IR 203',
  'ISO_IR 999',
  'utf-8',
  '\\\\\\\\',
  'ISO_IR 166',
] as const;

/** Another character set in front of the same text: an element of its own before the first of group 0008 or its value rewritten. */
const swapCharacterSet: Mutation = (bytes, { random, spots }) => {
  const text = characterSets[random.below(characterSets.length)] ?? '';
  const first = spots.find(({ offset }) => offset + 8 <= bytes.length && isGroup8(bytes, offset));
  if (first === undefined) return bytes;
  const value = latin(text.length % 2 === 0 ? text : `${text} `);
  const header = new Uint8Array(8);
  writeNumber(header, 0, 2, 0x0008, first.littleEndian);
  writeNumber(header, 2, 2, 0x0005, first.littleEndian);
  if (first.vr === null) writeNumber(header, 4, 4, value.length, first.littleEndian);
  else {
    header.set(latin('CS'), 4);
    writeNumber(header, 6, 2, value.length, first.littleEndian);
  }
  return inserted(bytes, first.offset, joined(header, value));
};

const oddText = [
  '\x1b$B',
  '\x1b(B',
  '\x1b-F',
  '\x1b$)C',
  '\x1b)I',
  '\x1b',
  '\\',
  '\\\\',
  '\0',
  '\r\n',
  '\xe2\x80\xae',
  '\xef\xbb\xbf',
  '<script>',
  '\xff\xfe',
  '\x81\x30\x81\x30',
  '\x8e\xa1',
  '\xed\xa0\x80',
  '^=^=',
  '\x9b31m',
  '\x1b[2J',
  '%s%n',
  '\xc2\x85',
  '0E',
] as const;

const editText: Mutation = (bytes, { random, spots }) => {
  const spot = spotIn(bytes, spots, random, ({ vr }) => vr === null || !binary.has(vr));
  if (spot === null) return bytes;
  const text = latin(oddText[random.below(oddText.length)] ?? '');
  const at = spot.valueStart + random.below(Math.max(1, Math.min(spot.length, 256)));
  if (at + text.length <= bytes.length) bytes.set(text, at);
  return bytes;
};

const binary = new Set('AT FD FL OB OD OF OL OV OW SL SQ SS SV UL UN US UV'.split(' '));

const editDecimal: Mutation = (bytes, { random, spots }) => {
  const spot = spotIn(bytes, spots, random, ({ vr }) => vr === 'DS' || vr === 'IS');
  if (spot === null) return bytes;
  for (let count = 1 + random.below(3); count > 0; count -= 1) {
    const at = spot.valueStart + random.below(Math.max(1, Math.min(spot.length, 32)));
    if (at < bytes.length) bytes[at] = decimalCharacters.charCodeAt(random.below(decimalCharacters.length));
  }
  return bytes;
};

const decimalCharacters = '0123456789.+-eE, \\\0T';

/** A value that is very long, or a list that is. */
const stretchValue: Mutation = (bytes, { random, spots }) => {
  const spot = spotIn(bytes, spots, random);
  if (spot === null) return bytes;
  const unit = latin(random.pick(['A', '1\\', '\\', '\xe4', '0', 'x\\ ', '\x1b-F\xd4', ' ', '\0']));
  const addition = joined(...Array.from({ length: 1 + random.below(random.oneIn(16) ? 30_000 : 300) }, () => unit));
  writeNumber(bytes, spot.lengthAt, spot.lengthSize, spot.length + addition.length, spot.littleEndian);
  return inserted(bytes, Math.min(spot.valueStart + spot.length, bytes.length), addition);
};

/** Elements again at another place: out of order, twice, or in an item that is not theirs. */
const moveElement: Mutation = (bytes, { random, spots }) => {
  const spot = spotIn(bytes, spots, random, ({ length }) => length < 4096);
  const target = spotIn(bytes, spots, random);
  if (spot === null || target === null) return bytes;
  return inserted(bytes, target.offset, bytes.slice(spot.offset, spot.valueStart + spot.length));
};

/** All ways to damage bytes, by the name that the summary prints. */
export const mutations: Readonly<Record<string, Mutation>> = {
  flipBits,
  setBytes,
  cut,
  removeBlock,
  splice,
  insertFromDonor,
  duplicateBlock,
  lieAboutLength,
  swapTags,
  swapVr,
  insertItem,
  nestDeeply,
  swapCharacterSet,
  editText,
  editDecimal,
  stretchValue,
  moveElement,
};

function placeIn(bytes: Uint8Array, random: Random): number {
  // Headers stand at the front: half of the damage goes there.
  return random.below(Math.max(1, random.oneIn(2) ? Math.min(bytes.length, 2_048) : bytes.length));
}

function spotIn(
  bytes: Uint8Array,
  spots: readonly ElementSpot[],
  random: Random,
  suits: (spot: ElementSpot) => boolean = () => true,
): ElementSpot | null {
  for (let attempt = 0; attempt < 8; attempt += 1) {
    const spot = spots[random.below(spots.length)];
    if (spot !== undefined && spot.valueStart <= bytes.length && suits(spot)) return spot;
  }
  return null;
}

function isGroup8(bytes: Uint8Array, offset: number): boolean {
  const [first, second] = [bytes[offset], bytes[offset + 1]];
  return (first === 8 && second === 0) || (first === 0 && second === 8);
}

function inserted(bytes: Uint8Array, at: number, addition: Uint8Array): Uint8Array {
  return joined(bytes.subarray(0, at), addition, bytes.subarray(at));
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  const length = Math.min(
    parts.reduce((sum, part) => sum + part.length, 0),
    largestMutant,
  );
  const whole = new Uint8Array(length);
  let offset = 0;
  for (const part of parts) {
    const fitting = part.subarray(0, length - offset);
    whole.set(fitting, offset);
    offset += fitting.length;
  }
  return whole;
}

function writeNumber(bytes: Uint8Array, at: number, size: 2 | 4, value: number, littleEndian: boolean): void {
  if (at + size > bytes.length) return;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (size === 2) view.setUint16(at, value & 0xffff, littleEndian);
  else view.setUint32(at, value >>> 0, littleEndian);
}

function latin(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}
