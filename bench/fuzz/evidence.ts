import { inflateRawSync, constants as zlib } from 'node:zlib';

/** The bytes behind one tag, read as one of the layouts that an element may have there. */
export type Evidence = {
  /** The value, as far as a value may be looked at. */
  readonly bytes: Uint8Array;
  /** The VR that stands there; `null` where none does. */
  readonly vr: string | null;
  readonly littleEndian: boolean;
};

export type EvidenceIndex = {
  /** Everything that could be the value of a tag, wherever in the bytes it stands. */
  readonly of: (tag: number) => readonly Evidence[];
  /** How many sequence items the bytes could hold. */
  readonly items: number;
};

const shortVrs = new Set('AE AS AT CS DA DS DT FD FL IS LO LT PN SH SL SS ST TM UI UL US'.split(' '));
const longVrs = new Set('OB OD OF OL OV OW SQ SV UC UN UR UT UV'.split(' '));
const item = 0xfffee000;

/** Marks the two bytes that a wanted group makes in either order, so that one look-up passes over all other bytes. */
export class TagFinder {
  readonly #tags: ReadonlySet<number>;
  readonly #groups = new Uint8Array(0x10000);

  constructor(tags: Iterable<number>) {
    this.#tags = new Set([...tags, item]);
    for (const tag of this.#tags) {
      const group = tag >>> 16;
      this.#groups[group] = (this.#groups[group] ?? 0) | 1;
      const swapped = ((group & 0xff) << 8) | (group >>> 8);
      this.#groups[swapped] = (this.#groups[swapped] ?? 0) | 2;
    }
  }

  /** Where tags stand in some bytes: at any offset, since elements of odd length shift all that follow. */
  index(bytes: Uint8Array): EvidenceIndex {
    const sources = [bytes, ...inflatedParts(bytes)];
    const placesByTag = new Map<number, Place[]>();
    for (const source of sources) this.#find(source, placesByTag);
    const layouts = new Map<number, readonly Evidence[]>();
    return {
      of: (tag) => {
        const known = layouts.get(tag);
        if (known !== undefined) return known;
        const found = (placesByTag.get(tag) ?? []).flatMap(layoutsAt);
        layouts.set(tag, found);
        return found;
      },
      items: (placesByTag.get(item) ?? []).length,
    };
  }

  #find(bytes: Uint8Array, placesByTag: Map<number, Place[]>): void {
    const end = bytes.length - 8;
    const groups = this.#groups;
    for (let offset = 0; offset <= end; offset += 1) {
      const pair = (bytes[offset] ?? 0) | ((bytes[offset + 1] ?? 0) << 8);
      const orders = groups[pair] ?? 0;
      if (orders === 0) continue;
      const [third, fourth] = [bytes[offset + 2] ?? 0, bytes[offset + 3] ?? 0];
      const swapped = ((pair & 0xff) << 8) | (pair >>> 8);
      if (orders & 1)
        this.#note(pair * 0x10000 + ((fourth << 8) | third), { bytes, offset, littleEndian: true }, placesByTag);
      if (orders & 2)
        this.#note(swapped * 0x10000 + ((third << 8) | fourth), { bytes, offset, littleEndian: false }, placesByTag);
    }
  }

  #note(tag: number, place: Place, placesByTag: Map<number, Place[]>): void {
    if (!this.#tags.has(tag)) return;
    const places = placesByTag.get(tag);
    if (places === undefined) placesByTag.set(tag, [place]);
    else places.push(place);
  }
}

/** The reader documents that it looks no further into a value. */
const mostValueBytes = 16_384;

type Place = { readonly bytes: Uint8Array; readonly offset: number; readonly littleEndian: boolean };

/** Explicit with a short or a long length, and implicit: whichever of them have room for their value. */
function layoutsAt({ bytes, offset, littleEndian }: Place): readonly Evidence[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const layouts: Evidence[] = [];
  const add = (vr: string | null, start: number, length: number): void => {
    if (start + length > bytes.length) return;
    layouts.push({ bytes: bytes.subarray(start, start + Math.min(length, mostValueBytes)), vr, littleEndian });
  };
  add(null, offset + 8, view.getUint32(offset + 4, littleEndian));
  const vr = String.fromCharCode(view.getUint8(offset + 4), view.getUint8(offset + 5));
  if (shortVrs.has(vr)) add(vr, offset + 8, view.getUint16(offset + 6, littleEndian));
  else if ((longVrs.has(vr) || /^[A-Z]{2}$/.test(vr)) && offset + 12 <= bytes.length) {
    add(longVrs.has(vr) ? vr : 'UN', offset + 12, view.getUint32(offset + 8, littleEndian));
  }
  return layouts;
}

/** The transfer syntaxes with a deflated data set (PS3.5 A.5, A.8), as they stand in the file meta information. */
const deflated = ['1.2.840.10008.1.2.1.99', '1.2.840.10008.1.2.4.95', '1.2.840.10008.1.2.4.205'].map((uid) =>
  Buffer.from(uid, 'latin1'),
);
const mostInflated = 64 * 1024 * 1024;

/** What a deflated data set inflates to. It may begin behind any element of group 0002: wherever deflate can be read. */
function inflatedParts(bytes: Uint8Array): readonly Uint8Array[] {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (!deflated.some((uid) => buffer.includes(uid))) return [];
  const starts = new Set<number>();
  for (let offset = 0; offset + 8 <= bytes.length; offset += 1) {
    if (buffer[offset] !== 2 || buffer[offset + 1] !== 0) continue;
    for (const { bytes: value } of layoutsAt({ bytes, offset, littleEndian: true })) {
      starts.add(value.byteOffset - bytes.byteOffset + value.length);
    }
  }
  return [...starts].flatMap((start) => inflatedFrom(buffer, start) ?? []);
}

function inflatedFrom(buffer: Buffer, start: number): Uint8Array | null {
  // A damaged stream is readable up to the damage for a reader that was given no more than that: try shorter pieces too.
  for (const end of [buffer.length, start + 64 * 1024]) {
    try {
      return inflateRawSync(buffer.subarray(start, end), {
        finishFlush: zlib.Z_SYNC_FLUSH,
        maxOutputLength: mostInflated,
      });
    } catch (error) {
      if (!(error instanceof Error && 'code' in error)) throw error;
    }
  }
  return null;
}
