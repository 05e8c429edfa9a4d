import { type InstanceItem, instanceOf, type RejectItem } from './studyRecords.ts';

/**
 * What stands in the bucket now: where one object key left several items (a truncated file, then the whole one in its
 * place), only those of its latest event count. An archive that is dropped again replaces all that it held of the study, but
 * not what lies elsewhere too. An instance that lies in several places counts once, as its latest event brought it.
 */
export function currentObjects(
  instances: readonly InstanceItem[],
  rejects: readonly RejectItem[],
): { readonly instances: readonly InstanceItem[]; readonly rejects: readonly RejectItem[] } {
  const latest = latestSequencers([...instances, ...rejects]);
  const isCurrent = (item: InstanceItem | RejectItem) => latest.get(bucketObjectOf(item)) === item.sequencer;
  return { instances: onceEach(instances.filter(isCurrent)), rejects: rejects.filter(isCurrent) };
}

/** Without those that others of them have replaced: what is left of a part of a study's items is enough to tell what stands now. */
export function withoutReplaced<Item extends InstanceItem | RejectItem>(items: readonly Item[]): Item[] {
  const latest = latestSequencers(items);
  return items.filter((item) => latest.get(bucketObjectOf(item)) === item.sequencer);
}

function latestSequencers(items: readonly (InstanceItem | RejectItem)[]): ReadonlyMap<string, string> {
  const latest = new Map<string, string>();
  for (const item of items) {
    const known = latest.get(bucketObjectOf(item));
    if (known === undefined || known < item.sequencer) latest.set(bucketObjectOf(item), item.sequencer);
  }
  return latest;
}

function onceEach(items: readonly InstanceItem[]): readonly InstanceItem[] {
  const chosen = new Map<string, InstanceItem>();
  for (const item of items) {
    const other = chosen.get(instanceOf(item));
    if (other === undefined || isLater(item, other)) chosen.set(instanceOf(item), item);
  }
  return [...chosen.values()];
}

/** Of two events at the same time the digest decides, so that the order of reading does not. */
function isLater(item: InstanceItem, other: InstanceItem): boolean {
  if (item.sequencer !== other.sequencer) return item.sequencer > other.sequencer;
  return item.keyDigest > other.keyDigest;
}

function bucketObjectOf({ archiveDigest, keyDigest }: InstanceItem | RejectItem): string {
  return archiveDigest ?? keyDigest;
}
