import { latin1 } from './characterSet.ts';
import { type DataSet, leaf, schema, valuesOf } from './dataSet.ts';
import { blankElementHeader, readElementHeader, readTag, undefinedLength } from './elementHeader.ts';
import { type ByteSource, type WalkEnd, walkElements } from './elementWalker.ts';
import { groupOf, tags } from './tag.ts';
import {
  type Encoding,
  explicitBigEndian,
  explicitLittleEndian,
  implicitLittleEndian,
  transferSyntaxByUid,
} from './transferSyntax.ts';
import type { ValueDecoder } from './valueDecoding.ts';
import { representationOf } from './valueRepresentation.ts';

/** The file meta information (PS3.10 7.1) and where it leads. */
export type FileMeta = { readonly dataSet: DataSet; readonly end: WalkEnd };

const preambleLength = 128;
export const headLength = preambleLength + 4;
const mark: readonly number[] = [0x44, 0x49, 0x43, 0x4d];

const metaSchema = schema([
  leaf(tags.FileMetaInformationGroupLength, 'UL'),
  leaf(tags.MediaStorageSOPClassUID, 'UI'),
  leaf(tags.MediaStorageSOPInstanceUID, 'UI'),
  leaf(tags.TransferSyntaxUID, 'UI'),
]);

/** Whether the preamble and `DICM` stand at the beginning. */
export function hasPreamble(bytes: Uint8Array): boolean {
  return mark.every((byte, index) => bytes[preambleLength + index] === byte);
}

/** Whether bytes too few for a preamble could be the beginning of one: PS3.10 asks for zeros where it is not used. */
export function couldBePreamble(bytes: Uint8Array): boolean {
  const prefix = latin1(bytes.subarray(preambleLength, headLength));
  return (
    bytes.length < headLength &&
    'DICM'.startsWith(prefix) &&
    bytes.subarray(0, preambleLength).every((byte) => byte === 0)
  );
}

/** Reads group 0002 from `start`. Its stated length is only believed where deflated bytes follow, as it is often wrong. */
export function readFileMeta(source: ByteSource, start: number, decoder: ValueDecoder): FileMeta {
  const { dataSet, end } = walkElements(
    source,
    start,
    explicitLittleEndian,
    metaSchema,
    decoder,
    (tag, offset, soFar) => {
      if (groupOf(tag) !== 0x0002) return true;
      return offset === statedEnd(source, start, soFar) && isDeflated(soFar);
    },
  );
  return { dataSet, end };
}

function statedEnd(source: ByteSource, start: number, meta: DataSet): number | null {
  const length = valuesOf(meta, tags.FileMetaInformationGroupLength)?.[0];
  if (typeof length !== 'number' || start + 8 > source.bytes.length) return null;
  // The length counts from behind its own element, which explicit VR makes 12 bytes long.
  return start + 12 + length;
}

function isDeflated(meta: DataSet): boolean {
  const uid = uidOf(meta, tags.TransferSyntaxUID);
  return uid !== null && transferSyntaxByUid(uid)?.deflated === true;
}

/** A UID without its padding; `null` when absent or empty. */
export function uidOf(dataSet: DataSet, tag: number): string | null {
  const value = valuesOf(dataSet, tag)?.[0];
  if (typeof value !== 'string') return null;
  const uid = withoutNuls(value).trim();
  return uid === '' ? null : uid;
}

/** Without the zero bytes that pad a UID to even length (PS3.5 9.1). */
function withoutNuls(text: string): string {
  let end = text.length;
  while (end > 0 && text.charCodeAt(end - 1) === 0) end -= 1;
  return end === text.length ? text : text.slice(0, end);
}

/**
 * How the data set is really written. Some exports rewrite it without correcting the transfer syntax, or leave that out; the
 * first element then tells. Eight bytes must be there at `start`.
 */
export function encodingAt(source: ByteSource, start: number, declared: Encoding | null): Encoding {
  const group = source.view.getUint16(start, true);
  const swapped = source.view.getUint16(start, false);
  const hasVr = representationOf(source.view.getUint8(start + 4), source.view.getUint8(start + 5)) !== null;
  const littleEndian = group === swapped ? (declared?.littleEndian ?? true) : group < swapped;
  if (!hasVr && declared?.explicit === true && declared.littleEndian === littleEndian) {
    const length = source.view.getUint32(start + 4, littleEndian);
    // Neither way makes sense: keep to what was declared and let the walk say where it fails.
    if (start + 8 + length > source.total) return declared;
  }
  return { explicit: hasVr, littleEndian };
}

/**
 * Recognises an object without preamble: elements in ascending order from group 0002 or 0008, among the first of them a
 * SOP class or a modality that reads as one. `need-more` while the bytes at hand are coherent and too few.
 */
export function recogniseBareDataSet(source: ByteSource): 'meta' | 'data-set' | 'need-more' | null {
  const readings = [explicitLittleEndian, implicitLittleEndian, explicitBigEndian].map((encoding) => ({
    encoding,
    coherence: coherenceOf(source, encoding),
  }));
  const coherent = readings.find(({ coherence }) => coherence === 'coherent');
  if (coherent !== undefined) {
    const group = groupOf(readTag(source.view, 0, coherent.encoding.littleEndian));
    return group === 0x0002 ? 'meta' : 'data-set';
  }
  return readings.some(({ coherence }) => coherence === 'need-more') ? 'need-more' : null;
}

const fewestElements = 3;
const mostElements = 40;
const longestBareValue = 65_536;

function coherenceOf(source: ByteSource, encoding: Encoding): 'coherent' | 'need-more' | null {
  let offset = 0;
  let previousTag = 0;
  let evidence = false;
  const header = blankElementHeader();
  for (let count = 1; count <= mostElements; count += 1) {
    const needed = readElementHeader(header, source.view, offset, source.bytes.length, encoding);
    if (needed > 0) return needed <= source.total ? 'need-more' : null;
    const { tag, representation, length, valueStart } = header;
    const group = groupOf(tag);
    if (tag <= previousTag || (group !== 0x0002 && group !== 0x0008)) return null;
    if (encoding.explicit && representation === null) return null;
    const valueEnd = valueStart + length;
    if (length === undefinedLength || length > longestBareValue || valueEnd > source.total) return null;
    if (isEvidence(tag)) {
      if (valueEnd > source.bytes.length) return 'need-more';
      if (!readsAsExpected(tag, source.bytes.toString('latin1', valueStart, valueEnd))) return null;
      evidence = true;
    }
    if (evidence && count >= fewestElements) return 'coherent';
    previousTag = tag;
    offset = valueEnd;
  }
  return null;
}

function isEvidence(tag: number): boolean {
  return tag === tags.SOPClassUID || tag === tags.MediaStorageSOPClassUID || tag === 0x00080060;
}

function readsAsExpected(tag: number, text: string): boolean {
  return tag === 0x00080060 ? /^[A-Z]{2,16} *$/.test(text) : /^[0-2](\.\d+){3,}[\0 ]*$/.test(text);
}
