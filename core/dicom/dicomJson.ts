import type { Remarks } from './attributeValue.ts';
import { defaultCharacterSet } from './characterSet.ts';
import { type DataSet, type Element, elementOf, type Leaf, type RawValue, type Schema } from './dataSet.ts';
import { byteSource } from './elementWalker.ts';
import { assembleHeader, headerSchema } from './headerAssembly.ts';
import type { HeaderReading } from './headerReading.ts';
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
  const readings: HeaderReading[] = [];
  let others = 0;
  for (const [index, dataSet] of dataSets.entries()) {
    if (isDataSet(dataSet)) readings.push(readJsonDataSet(dataSet));
    else if (others++ < namedOthers) readings.push(noDataSet(`Entry ${index + 1} is`));
  }
  if (others > namedOthers) readings.push(noDataSet(`${others - namedOthers} further entries are each`));
  return readings;
}

/** So many entries that are no data sets are named one by one. */
const namedOthers = 100;

function noDataSet(which: string): HeaderReading {
  return rejected('not-dicom', `${which} no DICOM JSON data set: its keys should be tags of eight hexadecimal digits.`);
}

type JsonDataSet = Readonly<Record<string, unknown>>;

function isDataSet(json: unknown): json is JsonDataSet {
  return isObject(json) && Object.keys(json).some((key) => tagKey.test(key));
}

function readJsonDataSet(json: JsonDataSet): HeaderReading {
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
