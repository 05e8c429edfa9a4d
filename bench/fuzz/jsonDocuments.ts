import type { BuiltElement, Item } from '../../test/core/dicom/dicomBytes.ts';
import { classicMr, enhancedMr } from '../../test/core/dicom/mrObjects.ts';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** Generated objects as the DICOM JSON Model writes them (PS3.18 Annex F). */
export const jsonDocuments: readonly Json[] = [
  [dataSet(classicMr)],
  dataSet(enhancedMr),
  [dataSet(classicMr), dataSet(enhancedMr), dataSet(classicMr)],
];

function dataSet(elements: Item): Json {
  return Object.fromEntries(elements.map((element) => [key(element.tag), attribute(element)]));
}

function key(tag: number): string {
  return tag.toString(16).padStart(8, '0').toUpperCase();
}

function attribute({ vr, value }: BuiltElement): Json {
  if (value instanceof Uint8Array) return { vr, InlineBinary: Buffer.from(value).toString('base64') };
  if (typeof value === 'string') return { vr, Value: value.split('\\') };
  return { vr, Value: value.map((one) => (typeof one === 'number' ? one : dataSet(one))) };
}
