import type { Remarks } from './attributeValue.ts';
import { defaultCharacterSet } from './characterSet.ts';
import { type DataSet, type Element, elementOf, type Leaf, type RawValue, type Schema } from './dataSet.ts';
import { byteSource } from './elementWalker.ts';
import { assembleHeader, headerSchema } from './headerAssembly.ts';
import type { HeaderReading } from './headerReading.ts';
import { jsonDataSets, NotJsonError } from './jsonDataSets.ts';
import { isPrivate, notePrivateCreator, privateBlocks, privateCreator, privateKey } from './privateBlocks.ts';
import { rejected } from './rejection.ts';
import { nothingShared } from './sharedAttributes.ts';
import { decodeValues, mostValues, valueElement } from './valueDecoding.ts';

const noElements: DataSet = [];
const tagKey = /^[0-9A-F]{8}$/i;
const longestInlineText = 1_024;
const mostItems = 100_000;

/**
 * Reads a DICOM JSON document (PS3.18 Annex F): an array of data sets, as a DICOMweb `/metadata` answers, or one. One reading
 * for each data set, in their order; attributes that are left out are absent, as in a file.
 */
export function readDicomJson(document: unknown): readonly HeaderReading[] {
  const dataSets: readonly unknown[] = Array.isArray(document) ? document : [document];
  return dataSets.map((dataSet, index) => readJsonDataSet(dataSet, index));
}

/**
 * The same from the document as it is written. A data set that asks too much is rejected, its neighbours are read; a document that
 * breaks off is read up to there.
 */
export function readDicomJsonText(bytes: Uint8Array): readonly HeaderReading[] {
  const readings: HeaderReading[] = [];
  try {
    for (const dataSet of jsonDataSets(bytes)) {
      readings.push(
        dataSet.kind === 'text'
          ? readJsonDataSet(JSON.parse(dataSet.text), readings.length)
          : rejected('limit-exceeded', dataSet.reason),
      );
    }
  } catch (error) {
    if (!(error instanceof NotJsonError || error instanceof SyntaxError)) throw error;
    // The parser's own message quotes the document, which may name the patient.
    readings.push(brokenOff(readings));
  }
  return readings;
}

function brokenOff(before: readonly HeaderReading[]): HeaderReading {
  if (before.every((reading) => reading.kind === 'rejected' && reading.code === 'not-dicom')) {
    return rejected('not-dicom', 'This is not DICOM: neither a DICOM file nor a valid JSON document.');
  }
  const reason = `The JSON document is damaged or cut off behind entry ${before.length}: more entries may be missing. Send it again.`;
  return rejected('truncated-header', reason);
}

function readJsonDataSet(json: unknown, index: number): HeaderReading {
  if (!isObject(json) || !Object.keys(json).some((key) => tagKey.test(key))) {
    const reason = `Entry ${index + 1} is no DICOM JSON data set: its keys should be tags of eight hexadecimal digits.`;
    return rejected('not-dicom', reason);
  }
  const remarks: Remarks = new Set();
  return assembleHeader(toDataSet(json, headerSchema), noElements, remarks, nothingShared);
}

function toDataSet(json: Readonly<Record<string, unknown>>, { elements, vendors }: Schema): DataSet {
  const dataSet: Element[] = [];
  const blocks = vendors ? privateBlocks() : null;
  for (const [tag, attribute] of ascending(json)) {
    const key = blocks !== null && isPrivate(tag) ? privateKey(blocks, tag) : tag;
    const wanted = elements.get(key);
    if (wanted === undefined || elementOf(dataSet, key) !== undefined) continue;
    if (wanted.kind === 'items')
      dataSet.push({ key, values: null, attribute: null, items: toItems(attribute, wanted), offset: 0 });
    else if (key === privateCreator && blocks !== null) {
      notePrivateCreator(blocks, tag, rawValues(attribute, wanted));
    } else dataSet.push(valueElement(rawValues(attribute, wanted), wanted));
  }
  return dataSet;
}

/** By tag, since a private creator must be known before its elements; JSON objects have no order. */
function ascending(json: Readonly<Record<string, unknown>>): readonly [number, Readonly<Record<string, unknown>>][] {
  return Object.entries(json)
    .flatMap(([key, attribute]): [number, Readonly<Record<string, unknown>>][] =>
      tagKey.test(key) && isObject(attribute) ? [[Number.parseInt(key, 16), attribute]] : [],
    )
    .sort(([one], [other]) => one - other);
}

function toItems(attribute: Readonly<Record<string, unknown>>, schema: Schema): readonly DataSet[] {
  const items = Array.isArray(attribute.Value) ? attribute.Value.slice(0, mostItems) : [];
  return items.map((item) => (isObject(item) ? toDataSet(item, schema) : noElements));
}

/** A value that is only pointed to (`BulkDataURI`) is there and not known: no values. */
function rawValues(attribute: Readonly<Record<string, unknown>>, { vr }: Leaf): readonly RawValue[] {
  const { Value, InlineBinary } = attribute;
  if (Array.isArray(Value)) return Value.slice(0, mostValues).map(toRawValue);
  if (typeof InlineBinary !== 'string') return [];
  const { bytes, view } = byteSource(Buffer.from(InlineBinary.slice(0, longestInlineText), 'base64'), 0);
  return decodeValues(bytes, view, 0, bytes.length, vr, true, defaultCharacterSet);
}

function toRawValue(value: unknown): RawValue {
  return typeof value === 'string' || typeof value === 'number' ? value : null;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
