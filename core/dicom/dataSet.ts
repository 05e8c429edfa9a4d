import type { Attribute } from './attributeTable.ts';
import type { AttributeValue } from './attributeValue.ts';
import type { ValueRepresentation } from './valueRepresentation.ts';

/**
 * The wanted part of a data set, whatever it was read from: its elements in the order in which they stand. A list, since there
 * are few and nearly all are used; elements are never changed once made, so that data sets may share them.
 */
export type DataSet = readonly Element[];
export type Element = ValueElement | SequenceElement;
export type ValueElement = {
  /** The tag, or a vendor's key (`vendorKey`) for what stands in a private element. */
  readonly key: number;
  /** Decoded from the VR and not judged; `null` is an empty value among others. */
  readonly values: readonly RawValue[];
  /** The same as what the allow-listed attribute should hold; `null` for elements that are none. */
  readonly attribute: JudgedAttribute | null;
  readonly items: null;
};
export type SequenceElement = {
  readonly key: number;
  readonly values: null;
  readonly attribute: null;
  readonly items: readonly DataSet[];
  /** Where it begins among the bytes; 0 where it comes from no bytes. */
  readonly offset: number;
};
export type RawValue = string | number | null;

export type JudgedAttribute = {
  readonly keyword: Attribute['keyword'];
  readonly value: AttributeValue;
  readonly remarks: readonly string[];
};

/** What to look for in a data set, or in the items of a sequence. */
export type Schema = {
  readonly kind: 'items';
  readonly elements: ReadonlyMap<number, Leaf | Schema>;
  /** Whether private elements are resolved here: `elements` then holds keys of theirs too. */
  readonly vendors: boolean;
};

/** A wanted value. */
export type Leaf = {
  readonly kind: 'value';
  readonly key: number;
  /** The VR of PS3.6: what an implicit element or a `UN` one holds. */
  readonly vr: ValueRepresentation;
  readonly attribute: Attribute | null;
};

/** A wanted value; without an attribute it is for the reader's own use. */
export function leaf(key: number, vr: ValueRepresentation, attribute: Attribute | null = null): Leaf {
  return { kind: 'value', key, vr, attribute };
}

/** A schema over tags. */
export function schema(wanted: readonly (Leaf | readonly [number, Schema])[]): Schema {
  return { kind: 'items', elements: new Map(wanted.map(entryOf)), vendors: false };
}

/** A wanted element by its key. */
export function entryOf(wanted: Leaf | readonly [number, Schema]): readonly [number, Leaf | Schema] {
  return 'kind' in wanted ? [wanted.key, wanted] : wanted;
}

/** The element under a key, the first if there are several. */
export function elementOf(dataSet: DataSet, key: number): Element | undefined {
  for (const element of dataSet) if (element.key === key) return element;
  return undefined;
}

/** The values under a tag; `undefined` when the element is absent, or a sequence. */
export function valuesOf(dataSet: DataSet, tag: number): readonly RawValue[] | undefined {
  return elementOf(dataSet, tag)?.values ?? undefined;
}

/** The items of a sequence; none when it is absent. */
export function itemsOf(dataSet: DataSet, tag: number): readonly DataSet[] {
  return elementOf(dataSet, tag)?.items ?? [];
}
