import type { RawValue } from './dataSet.ts';
import { groupOf } from './tag.ts';
import { vendorAttributes, vendorSequences } from './vendorAttributes.ts';

/**
 * The private elements of one data set: which block of a group belongs to which creator (PS3.5 7.8.1). Creators stand before the
 * elements of their blocks, since elements ascend.
 */
export type PrivateBlocks = {
  /** Group and block → low byte of the element → key. */
  keys: Map<number, ReadonlyMap<number, number>> | null;
};

/**
 * Below zero, where no tag is: the keys in a data set of what stands in private elements, wherever their block lies. The key of all
 * private creators, each of which is noted and none kept; the key of the private sequences that are looked into; then one key
 * for each of `vendorAttributes`, by its place there.
 */
export const privateCreator = -1;
export const privateSequence = -2;
const firstVendorKey = -3;

export function vendorKey(index: number): number {
  return firstVendorKey - index;
}

/** The place in `vendorAttributes` that a key stands for; `null` for all others. */
export function vendorIndex(key: number): number | null {
  return key <= firstVendorKey ? firstVendorKey - key : null;
}

/** Private elements stand in groups of odd number. */
export function isPrivate(tag: number): boolean {
  return (groupOf(tag) & 1) === 1;
}

/** No creator is known yet. */
export function privateBlocks(): PrivateBlocks {
  return { keys: null };
}

/** The key under which a private element is looked for. */
export function privateKey({ keys }: PrivateBlocks, tag: number): number {
  const element = tag & 0xffff;
  if (element >= 0x10 && element <= 0xff) return wantedByCreator.has(groupOf(tag)) ? privateCreator : unwanted;
  return keys?.get(tag >>> 8)?.get(tag & 0xff) ?? unwanted;
}

/** Takes note of what a private creator element holds. */
export function notePrivateCreator(blocks: PrivateBlocks, tag: number, values: readonly RawValue[]): void {
  // A creator has one value (PS3.5 7.8.1): of several no one knows whose block it is.
  if (values.length !== 1) return;
  const [creator] = values;
  const wanted = wantedByCreator.get(groupOf(tag))?.get(String(creator ?? '').trim());
  if (wanted === undefined) return;
  blocks.keys ??= new Map();
  blocks.keys.set(groupOf(tag) * 0x100 + (tag & 0xff), wanted);
}

/** No tag and no key: tags of group 0000 never stand in a file. */
const unwanted = 0;

/** Group → creator → low byte of the element → key. */
const wantedByCreator: ReadonlyMap<number, ReadonlyMap<string, ReadonlyMap<number, number>>> = (() => {
  const groups = new Map<number, Map<string, Map<number, number>>>();
  const want = ({ creator, group, element }: (typeof vendorSequences)[number], key: number): void => {
    const creators = groups.get(group) ?? new Map<string, Map<number, number>>();
    groups.set(group, creators.set(creator, (creators.get(creator) ?? new Map()).set(element, key)));
  };
  for (const [index, attribute] of vendorAttributes.entries()) want(attribute, vendorKey(index));
  for (const sequence of vendorSequences) want(sequence, privateSequence);
  return groups;
})();
