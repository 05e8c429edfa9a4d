import type { ImageAttributes } from './acquisitionHeader.ts';
import { type Attribute, attributeByTag } from './attributeTable.ts';
import { attributeValue, type Remarks, textOf } from './attributeValue.ts';
import { type DataSet, itemsOf, type RawValue, type Schema, valuesOf } from './dataSet.ts';
import { normalisedFieldStrength } from './fieldStrength.ts';
import { tags } from './tag.ts';
import type { ValueRepresentation } from './valueRepresentation.ts';

/** A header under construction: any keyword with any value, typed as `ImageAttributes` once complete. */
export type AttributeEntries = Map<string, unknown>;

/** Siemens' b-value: (0019,xx0C), where xx is the block that "SIEMENS MR HEADER" reserved (PS3.5 7.8.1). */
const siemensCreator = 'SIEMENS MR HEADER';
const siemensGroup = 0x0019;
const siemensBValueElement = 0x0c;
const privateBlocks = Array.from({ length: 0xf0 }, (_, index) => 0x10 + index);

const codeSchema: Schema = new Map([
  [tags.CodeValue, 'SH'],
  [tags.CodeMeaning, 'LO'],
  [tags.ContrastBolusAgentNumber, 'US'],
]);

/** What to look for at the top of a data set to make image attributes of it. */
export const imageSchema: Schema = new Map<number, ValueRepresentation | Schema>([
  ...[...attributeByTag].map(([tag, { vr }]): [number, ValueRepresentation] => [tag, vr]),
  [tags.ContrastBolusAgentSequence, codeSchema],
  ...privateBlocks.flatMap((block): [number, ValueRepresentation][] => [
    [privateTag(0x00, block), 'LO'],
    [privateTag(block, siemensBValueElement), 'IS'],
  ]),
]);

/** Adds the allow-listed attributes of a data set to `entries`, replacing what is there. */
export function addAttributes(
  entries: AttributeEntries,
  dataSet: DataSet,
  byTag: ReadonlyMap<number, Attribute>,
  remarks: Remarks,
): void {
  for (const [tag, element] of dataSet) {
    const attribute = byTag.get(tag);
    if (attribute === undefined || !('values' in element)) continue;
    const { keyword } = attribute;
    const value = attributeValue(element.values, attribute.kind, keyword, remarks);
    entries.set(keyword, keyword === 'MagneticFieldStrength' ? normalisedFieldStrength(value, remarks) : value);
  }
}

/** The attributes of a classic image, or the top level of an enhanced one, without the contrast agent's sequence. */
export function topLevelAttributes(dataSet: DataSet, remarks: Remarks): AttributeEntries {
  const entries: AttributeEntries = new Map();
  addAttributes(entries, dataSet, attributeByTag, remarks);
  const siemens = entries.get('DiffusionBValue') ?? siemensBValue(dataSet, remarks);
  if (siemens !== undefined) entries.set('DiffusionBValue', siemens);
  return entries;
}

/** The attributes of a classic image. */
export function classicAttributes(dataSet: DataSet, remarks: Remarks): ImageAttributes {
  const entries = topLevelAttributes(dataSet, remarks);
  const agents = contrastAgents(dataSet);
  if (!entries.has('ContrastBolusAgent') && agents.length > 0) {
    entries.set('ContrastBolusAgent', agents.map((agent) => agent.name).join(', '));
  }
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

function siemensBValue(dataSet: DataSet, remarks: Remarks): unknown {
  const block = privateBlocks.find((candidate) => {
    const creator = valuesOf(dataSet, privateTag(0x00, candidate));
    return creator !== undefined && textOf(creator) === siemensCreator;
  });
  if (block === undefined) return undefined;
  const values = valuesOf(dataSet, privateTag(block, siemensBValueElement));
  return values === undefined ? undefined : attributeValue(values, { as: 'number' }, 'DiffusionBValue', remarks);
}

function privateTag(block: number, element: number): number {
  return siemensGroup * 0x10000 + block * 0x100 + element;
}
