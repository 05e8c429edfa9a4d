import type { Encoding } from './transferSyntax.ts';
import { representationByCode, shortLengthRepresentations, type ValueRepresentation } from './valueRepresentation.ts';

/** Tag, VR and length of one element (PS3.5 7.1). `length` is `undefinedLength` where the standard's FFFFFFFF stands. */
export type ElementHeader = {
  readonly tag: number;
  /** `null`: none is written (implicit, or an item), or none that exists. */
  readonly vr: ValueRepresentation | null;
  readonly length: number;
  readonly valueStart: number;
};

export const undefinedLength = -1;

/** What is wanting to read a header: its bytes up to `needed`. */
export type HeaderCutOff = { readonly needed: number };

/** The tag at an offset; four bytes must be there. */
export function readTag(view: DataView, offset: number, littleEndian: boolean): number {
  return view.getUint16(offset, littleEndian) * 0x10000 + view.getUint16(offset + 2, littleEndian);
}

/** The VR that the two bytes at an offset spell, if any. */
export function representationAt(view: DataView, offset: number): ValueRepresentation | null {
  return representationByCode.get(view.getUint16(offset)) ?? null;
}

/** Reads the header of the element at `offset`; `available` is where the bytes at hand end. */
export function readElementHeader(
  view: DataView,
  offset: number,
  available: number,
  encoding: Encoding,
): ElementHeader | HeaderCutOff {
  if (offset + 8 > available) return { needed: offset + 8 };
  const { littleEndian } = encoding;
  const tag = readTag(view, offset, littleEndian);
  if (!encoding.explicit || tag >>> 16 === 0xfffe) return withLongLength(view, offset, 4, tag, null, littleEndian);
  const vr = representationAt(view, offset + 4);
  // Some writers leave single elements of an explicit data set implicit; then four bytes of length stand here.
  if (vr === null && !twoCapitals(view, offset + 4)) return withLongLength(view, offset, 4, tag, null, littleEndian);
  if (vr !== null && shortLengthRepresentations.has(vr)) {
    return { tag, vr, length: view.getUint16(offset + 6, littleEndian), valueStart: offset + 8 };
  }
  if (offset + 12 > available) return { needed: offset + 12 };
  return withLongLength(view, offset, 8, tag, vr ?? 'UN', littleEndian);
}

function withLongLength(
  view: DataView,
  offset: number,
  lengthAt: number,
  tag: number,
  vr: ValueRepresentation | null,
  littleEndian: boolean,
): ElementHeader {
  const length = view.getUint32(offset + lengthAt, littleEndian);
  return { tag, vr, length: length === 0xffffffff ? undefinedLength : length, valueStart: offset + lengthAt + 4 };
}

function twoCapitals(view: DataView, offset: number): boolean {
  return isCapital(view.getUint8(offset)) && isCapital(view.getUint8(offset + 1));
}

function isCapital(code: number): boolean {
  return code >= 0x41 && code <= 0x5a;
}
