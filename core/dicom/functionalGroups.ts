import type { ImageAttributes } from './acquisitionHeader.ts';
import { groupAttributeByTag } from './attributeTable.ts';
import { attributeValue, joinedText, type Remarks, textOf } from './attributeValue.ts';
import { type DataSet, elementOf, itemsOf, leaf, type Schema, schema, valuesOf } from './dataSet.ts';
import {
  type AttributeEntries,
  addAttributes,
  type ContrastAgent,
  contrastAgents,
  toAttributes,
  topLevelAttributes,
} from './imageAttributes.ts';
import { sameValue } from './sameValue.ts';
import { tags } from './tag.ts';
import { addVendorAttributes } from './vendorAttributes.ts';
import { schemaWithVendors } from './vendorSchema.ts';
import { vendorValues } from './vendorValues.ts';

/**
 * The macros that are looked into (PS3.3 C.7.6.16.2, C.8.13.5). What a legacy conversion could not assign comes first,
 * so that a proper macro replaces it.
 */
const macros: readonly number[] = [
  tags.UnassignedSharedConvertedAttributesSequence,
  tags.UnassignedPerFrameConvertedAttributesSequence,
  tags.MRImagingModifierSequence,
  tags.MRReceiveCoilSequence,
  tags.MRTimingAndRelatedParametersSequence,
  tags.MREchoSequence,
  tags.MRModifierSequence,
  tags.MRDiffusionSequence,
  tags.MRAveragesSequence,
  tags.MRFOVGeometrySequence,
  tags.MRImageFrameTypeSequence,
  tags.FrameContentSequence,
  tags.PlanePositionSequence,
  tags.PlaneOrientationSequence,
  tags.PixelMeasuresSequence,
];

const macroSchema = schema([
  ...[...groupAttributeByTag.values()].map((attribute) => leaf(attribute.tag, attribute.vr, attribute)),
  leaf(tags.MRAcquisitionFrequencyEncodingSteps, 'US'),
  leaf(tags.MRAcquisitionPhaseEncodingStepsInPlane, 'US'),
  leaf(tags.RFEchoTrainLength, 'US'),
]);

const contrastUsageSchema = schema([
  leaf(tags.ContrastBolusAgentNumber, 'US'),
  leaf(tags.ContrastBolusAgentAdministered, 'CS'),
]);

const frameAnatomySchema = schema([[tags.AnatomicRegionSequence, schema([leaf(tags.CodeMeaning, 'LO')])]]);

/** What to look for in an item of the shared or per-frame functional groups. */
export const functionalGroupSchema: Schema = schemaWithVendors([
  ...macros.map((macro) => [macro, macroSchema] as const),
  [tags.ContrastBolusUsageSequence, contrastUsageSchema],
  [tags.FrameAnatomySequence, frameAnatomySchema],
]);

export type FlattenedFrames = { readonly shared: ImageAttributes; readonly frames: readonly ImageAttributes[] };

/**
 * One set of attributes a frame, as if each were a classic image: top level first, the shared groups on top of it, the
 * frame's own on top of those. What all frames agree on moves to `shared`.
 */
export function flattenFrames(dataSet: DataSet, remarks: Remarks): FlattenedFrames {
  const agents = contrastAgents(dataSet);
  const sharedGroups = itemsOf(dataSet, tags.SharedFunctionalGroupsSequence)[0] ?? [];
  const frameGroups = itemsOf(dataSet, tags.PerFrameFunctionalGroupsSequence);
  const base = topLevelAttributes(dataSet, remarks);
  const usageIsStated = [sharedGroups, ...frameGroups].some(
    (groups) => elementOf(groups, tags.ContrastBolusUsageSequence) !== undefined,
  );
  if (!usageIsStated && !base.has('ContrastBolusAgent') && agents.length > 0) {
    base.set('ContrastBolusAgent', joinedText(agents.map((agent) => agent.name)));
  }
  addGroups(base, sharedGroups, agents, remarks);
  addVendorGroups(base, base, sharedGroups, remarks);
  const frames = frameGroups.map((groups) => {
    const own: AttributeEntries = new Map();
    addGroups(own, groups, agents, remarks);
    addVendorGroups(own, base, groups, remarks);
    return own;
  });
  addBodyPart(base, [sharedGroups, ...frameGroups]);
  noteFrameCount(base.get('NumberOfFrames'), frames.length, remarks);
  return compact(base, frames);
}

function addGroups(
  entries: AttributeEntries,
  groups: DataSet,
  agents: readonly ContrastAgent[],
  remarks: Remarks,
): void {
  for (const macro of macros) {
    const item = itemsOf(groups, macro)[0];
    if (item === undefined) continue;
    addAttributes(entries, item, remarks);
    addEncodingSteps(entries, item, remarks);
    addEchoTrainLength(entries, item, remarks);
  }
  addContrastUsage(entries, groups, agents);
}

/** What private elements of a frame add to what is known of it: its own attributes and those of all frames. */
function addVendorGroups(own: AttributeEntries, base: AttributeEntries, groups: DataSet, remarks: Remarks): void {
  const vendor = vendorValues(groups);
  if (vendor === null) return;
  const known: AttributeEntries = new Map([...base, ...own]);
  const filled = new Map(known);
  addVendorAttributes(filled, vendor, remarks);
  for (const [keyword, value] of filled) if (value !== known.get(keyword)) own.set(keyword, value);
}

/** Both directions or nothing: half a matrix says nothing about resolution. */
function addEncodingSteps(entries: AttributeEntries, item: DataSet, remarks: Remarks): void {
  const phase = valuesOf(item, tags.MRAcquisitionPhaseEncodingStepsInPlane);
  const frequency = valuesOf(item, tags.MRAcquisitionFrequencyEncodingSteps);
  if (phase === undefined || frequency === undefined) return;
  const steps = [phase[0] ?? null, frequency[0] ?? null];
  entries.set('AcquisitionSteps', attributeValue(steps, { as: 'number-list', count: 2 }, 'AcquisitionSteps', remarks));
}

/** EchoTrainLength is retired from the macro; writers that left it out give the RF echo train instead (C.8.13.5.2). */
function addEchoTrainLength(entries: AttributeEntries, item: DataSet, remarks: Remarks): void {
  const values = valuesOf(item, tags.RFEchoTrainLength);
  if (values === undefined || entries.has('EchoTrainLength')) return;
  entries.set('EchoTrainLength', attributeValue(values, { as: 'number' }, 'RFEchoTrainLength', remarks));
}

/** Which agents were at work in a frame (C.8.13.5, Contrast/Bolus Usage): none of them leaves the agent out. */
function addContrastUsage(entries: AttributeEntries, groups: DataSet, agents: readonly ContrastAgent[]): void {
  const administered = itemsOf(groups, tags.ContrastBolusUsageSequence).filter(
    (usage) => textOf(valuesOf(usage, tags.ContrastBolusAgentAdministered) ?? []).toUpperCase() !== 'NO',
  );
  if (administered.length === 0) return;
  const names = administered.map((usage) => {
    const number = valuesOf(usage, tags.ContrastBolusAgentNumber)?.[0] ?? null;
    return agents.find((agent) => agent.number === number)?.name ?? '';
  });
  entries.set('ContrastBolusAgent', joinedText(names));
}

/** Enhanced images state the region in Frame Anatomy (C.7.6.16.2.8), and BodyPartExamined at will. */
function addBodyPart(base: AttributeEntries, groups: readonly DataSet[]): void {
  if (base.get('BodyPartExamined')) return;
  const anatomy = groups.flatMap((group) => itemsOf(group, tags.FrameAnatomySequence))[0];
  const region = anatomy === undefined ? undefined : itemsOf(anatomy, tags.AnatomicRegionSequence)[0];
  const meaning = region === undefined ? '' : textOf(valuesOf(region, tags.CodeMeaning) ?? []);
  if (meaning !== '') base.set('BodyPartExamined', meaning.toUpperCase());
}

function noteFrameCount(stated: unknown, found: number, remarks: Remarks): void {
  if (found === 0) remarks.add('this enhanced image has no functional groups for its frames');
  else if (typeof stated === 'number' && stated !== found) {
    remarks.add(`NumberOfFrames says ${stated}, the functional groups describe ${found}`);
  }
}

function compact(base: AttributeEntries, frames: readonly AttributeEntries[]): FlattenedFrames {
  const shared: AttributeEntries = new Map(base);
  const [first, ...others] = frames;
  for (const [keyword, value] of first ?? []) {
    if (others.every((frame) => frame.has(keyword) && sameValue(frame.get(keyword), value))) shared.set(keyword, value);
  }
  const own = frames.map(
    (frame): ImageAttributes =>
      Object.fromEntries(
        [...frame].filter(([keyword, value]) => !shared.has(keyword) || !sameValue(shared.get(keyword), value)),
      ),
  );
  return { shared: toAttributes(shared), frames: own.length > 0 ? own : [{}] };
}
