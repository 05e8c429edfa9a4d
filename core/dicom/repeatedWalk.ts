import type { Element, Schema } from './dataSet.ts';
import { readTag } from './elementHeader.ts';
import {
  type ByteSource,
  beginWalk,
  type OngoingWalk,
  type StopsAt,
  type Walk,
  walkElements,
  walkOne,
} from './elementWalker.ts';
import { isPrivate } from './privateBlocks.ts';
import { tags } from './tag.ts';
import type { Encoding } from './transferSyntax.ts';
import type { ValueDecoder } from './valueDecoding.ts';

/** Walks one data set; see `walkElements`. */
export type WalkDataSet = (source: ByteSource, start: number, encoding: Encoding, stopsAt: StopsAt) => Walk;

const longestModel = 64 * 1024;
const mostModels = 256;
/** Series whose images are laid out differently gain nothing from a model. */
const mostFailures = 8;

/**
 * A walk for the images of many series. Those of one series have the same elements in the same order, nearly all with the same
 * bytes: runs of elements that did not differ so far are compared as bytes, only the others are read. What it answers is what
 * `walkElements` does, which it falls back to wherever an image is not like the last one of its series.
 */
export function repeatedWalk(schema: Schema, decoder: ValueDecoder): WalkDataSet {
  const models = new Map<string, Model | null>();
  const failures = new Map<string, number>();
  return (source, start, encoding, stopsAt) => {
    const series = seriesHint(source.bytes, start, encoding);
    const model = models.get(series);
    const isLike = model != null && isSameEncoding(model.encoding, encoding);
    const repeated = isLike ? repeat(model, source, start, walkLike(model, source, schema, decoder), stopsAt) : null;
    if (repeated !== null) return repeated;
    const offsets: number[] = [];
    const counts: number[] = [];
    const walk = walkElements(source, start, encoding, schema, decoder, stopsAt, (offset, count) => {
      offsets.push(offset);
      counts.push(count);
    });
    if (model === null) return walk;
    if (models.size >= mostModels) models.clear();
    const failed = model === undefined ? 0 : (failures.get(series) ?? 0) + 1;
    failures.set(series, failed);
    models.set(series, failed > mostFailures ? null : modelOf(source, encoding, walk, offsets, counts));
    return walk;
  };
}

function isSameEncoding(one: Encoding, other: Encoding): boolean {
  return one.explicit === other.explicit && one.littleEndian === other.littleEndian;
}

/** A walk with the character set and the private blocks of the model, whose elements that say so are not read again. */
function walkLike({ encoding, walk }: Model, source: ByteSource, schema: Schema, decoder: ValueDecoder): OngoingWalk {
  const { state, scope } = beginWalk(source, encoding, schema, decoder);
  return {
    state: { ...state, characterSet: walk.characterSet },
    scope: { ...scope, blocks: walk.blocks },
    encoding,
  };
}

/** An image that the others of its series may be like. */
type Model = {
  readonly encoding: Encoding;
  readonly walk: Walk;
  /** The bytes of its data set up to the stop. */
  readonly bytes: Buffer;
  readonly tags: readonly number[];
  /** Where in `bytes` each top-level element begins, and where the last one ends. */
  readonly offsets: readonly number[];
  /** How many wanted elements there are before each, and in all. */
  readonly counts: readonly number[];
  /** For each element the next one, itself included, that differed between images and is read; the end where there is none. */
  readonly nextDiffering: number[];
};

function modelOf(
  { bytes, view }: ByteSource,
  encoding: Encoding,
  walk: Walk,
  offsets: readonly number[],
  counts: readonly number[],
): Model | null {
  const start = offsets[0] ?? 0;
  if (walk.end.kind !== 'stopped' || walk.end.offset - start > longestModel) return null;
  const elementTags = offsets.slice(0, -1).map((offset) => readTag(view, offset, encoding.littleEndian));
  // Out of order, which of two elements under one tag counts is for the walker to say.
  if (elementTags.some((tag, index) => tag <= (elementTags[index - 1] ?? -1))) return null;
  return {
    encoding,
    walk,
    bytes: Buffer.from(bytes.subarray(start, walk.end.offset)),
    tags: elementTags,
    offsets: offsets.map((offset) => offset - start),
    counts,
    nextDiffering: new Array(elementTags.length + 1).fill(elementTags.length),
  };
}

/** Walks an image like the model; `null` where it is not like it. */
function repeat(
  model: Model,
  { bytes, view }: ByteSource,
  start: number,
  walk: OngoingWalk,
  stopsAt: StopsAt,
): Walk | null {
  const { scope, encoding } = walk;
  const elements = model.tags.length;
  let offset = start;
  let element = 0;
  while (element < elements) {
    const end = endOfRun(model, element, bytes, offset);
    if (end === null) return null;
    copyElements(model, element, end, scope.into);
    offset += length(model, element, end);
    element = end;
    if (element === elements) break;
    const next = ownElement(model, element, walk, offset);
    if (next === null) return null;
    offset = next;
    element += 1;
  }
  if (offset + 4 > bytes.length) return null;
  const last = model.tags[elements - 1] ?? 0;
  const next = readTag(view, offset, encoding.littleEndian);
  if (stopsAt(last, offset, scope.into) || !stopsAt(next, offset, scope.into)) return null;
  const { characterSet, blocks } = model.walk;
  return { dataSet: scope.into, end: { kind: 'stopped', offset }, characterSet, blocks };
}

/** Where the elements from `element` on cease to be the model's, byte by byte; `null` when bytes are missing to tell. */
function endOfRun(model: Model, element: number, bytes: Buffer, offset: number): number | null {
  const end = model.nextDiffering[element] ?? element;
  if (offset + length(model, element, end) > bytes.length) return null;
  if (isSame(model, element, end, bytes, offset)) return end;
  let same = element;
  let different = end;
  while (different - same > 1) {
    const middle = (same + different) >>> 1;
    if (isSame(model, element, middle, bytes, offset)) same = middle;
    else different = middle;
  }
  for (let index = same; index >= 0 && (model.nextDiffering[index] ?? 0) > same; index -= 1) {
    model.nextDiffering[index] = same;
  }
  return same;
}

function isSame({ bytes: own, offsets }: Model, from: number, to: number, bytes: Buffer, offset: number): boolean {
  const start = offsets[from] ?? 0;
  const end = offsets[to] ?? start;
  return bytes.compare(own, start, end, offset, offset + end - start) === 0;
}

function length({ offsets }: Model, from: number, to: number): number {
  return (offsets[to] ?? 0) - (offsets[from] ?? 0);
}

function copyElements({ walk: { dataSet }, counts }: Model, from: number, to: number, into: Element[]): void {
  const end = counts[to] ?? 0;
  for (let index = counts[from] ?? 0; index < end; index += 1) {
    const element = dataSet[index];
    if (element !== undefined) into.push(element);
  }
}

/** Reads an element that differs and says where the next one begins; `null` where it is not the model's element. */
function ownElement({ tags: modelTags }: Model, element: number, walk: OngoingWalk, offset: number): number | null {
  const { state, encoding } = walk;
  if (offset + 4 > state.bytes.length) return null;
  const tag = readTag(state.view, offset, encoding.littleEndian);
  // Such elements say how those behind them are to be read.
  if (tag !== modelTags[element] || tag === tags.SpecificCharacterSet || isCreator(tag)) return null;
  const next = walkOne(walk, offset);
  return state.end === null ? next : null;
}

function isCreator(tag: number): boolean {
  return isPrivate(tag) && (tag & 0xffff) <= 0xff;
}

/**
 * A name for the series of an image, found without reading it: the bytes behind the first SeriesInstanceUID that there is, which in
 * some images is a referenced one. A wrong name costs time and nothing else.
 */
function seriesHint(bytes: Buffer, start: number, { explicit, littleEndian }: Encoding): string {
  if (!littleEndian) return '';
  const at = bytes.indexOf(explicit ? explicitSeries : implicitSeries, start);
  return at < 0 ? '' : bytes.toString('latin1', at + 8, at + 8 + (bytes[at + (explicit ? 6 : 4)] ?? 0));
}

const implicitSeries = Buffer.from([0x20, 0x00, 0x0e, 0x00]);
const explicitSeries = Buffer.from([0x20, 0x00, 0x0e, 0x00, 0x55, 0x49]);
