import type { ValueRepresentation } from './valueRepresentation.ts';

/**
 * The wanted part of a data set, whatever it was read from: tag → what stands there. Values are decoded from their
 * VR and not yet judged; `null` is an empty value among others.
 */
export type DataSet = ReadonlyMap<number, Element>;
export type Element = ValueElement | SequenceElement;
export type ValueElement = { readonly values: readonly RawValue[] };
export type SequenceElement = { readonly items: readonly DataSet[] };
export type RawValue = string | number | null;

/** What to look for in a data set: a VR (for implicit and `UN` elements) for a value, a schema for a sequence. */
export type Schema = ReadonlyMap<number, ValueRepresentation | Schema>;

/** The values under a tag; `undefined` when the element is absent, or a sequence. */
export function valuesOf(dataSet: DataSet, tag: number): readonly RawValue[] | undefined {
  const element = dataSet.get(tag);
  return element !== undefined && 'values' in element ? element.values : undefined;
}

/** The items of a sequence; none when it is absent. */
export function itemsOf(dataSet: DataSet, tag: number): readonly DataSet[] {
  const element = dataSet.get(tag);
  return element !== undefined && 'items' in element ? element.items : [];
}
