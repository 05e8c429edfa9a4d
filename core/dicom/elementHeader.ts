import type { Encoding } from './transferSyntax.ts';
import { type Representation, representationOf } from './valueRepresentation.ts';

/**
 * Tag, VR and length of one element (PS3.5 7.1), written over by each `readElementHeader`: a header has hundreds of elements, and
 * an object for each would cost more than reading it. `length` is `undefinedLength` where the standard's FFFFFFFF stands.
 */
export type ElementHeader = {
  tag: number;
  /** `null`: none is written (implicit, or an item), or none that exists. */
  representation: Representation | null;
  length: number;
  valueStart: number;
};

export const undefinedLength = -1;

/** A header to read into. */
export function blankElementHeader(): ElementHeader {
  return { tag: 0, representation: null, length: 0, valueStart: 0 };
}

/** The tag at an offset; four bytes must be there. */
export function readTag(view: DataView, offset: number, littleEndian: boolean): number {
  return view.getUint16(offset, littleEndian) * 0x10000 + view.getUint16(offset + 2, littleEndian);
}

/**
 * Reads the header of the element at `offset` into `header`; `available` is where the bytes at hand end. Answers 0, or how many
 * bytes there must be to read it.
 */
export function readElementHeader(
  header: ElementHeader,
  view: DataView,
  offset: number,
  available: number,
  encoding: Encoding,
): number {
  if (offset + 8 > available) return offset + 8;
  const { littleEndian } = encoding;
  const tag = readTag(view, offset, littleEndian);
  header.tag = tag;
  if (!encoding.explicit || tag >>> 16 === 0xfffe) return longLength(header, view, offset + 4, null, littleEndian);
  const first = view.getUint8(offset + 4);
  const second = view.getUint8(offset + 5);
  const representation = representationOf(first, second);
  if (representation === null) {
    // Some writers leave single elements of an explicit data set implicit; then four bytes of length stand here.
    if (!isCapital(first) || !isCapital(second)) return longLength(header, view, offset + 4, null, littleEndian);
  } else if (representation.shortLength) {
    header.representation = representation;
    header.length = view.getUint16(offset + 6, littleEndian);
    header.valueStart = offset + 8;
    return 0;
  }
  if (offset + 12 > available) return offset + 12;
  return longLength(header, view, offset + 8, representation ?? unknownRepresentation, littleEndian);
}

const unknownRepresentation = representationOf(0x55, 0x4e);

function longLength(
  header: ElementHeader,
  view: DataView,
  lengthAt: number,
  representation: Representation | null,
  littleEndian: boolean,
): number {
  const length = view.getUint32(lengthAt, littleEndian);
  header.representation = representation;
  header.length = length === 0xffffffff ? undefinedLength : length;
  header.valueStart = lengthAt + 4;
  return 0;
}

function isCapital(code: number): boolean {
  return code >= 0x41 && code <= 0x5a;
}
