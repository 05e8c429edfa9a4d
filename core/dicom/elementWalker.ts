import type { CharacterSet } from './characterSet.ts';
import { type DataSet, type Element, elementOf, type Leaf, type Schema, type ValueElement } from './dataSet.ts';
import {
  blankElementHeader,
  type ElementHeader,
  readElementHeader,
  readTag,
  undefinedLength,
} from './elementHeader.ts';
import {
  isPrivate,
  notePrivateCreator,
  type PrivateBlocks,
  privateBlocks,
  privateCreator,
  privateKey,
} from './privateBlocks.ts';
import { tags } from './tag.ts';
import { type Encoding, implicitLittleEndian } from './transferSyntax.ts';
import type { ValueDecoder } from './valueDecoding.ts';

/** The first bytes of an object, and where the object ends: `Infinity` while that is not known. */
export type ByteSource = { readonly bytes: Buffer; readonly view: DataView; readonly total: number };

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

export type Walk = {
  readonly dataSet: DataSet;
  readonly end: WalkEnd;
  readonly characterSet: CharacterSet;
  /** Which private blocks at the top level belong to whom. */
  readonly blocks: PrivateBlocks | null;
};

const deepestNesting = 16;
const mostItems = 100_000;

/** A source over bytes. */
export function byteSource(bytes: Uint8Array, total: number): ByteSource {
  const { buffer, byteOffset, byteLength } = bytes;
  return {
    bytes: Buffer.from(buffer, byteOffset, byteLength),
    view: new DataView(buffer, byteOffset, byteLength),
    total,
  };
}

/**
 * Walks the elements from `start` and keeps those of `schema`; all others are passed over by their length.
 * `stopsAt` is asked before each top-level element, with what has been read so far.
 *
 * @param trace is told where each top-level element begins
 */
export function walkElements(
  source: ByteSource,
  start: number,
  encoding: Encoding,
  schema: Schema,
  decoder: ValueDecoder,
  stopsAt: StopsAt,
  trace: Trace | null = null,
): Walk {
  const { bytes, view, total } = source;
  const walk = beginWalk(source, encoding, schema, decoder);
  const { state, scope } = walk;
  let offset = start;
  while (state.end === null) {
    trace?.(offset, scope.into.length);
    if (offset === total) state.end = { kind: 'end-of-object', offset };
    else if (offset + 4 > bytes.length) state.end = { kind: 'cut-off', offset, tag: null, needed: offset + 4 };
    else if (stopsAt(readTag(view, offset, encoding.littleEndian), offset, scope.into)) {
      state.end = { kind: 'stopped', offset };
    } else offset = walkOne(walk, offset);
  }
  return { dataSet: scope.into, end: state.end, characterSet: state.characterSet, blocks: scope.blocks };
}

export type StopsAt = (tag: number, offset: number, soFar: DataSet) => boolean;
export type Trace = (offset: number, elementsSoFar: number) => void;

/** A walk that someone else takes step by step. */
export type OngoingWalk = { readonly state: State; readonly scope: Scope; readonly encoding: Encoding };

export function beginWalk(
  { bytes, view, total }: ByteSource,
  encoding: Encoding,
  schema: Schema,
  decoder: ValueDecoder,
): OngoingWalk {
  const header = blankElementHeader();
  const characterSet = decoder.characterSetOf([]);
  return { state: { bytes, view, total, decoder, header, characterSet, end: null }, scope: scopeOf(schema), encoding };
}

/** Reads the top-level element at `offset` and says where the next one begins; `state.end` tells when that failed. */
export function walkOne({ state, scope, encoding }: OngoingWalk, offset: number): number {
  return walkElement(state, offset, state.total, encoding, scope, 0);
}

/** `end` is set once, by whatever ends the walk; every loop looks at it. `header` is where the latest element was read into. */
type State = ByteSource & {
  readonly decoder: ValueDecoder;
  readonly header: ElementHeader;
  characterSet: CharacterSet;
  end: WalkEnd | null;
};

/** One data set that is wanted: what of it, and what was found. */
type Scope = {
  readonly wanted: ReadonlyMap<number, Leaf | Schema>;
  readonly into: Element[];
  readonly blocks: PrivateBlocks | null;
  /** Elements ascend (PS3.5 7.1); only where they do not may one stand twice. */
  highestTag: number;
};

function scopeOf({ elements, vendors }: Schema): Scope {
  return { wanted: elements, into: [], blocks: vendors ? privateBlocks() : null, highestTag: 0 };
}

/** Reads or passes over one element and says where the next one begins. `limit`: where the enclosing item ends. */
function walkElement(
  state: State,
  offset: number,
  limit: number,
  encoding: Encoding,
  scope: Scope | null,
  depth: number,
): number {
  if (!readHeaderAt(state, offset, limit, encoding)) return offset;
  const { tag, representation, length, valueStart } = state.header;
  if (groupOfItems(tag)) return malformed(state, offset, tag, 'stands where an element should begin');
  const wanted = scope === null ? undefined : wantedAt(scope, tag);
  if (length === undefinedLength || wanted?.kind === 'items') {
    if (representation === null || representation.vr === 'SQ' || representation.vr === 'UN') {
      // The content of a UN sequence is implicit little endian whatever surrounds it (PS3.5 6.2.2 note 2).
      const inner = representation?.vr === 'UN' ? implicitLittleEndian : encoding;
      const itemSchema = wanted?.kind === 'items' ? wanted : null;
      const items: DataSet[] | null = itemSchema === null ? null : [];
      if (items !== null) scope?.into.push({ key: keyIn(scope, tag), values: null, attribute: null, items, offset });
      return walkSequence(state, offset, limit, inner, itemSchema, items, depth + 1);
    }
    if (length === undefinedLength) return walkFragments(state, offset, limit, encoding);
  }
  const valueEnd = valueStart + length;
  if (!fits(state, offset, tag, valueEnd, limit, encoding.explicit && representation === null)) return offset;
  if (wanted?.kind !== 'value' || scope === null || representation?.vr === 'SQ') return valueEnd;
  if (valueEnd > state.bytes.length) return cutOff(state, offset, tag, valueEnd);
  const element = leafElement(state, valueStart, valueEnd, wanted, encoding);
  if (wanted.key === privateCreator && scope.blocks !== null) notePrivateCreator(scope.blocks, tag, element.values);
  else scope.into.push(element);
  if (tag === tags.SpecificCharacterSet && depth === 0) {
    state.characterSet = state.decoder.characterSetOf(element.values);
  }
  return valueEnd;
}

/** What is wanted of an element, if anything; of two under one tag only the first. */
function wantedAt(scope: Scope, tag: number): Leaf | Schema | undefined {
  const wanted = scope.wanted.get(keyIn(scope, tag));
  if (tag > scope.highestTag) scope.highestTag = tag;
  else if (wanted !== undefined && elementOf(scope.into, keyIn(scope, tag)) !== undefined) return undefined;
  return wanted;
}

function keyIn({ blocks }: Scope, tag: number): number {
  return blocks !== null && isPrivate(tag) ? privateKey(blocks, tag) : tag;
}

function leafElement(state: State, start: number, end: number, wanted: Leaf, encoding: Encoding): ValueElement {
  const { representation } = state.header;
  // A VR that cannot hold such a value says nothing: the dictionary's stands in, as for UN and implicit elements.
  const vr = representation === null || representation.opaque ? wanted.vr : representation.vr;
  const littleEndian = representation?.vr === 'UN' || encoding.littleEndian;
  return state.decoder.decode(state, start, end, vr, littleEndian, state.characterSet, wanted);
}

/** Items until the sequence ends, whose header was read last; kept in `items` where the sequence is wanted. */
function walkSequence(
  state: State,
  sequenceOffset: number,
  limit: number,
  encoding: Encoding,
  schema: Schema | null,
  items: DataSet[] | null,
  depth: number,
): number {
  const { tag, length, valueStart } = state.header;
  if (depth > deepestNesting)
    return limitExceeded(state, sequenceOffset, tag, `more than ${deepestNesting} nested sequences`);
  const sequenceEnd = length === undefinedLength ? limit : valueStart + length;
  if (!fits(state, sequenceOffset, tag, sequenceEnd, limit, false)) return sequenceOffset;
  let offset = valueStart;
  let count = 0;
  while (length === undefinedLength || offset < sequenceEnd) {
    if (!readHeaderAt(state, offset, sequenceEnd, encoding)) return offset;
    const item = state.header;
    if (item.tag === tags.SequenceDelimitationItem && length === undefinedLength) return item.valueStart;
    if (item.tag !== tags.Item)
      return malformed(state, offset, tag, 'is a sequence that holds something other than items');
    count += 1;
    if (items !== null && count > mostItems) return limitExceeded(state, offset, tag, `more than ${mostItems} items`);
    const scope = schema === null ? null : scopeOf(schema);
    offset = walkItem(state, offset, tag, sequenceEnd, encoding, scope, depth);
    if (state.end !== null) return offset;
    if (scope !== null) items?.push(scope.into);
  }
  return offset;
}

/** The elements of the item whose header was read last. */
function walkItem(
  state: State,
  itemOffset: number,
  sequenceTag: number,
  limit: number,
  encoding: Encoding,
  scope: Scope | null,
  depth: number,
): number {
  const { length, valueStart } = state.header;
  const delimited = length === undefinedLength;
  const itemEnd = delimited ? limit : valueStart + length;
  if (!fits(state, itemOffset, sequenceTag, itemEnd, limit, false)) return itemOffset;
  if (scope === null && !delimited) return itemEnd;
  let offset = valueStart;
  while (delimited || offset < itemEnd) {
    const tag = tagAt(state, offset, itemEnd, encoding.littleEndian);
    if (tag === null) return offset;
    if (delimited && tag === tags.ItemDelimitationItem) return offset + 8;
    offset = walkElement(state, offset, itemEnd, encoding, scope, depth);
    if (state.end !== null) return offset;
  }
  return offset;
}

/** Encapsulated binary data: items of raw bytes (PS3.5 A.4), passed over; the header of their element was read last. */
function walkFragments(state: State, start: number, limit: number, encoding: Encoding): number {
  const { tag, valueStart } = state.header;
  let offset = valueStart;
  for (;;) {
    if (!readHeaderAt(state, offset, limit, encoding)) return offset;
    const item = state.header;
    if (item.tag === tags.SequenceDelimitationItem) return item.valueStart;
    if (item.tag !== tags.Item || item.length === undefinedLength) {
      return malformed(state, start, tag, 'has no length and holds no fragments');
    }
    const itemEnd = item.valueStart + item.length;
    if (!fits(state, offset, tag, itemEnd, limit, false)) return offset;
    offset = itemEnd;
  }
}

/** Reads the header at an offset into `state.header`; false when that ended the walk. */
function readHeaderAt(state: State, offset: number, limit: number, encoding: Encoding): boolean {
  const { view, bytes, header } = state;
  const needed = readElementHeader(header, view, offset, bytes.length, encoding);
  if (needed === 0 && header.valueStart <= limit) return true;
  const tag = tagAt(state, offset, limit, encoding.littleEndian);
  if (tag === null) return false;
  if (needed > 0) cutOff(state, offset, tag, needed);
  return needed === 0 && fits(state, offset, tag, header.valueStart, limit, false);
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

function groupOfItems(tag: number): boolean {
  return tag >>> 16 === 0xfffe;
}
