import type { Attribute } from './attributeTable.ts';
import { attributeValue } from './attributeValue.ts';
import { type CharacterSet, characterSetOf, defaultCharacterSet } from './characterSet.ts';
import type { JudgedAttribute, Leaf, RawValue, ValueElement } from './dataSet.ts';
import { fieldStrengthOf } from './fieldStrength.ts';
import { simpleDecimal } from './simpleDecimal.ts';
import type { ValueRepresentation } from './valueRepresentation.ts';

/** Bytes that values stand in, and the same bytes as numbers. */
export type Bytes = { readonly bytes: Buffer; readonly view: DataView };

/** Makes elements of bytes. Which one is used changes how often the same work is done, never the result. */
export type ValueDecoder = {
  /** The element whose value lies in bytes `start` to `end`, which are there. */
  readonly decode: (
    source: Bytes,
    start: number,
    end: number,
    vr: ValueRepresentation,
    littleEndian: boolean,
    characterSet: CharacterSet,
    leaf: Leaf,
  ) => ValueElement;
  /** The character set that the values of SpecificCharacterSet name. */
  readonly characterSetOf: (terms: readonly RawValue[]) => CharacterSet;
};

/** Decodes each value from its bytes. */
export const freshValues: ValueDecoder = {
  decode({ bytes, view }, start, end, vr, littleEndian, characterSet, leaf) {
    const values =
      (vr === 'DS' || vr === 'IS') && isNumeric(leaf)
        ? decodeDecimals(bytes, start, Math.min(end, start + mostTextBytes))
        : decodeValues(bytes, view, start, end, vr, littleEndian, characterSet);
    return valueElement(values, leaf);
  },
  characterSetOf: (terms) => characterSetOf(terms.map(String)),
};

/** An element of raw values, judged as the attribute that it is. */
export function valueElement(values: readonly RawValue[], { key, attribute }: Leaf): ValueElement {
  return { key, values, attribute: attribute === null ? null : judged(values, attribute), items: null };
}

function isNumeric({ attribute }: Leaf): boolean {
  return attribute !== null && (attribute.kind.as === 'number' || attribute.kind.as === 'number-list');
}

const noRemarks: readonly string[] = [];

function judged(values: readonly RawValue[], { kind, keyword }: Attribute): JudgedAttribute {
  const remarks = new Set<string>();
  const value =
    keyword === 'MagneticFieldStrength'
      ? fieldStrengthOf(values, remarks)
      : attributeValue(values, kind, keyword, remarks);
  return { keyword, value, remarks: remarks.size === 0 ? noRemarks : [...remarks] };
}

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
  bytes: Buffer,
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
  const textEnd = Math.min(end, start + mostTextBytes);
  // Decoded before it is split: in GBK and ISO 2022 IR 87 a second byte may be a backslash.
  const text =
    characterSet !== defaultCharacterSet && inCharacterSet.has(vr)
      ? characterSet.decode(bytes.subarray(start, textEnd))
      : bytes.toString('latin1', start, textEnd);
  return text.includes('\\') ? text.split('\\', mostValues) : [text];
}

function decodeNumbers(
  view: DataView,
  start: number,
  end: number,
  format: NumberFormat,
  littleEndian: boolean,
): readonly number[] {
  const count = Math.min(Math.floor((end - start) / format.size), mostValues);
  const numbers: number[] = [];
  for (let index = 0; index < count; index += 1)
    numbers.push(format.read(view, start + index * format.size, littleEndian));
  return numbers;
}

const backslash = 0x5c;

/** DS and IS of a numeric attribute: numbers where they are written plainly, else the text as it stands, for `attributeValue` to judge. */
function decodeDecimals(bytes: Buffer, start: number, end: number): readonly RawValue[] {
  if (start === end) return [];
  const values: RawValue[] = [];
  let from = start;
  while (values.length < mostValues) {
    let to = from;
    while (to < end && bytes[to] !== backslash) to += 1;
    values.push(simpleDecimal(bytes, from, to) ?? bytes.toString('latin1', from, to));
    if (to >= end) break;
    from = to + 1;
  }
  return values;
}
