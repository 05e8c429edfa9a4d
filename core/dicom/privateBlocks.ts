import type { RawValue } from './dataSet.ts';
import { groupOf } from './tag.ts';
import { vendorAttributes, vendorSequences } from './vendorAttributes.ts';

/**
 * The private elements of one data set: which block of a group belongs to which creator (PS3.5 7.8.1). Creators stand before the
 * elements of their blocks, since elements ascend.
 */
export type PrivateBlocks = ReturnType<typeof privateBlocks>;

/** Above every tag: keys in a data set of what stands in private elements, wherever their block lies. */
const firstVendorKey = 2 ** 32;

/** The key of all private creators; each is noted, none is kept. */
export const privateCreator = firstVendorKey - 1;

/** The key of all private sequences that are looked into. */
export const privateSequence = firstVendorKey - 2;

/** The key of an element of `vendorAttributes`, by its place there. */
export function vendorKey(index: number): number {
  return firstVendorKey + index;
}

/** The place in `vendorAttributes` that a key stands for; `null` for tags. */
export function vendorIndex(key: number): number | null {
  return key >= firstVendorKey ? key - firstVendorKey : null;
}

/** Private elements stand in groups of odd number. */
export function isPrivate(tag: number): boolean {
  return (groupOf(tag) & 1) === 1;
}

/** No creator is known yet. */
export function privateBlocks() {
  let blocks: Map<number, ReadonlyMap<number, number>> | null = null;
  return {
    /** The key under which a private element is looked for. */
    keyOf(tag: number): number {
      const element = tag & 0xffff;
      if (element >= 0x10 && element <= 0xff) return wantedGroups.has(groupOf(tag)) ? privateCreator : unwanted;
      return blocks?.get(tag >>> 8)?.get(tag & 0xff) ?? unwanted;
    },

    /** Takes note of what a private creator element holds. */
    note(tag: number, [creator]: readonly RawValue[]): void {
      const wanted = wantedByCreator.get(`${groupOf(tag)} ${String(creator ?? '').trim()}`);
      if (wanted === undefined) return;
      blocks ??= new Map();
      blocks.set(groupOf(tag) * 0x100 + (tag & 0xff), wanted);
    },
  };
}

/** No tag and no key: tags of group 0000 never stand in a file. */
const unwanted = 0;

/** "group creator" → low byte of the element → key. */
const wantedByCreator: ReadonlyMap<string, ReadonlyMap<number, number>> = (() => {
  const byCreator = new Map<string, Map<number, number>>();
  const want = ({ creator, group, element }: (typeof vendorSequences)[number], key: number): void => {
    const name = `${group} ${creator}`;
    byCreator.set(name, (byCreator.get(name) ?? new Map<number, number>()).set(element, key));
  };
  for (const [index, attribute] of vendorAttributes.entries()) want(attribute, vendorKey(index));
  for (const sequence of vendorSequences) want(sequence, privateSequence);
  return byCreator;
})();

const wantedGroups: ReadonlySet<number> = new Set([...vendorAttributes, ...vendorSequences].map(({ group }) => group));
