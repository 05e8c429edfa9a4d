import type { InstanceItem, RejectItem } from './studyRecords.ts';

/**
 * What stands in the bucket now: where one object key left several items (a truncated file, then the whole one in its
 * place), only those of its latest event count.
 */
export function currentObjects(
  instances: readonly InstanceItem[],
  rejects: readonly RejectItem[],
): { readonly instances: readonly InstanceItem[]; readonly rejects: readonly RejectItem[] } {
  const latest = new Map<string, string>();
  for (const { keyDigest, sequencer } of [...instances, ...rejects]) {
    const known = latest.get(keyDigest);
    if (known === undefined || known < sequencer) latest.set(keyDigest, sequencer);
  }
  const isCurrent = (item: InstanceItem | RejectItem) => latest.get(item.keyDigest) === item.sequencer;
  return { instances: instances.filter(isCurrent), rejects: rejects.filter(isCurrent) };
}
