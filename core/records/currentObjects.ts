import type { InstanceItem, RejectItem } from './studyRecords.ts';

/**
 * What stands in the bucket now: where one object key left several items (a truncated file, then the whole one in its
 * place), only those of its latest event count. An archive that is dropped again replaces all that it held of the study.
 */
export function currentObjects(
  instances: readonly InstanceItem[],
  rejects: readonly RejectItem[],
): { readonly instances: readonly InstanceItem[]; readonly rejects: readonly RejectItem[] } {
  const latest = new Map<string, string>();
  for (const item of [...instances, ...rejects]) {
    const known = latest.get(bucketObjectOf(item));
    if (known === undefined || known < item.sequencer) latest.set(bucketObjectOf(item), item.sequencer);
  }
  const isCurrent = (item: InstanceItem | RejectItem) => latest.get(bucketObjectOf(item)) === item.sequencer;
  return { instances: instances.filter(isCurrent), rejects: rejects.filter(isCurrent) };
}

function bucketObjectOf({ archiveDigest, keyDigest }: InstanceItem | RejectItem): string {
  return archiveDigest ?? keyDigest;
}
