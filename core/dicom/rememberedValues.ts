import type { CharacterSet } from './characterSet.ts';
import type { Leaf, ValueElement } from './dataSet.ts';
import { freshValues, type ValueDecoder } from './valueDecoding.ts';
import type { ValueRepresentation } from './valueRepresentation.ts';

/** Longer values differ from object to object, and comparing them costs what decoding does. */
const longestRemembered = 128;
const places = 4_096;

type Remembered = {
  readonly leaf: Leaf;
  readonly vr: ValueRepresentation;
  readonly littleEndian: boolean;
  readonly characterSet: CharacterSet;
  readonly bytes: Uint8Array;
  readonly element: ValueElement;
};

/**
 * A decoder for many objects: most values of a study are the same in all its images, and are decoded once. What it remembers is
 * bounded and compared byte by byte; it lives as long as the reader of one run.
 */
export function rememberedValues(): ValueDecoder {
  const latest: (Remembered | undefined)[] = new Array(places).fill(undefined);
  // Of a hundred values some fall on one place in every object; with room for two they do not drive each other out.
  const earlier: (Remembered | undefined)[] = new Array(places).fill(undefined);
  const characterSets = new Map<string, CharacterSet>();
  return {
    decode(source, start, end, vr, littleEndian, characterSet, leaf) {
      if (end - start > longestRemembered) {
        return freshValues.decode(source, start, end, vr, littleEndian, characterSet, leaf);
      }
      const { bytes } = source;
      const place = placeOf(bytes, start, end, leaf.key & 0xffff);
      const one = latest[place];
      if (one !== undefined && isSame(one, bytes, start, end, vr, littleEndian, characterSet, leaf)) return one.element;
      const other = earlier[place];
      if (other !== undefined && isSame(other, bytes, start, end, vr, littleEndian, characterSet, leaf)) {
        return other.element;
      }
      const element = freshValues.decode(source, start, end, vr, littleEndian, characterSet, leaf);
      earlier[place] = one;
      latest[place] = {
        leaf,
        vr,
        littleEndian,
        characterSet,
        bytes: Uint8Array.prototype.slice.call(bytes, start, end),
        element,
      };
      return element;
    },

    characterSetOf(terms) {
      const name = terms.join('\\');
      const known = characterSets.get(name);
      if (known !== undefined) return known;
      if (characterSets.size >= places) characterSets.clear();
      const characterSet = freshValues.characterSetOf(terms);
      characterSets.set(name, characterSet);
      return characterSet;
    },
  };
}

/** FNV-1a over the key and the bytes, folded to a place. */
function placeOf(bytes: Uint8Array, start: number, end: number, seed: number): number {
  let hash = 0x811c9dc5 ^ seed;
  for (let at = start; at < end; at += 1) hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x01000193);
  return (hash ^ (hash >>> 15)) & (places - 1);
}

function isSame(
  known: Remembered,
  bytes: Uint8Array,
  start: number,
  end: number,
  vr: ValueRepresentation,
  littleEndian: boolean,
  characterSet: CharacterSet,
  leaf: Leaf,
): boolean {
  return (
    known.leaf === leaf &&
    known.vr === vr &&
    known.littleEndian === littleEndian &&
    known.characterSet === characterSet &&
    sameBytes(known.bytes, bytes, start, end)
  );
}

function sameBytes(known: Uint8Array, bytes: Uint8Array, start: number, end: number): boolean {
  if (known.length !== end - start) return false;
  for (let at = 0; at < known.length; at += 1) if (known[at] !== bytes[start + at]) return false;
  return true;
}
