import type { Remarks } from './attributeValue.ts';
import type { DataSet } from './dataSet.ts';
import { type ByteSource, byteSource, type Walk, type WalkEnd, walkElements } from './elementWalker.ts';
import { expectedHeaderEnd } from './expectedHeaderEnd.ts';
import { assembleHeader, classify, headerSchema, missingBeforeEnd, rejectedByClass } from './headerAssembly.ts';
import type { HeaderReading, NeedMoreBytes, ObjectIdentity, RejectedObject } from './headerReading.ts';
import { inflatePrefix } from './inflatePrefix.ts';
import { lastVendorGroup, vendorFacts } from './lastVendorGroup.ts';
import { looksLike } from './looksLike.ts';
import {
  couldBePreamble,
  encodingAt,
  hasPreamble,
  headLength,
  readFileMeta,
  recogniseBareDataSet,
  uidOf,
} from './objectStart.ts';
import { largestHeader, nextRead } from './readSize.ts';
import { identityOf, rejected } from './rejection.ts';
import { rememberedValues } from './rememberedValues.ts';
import { repeatedWalk, type WalkDataSet } from './repeatedWalk.ts';
import { nothingShared, type ShareAttributes, sharedWithinSeries } from './sharedAttributes.ts';
import { describeTag, groupOf, tags } from './tag.ts';
import { type Encoding, transferSyntaxByUid } from './transferSyntax.ts';
import { freshValues, type ValueDecoder } from './valueDecoding.ts';

const noElements: DataSet = [];

/** Reads one header after the other from the first bytes of objects; see `readHeader`. */
export type HeaderReader = (bytes: Uint8Array, totalBytes: number) => HeaderReading | NeedMoreBytes;

/** How the values of an object are decoded and its attributes kept. */
type Means = { readonly decoder: ValueDecoder; readonly walk: WalkDataSet; readonly share: ShareAttributes };

/**
 * Reads the header of a DICOM object from its first `bytes`; `totalBytes` is how long the whole object is. Asks for more
 * bytes when these end before the header does; a header that the object itself cuts off is rejected, never read as one
 * with fewer attributes. Does not throw, whatever the bytes.
 */
export const readHeader: HeaderReader = (bytes, totalBytes) => readObject(bytes, totalBytes, alone);

const alone: Means = {
  decoder: freshValues,
  walk: (source, start, encoding, stopsAt) => walkElements(source, start, encoding, headerSchema, freshValues, stopsAt),
  share: nothingShared,
};

/**
 * A `readHeader` for the many objects of a study, some ten times faster: what they have in common is decoded and held once. Its
 * headers say the same as those of `readHeader` frame by frame; how that is spread over `shared` and `frames` differs.
 */
export function studyHeaderReader(): HeaderReader {
  const decoder = rememberedValues();
  const means: Means = { decoder, walk: repeatedWalk(headerSchema, decoder), share: sharedWithinSeries() };
  return (bytes, totalBytes) => readObject(bytes, totalBytes, means);
}

function readObject(bytes: Uint8Array, totalBytes: number, means: Means): HeaderReading | NeedMoreBytes {
  const source = byteSource(bytes, Math.max(totalBytes, bytes.length));
  if (source.total === 0) return rejected('empty', 'The file is empty. Send it again.');
  if (hasPreamble(bytes)) return readFromMeta(source, headLength, means);
  if (bytes.length < headLength && bytes.length < source.total) return needMore(source, headLength);
  const bare = recogniseBareDataSet(source);
  if (bare === 'need-more') return needMore(source, bytes.length + 1);
  if (bare === 'meta') return readFromMeta(source, 0, means);
  if (bare === 'data-set') return readDataSet(source, 0, null, noElements, means);
  return rejectForeign(source);
}

/** An object that begins with file meta information at `start`. */
function readFromMeta(source: ByteSource, start: number, means: Means): HeaderReading | NeedMoreBytes {
  const meta = readFileMeta(source, start, means.decoder);
  if (meta.end.kind !== 'stopped') {
    return conclude(source, { ...meta, dataSet: noElements }, meta.dataSet, new Set(), means);
  }
  const wrongClass = rejectedByClass(noElements, meta.dataSet);
  // The directory of a large medium is long, and nothing in it is of use.
  if (wrongClass?.code === 'dicomdir') return wrongClass;
  const uid = uidOf(meta.dataSet, tags.TransferSyntaxUID);
  const syntax = uid === null ? null : transferSyntaxByUid(uid);
  if (uid !== null && syntax === null) {
    const reason = 'The transfer syntax is none of the standard. Export the file in explicit VR little endian.';
    return rejected('unsupported-transfer-syntax', reason, identityOf(noElements, meta.dataSet));
  }
  if (syntax?.deflated === true) return readDeflated(source, meta.end.offset, syntax, meta.dataSet, means);
  return readDataSet(source, meta.end.offset, syntax, meta.dataSet, means);
}

/**
 * A deflated data set (PS3.5 A.5). It is inflated in growing portions, each read as an object of unknown length, so that
 * pixel data behind the header and streams made to burst cost little.
 */
function readDeflated(
  source: ByteSource,
  start: number,
  encoding: Encoding,
  meta: DataSet,
  means: Means,
): HeaderReading | NeedMoreBytes {
  for (let portion = 64 * 1024; ; portion *= 4) {
    const end = Math.min(start + portion, source.bytes.length);
    const inflated = inflatePrefix(source.bytes.subarray(start, end));
    if (inflated === null) {
      const reason = `The compressed data set that begins at byte ${start} cannot be inflated. Send the file again.`;
      return rejected('malformed-header', reason, identityOf(noElements, meta));
    }
    const isWhole = end === source.total;
    const reading = readDataSet(byteSource(inflated, isWhole ? inflated.length : Infinity), 0, encoding, meta, means);
    if (reading.kind !== 'need-more') return reading;
    if (end === source.bytes.length) return needMore(source, end + 1);
  }
}

function readDataSet(
  source: ByteSource,
  start: number,
  declared: Encoding | null,
  meta: DataSet,
  means: Means,
): HeaderReading | NeedMoreBytes {
  const remarks: Remarks = new Set();
  const here = start + 8;
  if (here > source.bytes.length) {
    const end = { kind: 'cut-off', offset: start, tag: null, needed: here } as const;
    return conclude(source, { dataSet: noElements, end }, meta, remarks, means);
  }
  const encoding = encodingAt(source, start, declared);
  noteEncoding(encoding, declared, remarks);
  const walk = means.walk(source, start, encoding, stopBehindHeader(meta));
  if (walk.characterSet.remark !== null) remarks.add(walk.characterSet.remark);
  return conclude(source, walk, meta, remarks, means);
}

function noteEncoding(encoding: Encoding, declared: Encoding | null, remarks: Remarks): void {
  if (declared === null) {
    remarks.add('the transfer syntax is not stated; it was told from the first element');
  } else if (encoding.explicit !== declared.explicit || encoding.littleEndian !== declared.littleEndian) {
    remarks.add('the data set is not written in the transfer syntax that is stated; it was read as it is written');
  }
}

/**
 * Where nothing more is wanted. Elements ascend (PS3.5 7.1), so that group 0028 is the last of a classic image, unless its vendor
 * has something to add behind it; an enhanced one goes on to its functional groups; of any other object only the identity in group 0020 is of use.
 */
function stopBehindHeader(meta: DataSet): (tag: number, offset: number, soFar: DataSet) => boolean {
  let lastWanted: number | null = null;
  return (tag, _offset, soFar) => {
    const group = groupOf(tag);
    if (group <= 0x0020 || group === groupOf(tags.Item)) return false;
    lastWanted ??= lastWantedTag(soFar, meta);
    return tag > lastWanted;
  };
}

function lastWantedTag(soFar: DataSet, meta: DataSet): number {
  if (rejectedByClass(soFar, meta) !== null) return 0x0020ffff;
  if (classify(soFar, meta).kind === 'enhanced-mr') return tags.PerFrameFunctionalGroupsSequence;
  return lastVendorGroup(vendorFacts(soFar)) * 0x10000 + 0xffff;
}

/** What a finished walk amounts to. */
function conclude(
  source: ByteSource,
  { dataSet, end }: Pick<Walk, 'dataSet' | 'end'>,
  meta: DataSet,
  remarks: Remarks,
  { share }: Means,
): HeaderReading | NeedMoreBytes {
  const missing = missingBeforeEnd(dataSet, meta, end.kind === 'stopped');
  if (end.kind === 'stopped' && missing === null) return assembleHeader(dataSet, meta, remarks, share);
  if (end.kind === 'cut-off' && source.bytes.length < source.total && end.needed <= source.total) {
    const isEnhanced = classify(dataSet, meta).kind === 'enhanced-mr';
    const expected = isEnhanced ? expectedHeaderEnd(dataSet, end.offset, source.total) : null;
    return needMore(source, end.needed, end.offset, identityOf(dataSet, meta), expected);
  }
  // What an object is, is worth more than where it breaks: a damaged CT is not judged either way.
  const wrongClass = rejectedByClass(dataSet, meta);
  if (wrongClass !== null) return wrongClass;
  const identity = identityOf(dataSet, meta);
  if (end.kind === 'malformed') {
    const reason = `The header cannot be read: at byte ${end.offset}, ${describeTag(end.tag)} ${end.fault}. Send the file again.`;
    return rejected('malformed-header', reason, identity);
  }
  if (end.kind === 'limit') {
    const reason = `The header has ${end.limit} at byte ${end.offset}, in ${describeTag(end.tag)}; no MR header needs that.`;
    return rejected('limit-exceeded', reason, identity);
  }
  // A wrong length that leads past the rest of the header would make it look like one with fewer attributes.
  if (end.kind === 'stopped' && missing !== null) {
    const reason = `The header has no ${describeTag(missing)} before byte ${end.offset}, where it ends: an element before that is damaged. Send the file again.`;
    return rejected('malformed-header', reason, identity);
  }
  if (end.kind === 'end-of-object' && missing === null) return assembleHeader(dataSet, meta, remarks, share);
  return rejected('truncated-header', truncationReason(end, missing), identity);
}

function truncationReason(end: WalkEnd, missing: number | null): string {
  if (end.kind === 'cut-off' && end.tag !== null) {
    const element = describeTag(end.tag);
    return `The header is cut off in ${element}: the file ends inside this element, which begins at byte ${end.offset}. Send the file again.`;
  }
  const expected = missing === null ? 'its next element' : describeTag(missing);
  return `The header is cut off at byte ${end.offset}: the file ends there, before ${expected}. Send the file again.`;
}

/**
 * `at`: where reading goes on; `expected`: where the header seems to end, which is asked for at once instead of step by step.
 */
function needMore(
  { bytes: { length: have }, total }: ByteSource,
  needed: number,
  at = have,
  identity: ObjectIdentity | null = null,
  expected: number | null = null,
): NeedMoreBytes | RejectedObject {
  if (needed <= largestHeader) return { kind: 'need-more', ...nextRead({ have, at, needed }, expected, total) };
  const reason = `The header goes on beyond byte ${largestHeader}; no MR header needs that.`;
  return rejected('limit-exceeded', reason, identity);
}

function rejectForeign(source: ByteSource): RejectedObject {
  const appearance = looksLike(source.bytes);
  switch (appearance?.archive) {
    case 'readable':
      return rejected(
        'archive-not-supported',
        `This is ${appearance.name}, not a DICOM file: send the DICOM files that it holds.`,
      );
    case 'unreadable':
      return rejected(
        'archive-not-supported',
        `This is ${appearance.name}, which is not read: send a ZIP or tar archive, or the DICOM files themselves.`,
      );
  }
  if (appearance !== null) return rejected('not-dicom', `This is no DICOM file. It looks like ${appearance.name}.`);
  if (couldBePreamble(source.bytes)) {
    const reason = `The file ends after ${source.total} bytes, before a DICOM header begins. Send the file again.`;
    return rejected('truncated-header', reason);
  }
  // What was to be there may have been an image: a download that was broken off, a disk that was full.
  if (source.bytes.subarray(0, 512).every((byte) => byte === 0)) {
    const reason =
      'The file begins with zeros where a DICOM header should be: it was not written whole. Send it again.';
    return rejected('malformed-header', reason);
  }
  return rejected('not-dicom', 'This is no DICOM file: it has neither the mark DICM at byte 128 nor elements to read.');
}
