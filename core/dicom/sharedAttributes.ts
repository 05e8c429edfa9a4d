import type { ImageAttributes } from './acquisitionHeader.ts';
import type { Remarks } from './attributeValue.ts';
import type { DataSet, Element } from './dataSet.ts';
import { type AttributeEntries, classicAttributes, toAttributes } from './imageAttributes.ts';
import { vendorIndex } from './privateBlocks.ts';
import { sameValue } from './sameValue.ts';

/** How a classic image becomes attributes: what is its own in `frames`, the rest in `shared`. */
export type ShareAttributes = (seriesInstanceUid: string, dataSet: DataSet, remarks: Remarks) => Attributes;

type Attributes = { readonly shared: ImageAttributes; readonly frames: readonly ImageAttributes[] };

const onePlainFrame: readonly ImageAttributes[] = [{}];

/** Each image by itself: all attributes in `shared`. */
export const nothingShared: ShareAttributes = (_series, dataSet, remarks) => ({
  shared: toAttributes(classicAttributes(dataSet, remarks)),
  frames: onePlainFrame,
});

const mostSeries = 1_024;

/**
 * Lets the images of a series share one object for what they have in common, so that a hundred thousand headers take little time
 * and memory: the first image's attributes are `shared`, what another one has differently is in its `frames`. An image that lacks
 * something begins anew, since a frame can only add.
 */
export function sharedWithinSeries(): ShareAttributes {
  const models = new Map<string, Model>();
  return (series, dataSet, remarks) => {
    const model = models.get(series);
    if (model !== undefined) {
      const own = ownElements(model, dataSet, remarks) ?? ownEntries(model, classicAttributes(dataSet, remarks));
      if (own !== null) return { shared: model.shared, frames: own };
    }
    const entries = classicAttributes(dataSet, remarks);
    const shared = toAttributes(entries);
    if (models.size >= mostSeries) models.clear();
    models.set(series, { dataSet, entries, shared, isPlain: remarks.size === 0 });
    return { shared, frames: onePlainFrame };
  };
}

type Model = {
  readonly dataSet: DataSet;
  readonly entries: AttributeEntries;
  readonly shared: ImageAttributes;
  /** Nothing was odd about it. */
  readonly isPlain: boolean;
};

/**
 * What differs, element by element: right where the same elements stand in both and each of those that differ is an attribute by
 * itself. `null` where it takes more to tell.
 */
function ownElements(model: Model, dataSet: DataSet, remarks: Remarks): readonly ImageAttributes[] | null {
  if (!model.isPlain || remarks.size > 0 || dataSet.length !== model.dataSet.length) return null;
  const own: Record<string, unknown> = {};
  let differs = false;
  for (let index = 0; index < dataSet.length; index += 1) {
    const element = dataSet[index];
    const theirs = model.dataSet[index];
    if (element === undefined || theirs === undefined || element === theirs) continue;
    if (element.key !== theirs.key) return null;
    const { attribute } = element;
    if (attribute === null) {
      if (feedsAttributes(element) && !sameValue(element.values, theirs.values)) return null;
      continue;
    }
    if (attribute.remarks.length > 0) return null;
    if (sameValue(attribute.value, theirs.attribute?.value)) continue;
    // Where a value is missing a vendor's may stand in for it.
    if (attribute.value === null) return null;
    own[attribute.keyword] = attribute.value;
    differs = true;
  }
  return differs ? [own] : onePlainFrame;
}

/** Whether attributes are made of an element that is none itself. */
function feedsAttributes({ key, items }: Element): boolean {
  return items !== null || vendorIndex(key) !== null;
}

/** What differs, attribute by attribute; `null` when something is lacking. */
function ownEntries(model: Model, entries: AttributeEntries): readonly ImageAttributes[] | null {
  if (entries.size < model.entries.size) return null;
  const own: AttributeEntries = new Map();
  let common = 0;
  for (const [keyword, value] of entries) {
    if (model.entries.has(keyword)) common += 1;
    if (!sameValue(model.entries.get(keyword), value)) own.set(keyword, value);
  }
  if (common < model.entries.size) return null;
  return own.size === 0 ? onePlainFrame : [toAttributes(own)];
}
