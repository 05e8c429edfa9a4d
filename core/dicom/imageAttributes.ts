import type { ImageAttributes } from './acquisitionHeader.ts';
import { attributeByTag } from './attributeTable.ts';
import { joinedText, type Remarks, textOf } from './attributeValue.ts';
import { type DataSet, itemsOf, type Leaf, leaf, type RawValue, type Schema, schema, valuesOf } from './dataSet.ts';
import { tags } from './tag.ts';
import { addVendorAttributes } from './vendorAttributes.ts';
import { vendorValues } from './vendorValues.ts';

/** A header under construction: any keyword with any value, typed as `ImageAttributes` once complete. */
export type AttributeEntries = Map<string, unknown>;

const codeSchema = schema([
  leaf(tags.CodeValue, 'SH'),
  leaf(tags.CodeMeaning, 'LO'),
  leaf(tags.ContrastBolusAgentNumber, 'US'),
]);

/** What to look for at the top of a data set to make image attributes of it, beside private elements. */
export const imageElements: readonly (Leaf | readonly [number, Schema])[] = [
  ...[...attributeByTag.values()].map((attribute) => leaf(attribute.tag, attribute.vr, attribute)),
  [tags.ContrastBolusAgentSequence, codeSchema],
];

/** Adds the allow-listed attributes of a data set to `entries`, replacing what is there. */
export function addAttributes(entries: AttributeEntries, dataSet: DataSet, remarks: Remarks): void {
  for (const { attribute } of dataSet) {
    if (attribute === null) continue;
    const { keyword, value } = attribute;
    for (const remark of attribute.remarks) remarks.add(remark);
    entries.set(keyword, value);
  }
}

/** The attributes of a classic image, or the top level of an enhanced one, without the contrast agent's sequence. */
export function topLevelAttributes(dataSet: DataSet, remarks: Remarks): AttributeEntries {
  const entries: AttributeEntries = new Map();
  addAttributes(entries, dataSet, remarks);
  const vendor = vendorValues(dataSet);
  if (vendor !== null) addVendorAttributes(entries, vendor, remarks);
  return entries;
}

/** The attributes of a classic image. */
export function classicAttributes(dataSet: DataSet, remarks: Remarks): AttributeEntries {
  const entries = topLevelAttributes(dataSet, remarks);
  if (entries.has('ContrastBolusAgent')) return entries;
  const agents = contrastAgents(dataSet);
  if (agents.length > 0) entries.set('ContrastBolusAgent', joinedText(agents.map((agent) => agent.name)));
  return entries;
}

/** Entries as the object that they become. */
export function toAttributes(entries: AttributeEntries): ImageAttributes {
  return Object.fromEntries(entries);
}

export type ContrastAgent = { readonly number: RawValue; readonly name: string };

/** The agents of ContrastBolusAgentSequence, by what their code means. */
export function contrastAgents(dataSet: DataSet): readonly ContrastAgent[] {
  return itemsOf(dataSet, tags.ContrastBolusAgentSequence).map((item) => ({
    number: valuesOf(item, tags.ContrastBolusAgentNumber)?.[0] ?? null,
    name: textOf(valuesOf(item, tags.CodeMeaning) ?? []) || textOf(valuesOf(item, tags.CodeValue) ?? []),
  }));
}
