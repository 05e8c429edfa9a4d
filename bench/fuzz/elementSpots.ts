/** Where an element header seems to stand in some bytes, and how it seems to be written. */
export type ElementSpot = {
  readonly offset: number;
  readonly littleEndian: boolean;
  /** The two letters after the tag; `null` where the element looks implicit. */
  readonly vr: string | null;
  /** Where its length stands, in how many bytes, and where the value begins. */
  readonly lengthAt: number;
  readonly lengthSize: 2 | 4;
  readonly valueStart: number;
  readonly length: number;
};

const mostSpots = 4_000;
const shortVrs = new Set('AE AS AT CS DA DS DT FD FL IS LO LT PN SH SL SS ST TM UI UL US'.split(' '));
const longVrs = new Set('OB OD OF OL OV OW SQ SV UC UN UR UT UV'.split(' '));

/** Plausible element headers, found without walking: anything that looks like one counts, wherever it stands. */
export function elementSpots(bytes: Uint8Array): readonly ElementSpot[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const spots: ElementSpot[] = [];
  for (let offset = 0; offset + 12 <= bytes.length && spots.length < mostSpots; offset += 1) {
    const spot = explicitSpot(view, offset) ?? implicitSpot(view, offset);
    if (spot !== null) spots.push(spot);
  }
  return spots;
}

function explicitSpot(view: DataView, offset: number): ElementSpot | null {
  const [first, second] = [view.getUint8(offset + 4), view.getUint8(offset + 5)];
  if (!isCapital(first) || !isCapital(second)) return null;
  const vr = String.fromCharCode(first, second);
  const short = shortVrs.has(vr);
  if (!short && !longVrs.has(vr)) return null;
  const littleEndian = view.getUint16(offset, true) < view.getUint16(offset, false);
  const lengthAt = offset + (short ? 6 : 8);
  const length = short ? view.getUint16(lengthAt, littleEndian) : view.getUint32(lengthAt, littleEndian);
  return {
    offset,
    littleEndian,
    vr,
    lengthAt,
    lengthSize: short ? 2 : 4,
    valueStart: lengthAt + (short ? 2 : 4),
    length,
  };
}

/** Groups of the elements that a reader of MR headers looks at, and items. */
const groups = new Set([0x0008, 0x0010, 0x0018, 0x0019, 0x0020, 0x0028, 0x5200, 0xfffe]);

function implicitSpot(view: DataView, offset: number): ElementSpot | null {
  const littleEndian = groups.has(view.getUint16(offset, true));
  if (!littleEndian && !groups.has(view.getUint16(offset, false))) return null;
  const length = view.getUint32(offset + 4, littleEndian);
  if (length !== 0xffffffff && (length > 0xffff || length % 2 === 1)) return null;
  return { offset, littleEndian, vr: null, lengthAt: offset + 4, lengthSize: 4, valueStart: offset + 8, length };
}

function isCapital(code: number): boolean {
  return code >= 0x41 && code <= 0x5a;
}
