import type { Remarks } from './attributeValue.ts';
import { defaultCharacterSet } from './characterSet.ts';
import type { DataSet, Element, RawValue, Schema } from './dataSet.ts';
import { byteSource } from './elementWalker.ts';
import { assembleHeader, headerSchema } from './headerAssembly.ts';
import type { HeaderReading } from './headerReading.ts';
import { rejected } from './rejection.ts';
import { decodeValues, mostValues } from './valueDecoding.ts';
import type { ValueRepresentation } from './valueRepresentation.ts';

const noElements: DataSet = new Map();
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

function readJsonDataSet(json: unknown, index: number): HeaderReading {
  if (!isObject(json) || !Object.keys(json).some((key) => tagKey.test(key))) {
    const reason = `Entry ${index + 1} is no DICOM JSON data set: its keys should be tags of eight hexadecimal digits.`;
    return rejected('not-dicom', reason);
  }
  const remarks: Remarks = new Set();
  return assembleHeader(toDataSet(json, headerSchema), noElements, remarks);
}

function toDataSet(json: Readonly<Record<string, unknown>>, schema: Schema): DataSet {
  const dataSet = new Map<number, Element>();
  for (const [key, attribute] of Object.entries(json)) {
    if (!tagKey.test(key)) continue;
    const tag = Number.parseInt(key, 16);
    const wanted = schema.get(tag);
    if (wanted === undefined || dataSet.has(tag) || !isObject(attribute)) continue;
    const element = typeof wanted === 'string' ? toValues(attribute, wanted) : toItems(attribute, wanted);
    if (element !== null) dataSet.set(tag, element);
  }
  return dataSet;
}

function toItems(attribute: Readonly<Record<string, unknown>>, schema: Schema): Element {
  const items = Array.isArray(attribute.Value) ? attribute.Value.slice(0, mostItems) : [];
  return { items: items.map((item) => (isObject(item) ? toDataSet(item, schema) : noElements)) };
}

/** A value that is only pointed to (`BulkDataURI`) is there and not known: no values. */
function toValues(attribute: Readonly<Record<string, unknown>>, vr: ValueRepresentation): Element {
  const { Value, InlineBinary } = attribute;
  if (Array.isArray(Value)) return { values: Value.slice(0, mostValues).map(toRawValue) };
  if (typeof InlineBinary !== 'string') return { values: [] };
  const { bytes, view } = byteSource(Buffer.from(InlineBinary.slice(0, longestInlineText), 'base64'), 0);
  return { values: decodeValues(bytes, view, 0, bytes.length, vr, true, defaultCharacterSet) };
}

function toRawValue(value: unknown): RawValue {
  return typeof value === 'string' || typeof value === 'number' ? value : null;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
