import { deflateRawSync } from 'node:zlib';

/** A small writer of DICOM elements, free enough to write the odd ones too. */
export type Encoding = { readonly explicit: boolean; readonly littleEndian: boolean };
export type Item = readonly BuiltElement[];
export type BuiltElement = {
  readonly tag: number;
  readonly vr: string;
  readonly value: string | readonly number[] | Uint8Array | readonly Item[];
  /** Sequences and their items: delimited instead of counted. */
  readonly delimited?: boolean;
};

export const syntaxes = {
  explicit: '1.2.840.10008.1.2.1',
  implicit: '1.2.840.10008.1.2',
  bigEndian: '1.2.840.10008.1.2.2',
  deflated: '1.2.840.10008.1.2.1.99',
} as const;
export type Syntax = keyof typeof syntaxes;

const longLength = new Set(['OB', 'OW', 'OF', 'OD', 'OL', 'OV', 'SQ', 'UC', 'UN', 'UR', 'UT', 'SV', 'UV']);

export function el(tag: number, vr: string, value: string | readonly number[] | Uint8Array): BuiltElement {
  return { tag, vr, value };
}

export function sq(tag: number, items: readonly Item[], delimited = false, vr = 'SQ'): BuiltElement {
  return { tag, vr, value: items, delimited };
}

/** Elements with the named ones replaced, added or (with `null`) left out, in the order of their tags. */
export function withElements(
  elements: readonly BuiltElement[],
  changes: readonly BuiltElement[],
  without: readonly number[] = [],
): readonly BuiltElement[] {
  const replaced = new Set([...changes.map((change) => change.tag), ...without]);
  return [...elements.filter(({ tag }) => !replaced.has(tag)), ...changes].sort((one, other) => one.tag - other.tag);
}

export function encodeElements(elements: readonly BuiltElement[], encoding: Encoding): Uint8Array {
  return join(elements.map((element) => encodeElement(element, encoding)));
}

/** A DICOM file: preamble, file meta information, data set. */
export function dicomFile(
  elements: readonly BuiltElement[],
  syntax: Syntax = 'explicit',
  uid: string = syntaxes[syntax],
): Uint8Array {
  const body = encodeElements(elements, {
    explicit: syntax !== 'implicit',
    littleEndian: syntax !== 'bigEndian',
  });
  return join([preamble(), metaOf(elements, uid), syntax === 'deflated' ? deflateRawSync(body) : body]);
}

export function preamble(): Uint8Array {
  return join([new Uint8Array(128), latin('DICM')]);
}

export function metaOf(elements: readonly BuiltElement[], transferSyntax: string | null): Uint8Array {
  const textAt = (wanted: number): string => {
    const value = elements.find(({ tag }) => tag === wanted)?.value;
    return typeof value === 'string' ? value : '';
  };
  const meta = encodeElements(
    [
      el(0x00020001, 'OB', new Uint8Array([0, 1])),
      el(0x00020002, 'UI', textAt(0x00080016)),
      el(0x00020003, 'UI', textAt(0x00080018)),
      ...(transferSyntax === null ? [] : [el(0x00020010, 'UI', transferSyntax)]),
    ],
    { explicit: true, littleEndian: true },
  );
  return join([encodeElement(el(0x00020000, 'UL', [meta.length]), { explicit: true, littleEndian: true }), meta]);
}

export function join(parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}

export function latin(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'latin1'));
}

function encodeElement(element: BuiltElement, encoding: Encoding): Uint8Array {
  const { tag, vr, value, delimited = false } = element;
  // A UN sequence holds implicit little endian (PS3.5 6.2.2).
  const inner = vr === 'UN' ? { explicit: false, littleEndian: true } : encoding;
  if (isItems(value)) {
    const items = join(value.map((item) => encodeItem(item, inner, delimited)));
    const end = delimited ? itemTag(0xfffee0dd, 0, inner) : new Uint8Array(0);
    return join([header(tag, vr, delimited ? 0xffffffff : items.length, encoding), items, end]);
  }
  const bytes = encodeValue(value, vr, encoding.littleEndian);
  return join([header(tag, vr, bytes.length, encoding), bytes]);
}

function isItems(value: BuiltElement['value']): value is readonly Item[] {
  return Array.isArray(value) && Array.isArray(value[0]);
}

function encodeItem(item: Item, encoding: Encoding, delimited: boolean): Uint8Array {
  const content = encodeElements(item, encoding);
  if (!delimited) return join([itemTag(0xfffee000, content.length, encoding), content]);
  return join([itemTag(0xfffee000, 0xffffffff, encoding), content, itemTag(0xfffee00d, 0, encoding)]);
}

function itemTag(tag: number, length: number, { littleEndian }: Encoding): Uint8Array {
  return header(tag, '', length, { explicit: false, littleEndian });
}

function header(tag: number, vr: string, length: number, { explicit, littleEndian }: Encoding): Uint8Array {
  const long = longLength.has(vr);
  const bytes = new Uint8Array(explicit && long ? 12 : 8);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, tag >>> 16, littleEndian);
  view.setUint16(2, tag & 0xffff, littleEndian);
  if (explicit) bytes.set(latin(vr), 4);
  if (explicit && !long) view.setUint16(6, length, littleEndian);
  else view.setUint32(explicit ? 8 : 4, length, littleEndian);
  return bytes;
}

function encodeValue(
  value: string | readonly number[] | Uint8Array | readonly Item[],
  vr: string,
  littleEndian: boolean,
): Uint8Array {
  if (value instanceof Uint8Array) return value;
  if (typeof value === 'string') return latin(value.length % 2 === 0 ? value : `${value}${vr === 'UI' ? '\0' : ' '}`);
  const numbers = value.filter((one) => typeof one === 'number');
  const size = vr === 'FD' ? 8 : vr === 'US' || vr === 'SS' ? 2 : 4;
  const view = new DataView(new ArrayBuffer(numbers.length * size));
  for (const [index, number] of numbers.entries()) {
    const at = index * size;
    if (vr === 'US') view.setUint16(at, number, littleEndian);
    else if (vr === 'SS') view.setInt16(at, number, littleEndian);
    else if (vr === 'UL') view.setUint32(at, number, littleEndian);
    else if (vr === 'SL') view.setInt32(at, number, littleEndian);
    else if (vr === 'FL') view.setFloat32(at, number, littleEndian);
    else if (vr === 'FD') view.setFloat64(at, number, littleEndian);
    else throw new Error(`this writer has no numbers in ${vr}`);
  }
  return new Uint8Array(view.buffer);
}
