import { type CharacterSet, characterSetOf } from './characterSet.ts';
import type { DataSet, Element, Schema } from './dataSet.ts';
import { type ElementHeader, readElementHeader, readTag, undefinedLength } from './elementHeader.ts';
import { tags } from './tag.ts';
import { type Encoding, implicitLittleEndian } from './transferSyntax.ts';
import { decodeValues } from './valueDecoding.ts';
import type { ValueRepresentation } from './valueRepresentation.ts';

/** The first bytes of an object, and where the object ends: `Infinity` while that is not known. */
export type ByteSource = { readonly bytes: Uint8Array; readonly view: DataView; readonly total: number };

/** Why a walk came to its end. Offsets count from the beginning of the source. */
export type WalkEnd =
  /** Everything before the stop was read. `offset` is where the first element after it begins. */
  | { readonly kind: 'stopped'; readonly offset: number }
  /** The object ends where an element ends. */
  | { readonly kind: 'end-of-object'; readonly offset: number }
  /** The bytes run out inside an element; it can be read once there are `needed`. */
  | { readonly kind: 'cut-off'; readonly offset: number; readonly tag: number | null; readonly needed: number }
  | { readonly kind: 'malformed'; readonly offset: number; readonly tag: number; readonly fault: string }
  | { readonly kind: 'limit'; readonly offset: number; readonly tag: number; readonly limit: string };

export type Walk = { readonly dataSet: DataSet; readonly end: WalkEnd; readonly characterSet: CharacterSet };

const deepestNesting = 16;
const mostItems = 100_000;

/** A source over bytes. */
export function byteSource(bytes: Uint8Array, total: number): ByteSource {
  return { bytes, view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), total };
}

/**
 * Walks the elements from `start` and keeps those of `schema`; all others are passed over by their length.
 * `stopsAt` is asked before each top-level element, with what has been read so far.
 */
export function walkElements(
  source: ByteSource,
  start: number,
  encoding: Encoding,
  schema: Schema,
  characterSet: CharacterSet,
  stopsAt: (tag: number, offset: number, soFar: DataSet) => boolean,
): Walk {
  const dataSet: WritableDataSet = new Map();
  const state: State = { ...source, characterSet, end: null };
  let offset = start;
  while (state.end === null) {
    if (offset === source.total) state.end = { kind: 'end-of-object', offset };
    else if (offset + 4 > source.bytes.length) state.end = { kind: 'cut-off', offset, tag: null, needed: offset + 4 };
    else if (stopsAt(readTag(source.view, offset, encoding.littleEndian), offset, dataSet)) {
      state.end = { kind: 'stopped', offset };
    } else offset = walkElement(state, offset, source.total, encoding, schema, dataSet, 0);
  }
  return { dataSet, end: state.end, characterSet: state.characterSet };
}

type WritableDataSet = Map<number, Element>;
/** `end` is set once, by whatever ends the walk; every loop looks at it. */
type State = ByteSource & { characterSet: CharacterSet; end: WalkEnd | null };

/** Reads or passes over one element and says where the next one begins. `limit`: where the enclosing item ends. */
function walkElement(
  state: State,
  offset: number,
  limit: number,
  encoding: Encoding,
  schema: Schema | null,
  into: WritableDataSet | null,
  depth: number,
): number {
  const header = headerAt(state, offset, limit, encoding);
  if (header === null) return offset;
  const { tag, vr, length, valueStart } = header;
  if (groupOfItems(tag)) return malformed(state, offset, tag, 'stands where an element should begin');
  const wanted = into !== null && !into.has(tag) ? schema?.get(tag) : undefined;
  if (length === undefinedLength || typeof wanted === 'object') {
    if (vr === null || vr === 'SQ' || vr === 'UN') {
      // The content of a UN sequence is implicit little endian whatever surrounds it (PS3.5 6.2.2 note 2).
      const inner = vr === 'UN' ? implicitLittleEndian : encoding;
      const items: DataSet[] | null = typeof wanted === 'object' ? [] : null;
      if (items !== null) into?.set(tag, { items });
      const itemSchema = typeof wanted === 'object' ? wanted : null;
      return walkSequence(state, offset, header, limit, inner, itemSchema, items, depth + 1);
    }
    if (length === undefinedLength) return walkFragments(state, offset, header, limit, encoding);
  }
  const valueEnd = valueStart + length;
  if (!fits(state, offset, tag, valueEnd, limit, encoding.explicit && vr === null)) return offset;
  if (typeof wanted !== 'string' || vr === 'SQ') return valueEnd;
  if (valueEnd > state.bytes.length) return cutOff(state, offset, tag, valueEnd);
  into?.set(tag, { values: leafValues(state, header, valueEnd, wanted, encoding) });
  if (tag === tags.SpecificCharacterSet && depth === 0) adoptCharacterSet(state, into);
  return valueEnd;
}

function leafValues(
  state: State,
  header: ElementHeader,
  valueEnd: number,
  dictionaryVr: ValueRepresentation,
  encoding: Encoding,
): ReturnType<typeof decodeValues> {
  // A VR that cannot hold such a value says nothing: the dictionary's stands in, as for UN and implicit elements.
  const opaque = header.vr === null || header.vr === 'UN' || header.vr === 'OB' || header.vr === 'OW';
  const vr = opaque || header.vr === null ? dictionaryVr : header.vr;
  const littleEndian = header.vr === 'UN' || encoding.littleEndian;
  return decodeValues(state.bytes, state.view, header.valueStart, valueEnd, vr, littleEndian, state.characterSet);
}

/** Items until the sequence ends; kept in `items` where the sequence is wanted. */
function walkSequence(
  state: State,
  sequenceOffset: number,
  sequence: ElementHeader,
  limit: number,
  encoding: Encoding,
  schema: Schema | null,
  items: DataSet[] | null,
  depth: number,
): number {
  const { tag, length, valueStart } = sequence;
  if (depth > deepestNesting)
    return limitExceeded(state, sequenceOffset, tag, `more than ${deepestNesting} nested sequences`);
  const sequenceEnd = length === undefinedLength ? limit : valueStart + length;
  if (!fits(state, sequenceOffset, tag, sequenceEnd, limit, false)) return sequenceOffset;
  let offset = valueStart;
  let count = 0;
  while (length === undefinedLength || offset < sequenceEnd) {
    const item = headerAt(state, offset, sequenceEnd, encoding);
    if (item === null) return offset;
    if (item.tag === tags.SequenceDelimitationItem && length === undefinedLength) return item.valueStart;
    if (item.tag !== tags.Item)
      return malformed(state, offset, tag, 'is a sequence that holds something other than items');
    count += 1;
    if (items !== null && count > mostItems) return limitExceeded(state, offset, tag, `more than ${mostItems} items`);
    const content: WritableDataSet | null = items === null ? null : new Map();
    offset = walkItem(state, offset, tag, item, sequenceEnd, encoding, schema, content, depth);
    if (state.end !== null) return offset;
    if (content !== null) items?.push(content);
  }
  return offset;
}

function walkItem(
  state: State,
  itemOffset: number,
  sequenceTag: number,
  item: ElementHeader,
  limit: number,
  encoding: Encoding,
  schema: Schema | null,
  content: WritableDataSet | null,
  depth: number,
): number {
  const delimited = item.length === undefinedLength;
  const itemEnd = delimited ? limit : item.valueStart + item.length;
  if (!fits(state, itemOffset, sequenceTag, itemEnd, limit, false)) return itemOffset;
  if (content === null && !delimited) return itemEnd;
  let offset = item.valueStart;
  while (delimited || offset < itemEnd) {
    const tag = tagAt(state, offset, itemEnd, encoding.littleEndian);
    if (tag === null) return offset;
    if (delimited && tag === tags.ItemDelimitationItem) return offset + 8;
    offset = walkElement(state, offset, itemEnd, encoding, schema, content, depth);
    if (state.end !== null) return offset;
  }
  return offset;
}

/** Encapsulated binary data: items of raw bytes (PS3.5 A.4), passed over. */
function walkFragments(state: State, start: number, element: ElementHeader, limit: number, encoding: Encoding): number {
  let offset = element.valueStart;
  for (;;) {
    const item = headerAt(state, offset, limit, encoding);
    if (item === null) return offset;
    if (item.tag === tags.SequenceDelimitationItem) return item.valueStart;
    if (item.tag !== tags.Item || item.length === undefinedLength) {
      return malformed(state, start, element.tag, 'has no length and holds no fragments');
    }
    const itemEnd = item.valueStart + item.length;
    if (!fits(state, offset, element.tag, itemEnd, limit, false)) return offset;
    offset = itemEnd;
  }
}

function headerAt(state: State, offset: number, limit: number, encoding: Encoding): ElementHeader | null {
  const tag = tagAt(state, offset, limit, encoding.littleEndian);
  if (tag === null) return null;
  const header = readElementHeader(state.view, offset, state.bytes.length, encoding);
  if ('needed' in header) {
    cutOff(state, offset, tag, header.needed);
    return null;
  }
  return fits(state, offset, tag, header.valueStart, limit, false) ? header : null;
}

function tagAt(state: State, offset: number, limit: number, littleEndian: boolean): number | null {
  if (offset + 4 > state.bytes.length) {
    cutOff(state, offset, null, offset + 4);
    return null;
  }
  const tag = readTag(state.view, offset, littleEndian);
  return fits(state, offset, tag, offset + 4, limit, false) ? tag : null;
}

/** Whether something ends inside what encloses it. Beyond the object it is cut off; beyond an item it is malformed. */
function fits(state: State, offset: number, tag: number, end: number, limit: number, vrIsMissing: boolean): boolean {
  if (end <= limit) return true;
  if (vrIsMissing) malformed(state, offset, tag, 'has no valid value representation');
  else if (limit === state.total) cutOff(state, offset, tag, end);
  else malformed(state, offset, tag, 'is longer than the item that holds it');
  return false;
}

function cutOff(state: State, offset: number, tag: number | null, needed: number): number {
  state.end ??= { kind: 'cut-off', offset, tag, needed };
  return offset;
}

function malformed(state: State, offset: number, tag: number, fault: string): number {
  state.end ??= { kind: 'malformed', offset, tag, fault };
  return offset;
}

function limitExceeded(state: State, offset: number, tag: number, limit: string): number {
  state.end ??= { kind: 'limit', offset, tag, limit };
  return offset;
}

function adoptCharacterSet(state: State, dataSet: DataSet | null): void {
  const element = dataSet?.get(tags.SpecificCharacterSet);
  if (element === undefined || !('values' in element)) return;
  state.characterSet = characterSetOf(element.values.map(String));
}

function groupOfItems(tag: number): boolean {
  return tag >>> 16 === 0xfffe;
}
