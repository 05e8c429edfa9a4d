import { type CharacterSet, latin1 } from './characterSet.ts';
import type { RawValue } from './dataSet.ts';
import type { ValueRepresentation } from './valueRepresentation.ts';

/** Longer values are read up to here: no allow-listed attribute has more, and a hostile one must not cost more. */
const mostTextBytes = 16_384;
export const mostValues = 64;

/** The VRs that SpecificCharacterSet applies to (PS3.5 6.1.2.3). */
const inCharacterSet: ReadonlySet<ValueRepresentation> = new Set<ValueRepresentation>([
  'LO',
  'LT',
  'PN',
  'SH',
  'ST',
  'UC',
  'UT',
]);

type NumberFormat = {
  readonly size: number;
  readonly read: (view: DataView, at: number, littleEndian: boolean) => number;
};

const numberFormats: ReadonlyMap<ValueRepresentation, NumberFormat> = new Map([
  ['US', { size: 2, read: (view, at, little) => view.getUint16(at, little) }],
  ['SS', { size: 2, read: (view, at, little) => view.getInt16(at, little) }],
  ['UL', { size: 4, read: (view, at, little) => view.getUint32(at, little) }],
  ['SL', { size: 4, read: (view, at, little) => view.getInt32(at, little) }],
  ['FL', { size: 4, read: (view, at, little) => view.getFloat32(at, little) }],
  ['FD', { size: 8, read: (view, at, little) => view.getFloat64(at, little) }],
  ['UV', { size: 8, read: (view, at, little) => Number(view.getBigUint64(at, little)) }],
  ['SV', { size: 8, read: (view, at, little) => Number(view.getBigInt64(at, little)) }],
]);

/** The values in bytes `start` to `end`: numbers from binary VRs, else the text between backslashes as it stands. */
export function decodeValues(
  bytes: Uint8Array,
  view: DataView,
  start: number,
  end: number,
  vr: ValueRepresentation,
  littleEndian: boolean,
  characterSet: CharacterSet,
): readonly RawValue[] {
  if (start === end) return [];
  const format = numberFormats.get(vr);
  if (format !== undefined) return decodeNumbers(view, start, end, format, littleEndian);
  const slice = bytes.subarray(start, Math.min(end, start + mostTextBytes));
  // Decoded before it is split: in GBK and ISO 2022 IR 87 a second byte may be a backslash.
  const text = inCharacterSet.has(vr) ? characterSet.decode(slice) : latin1(slice);
  return text.split('\\', mostValues);
}

function decodeNumbers(
  view: DataView,
  start: number,
  end: number,
  format: NumberFormat,
  littleEndian: boolean,
): readonly number[] {
  const count = Math.min(Math.floor((end - start) / format.size), mostValues);
  return Array.from({ length: count }, (_, index) => format.read(view, start + index * format.size, littleEndian));
}
