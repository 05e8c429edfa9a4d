import type { ArchiveContext, VisitEntry, Visited } from './archiveEntry.ts';
import { archiveFault, faultOf } from './archiveFault.ts';
import { type ArchiveSource, countedSource } from './archiveSource.ts';
import { type Settled, settled } from './settled.ts';
import { visitEntry } from './visitEntry.ts';
import { listZip, type ZipRecord } from './zipDirectory.ts';
import { findZipDirectory, type ZipDirectory } from './zipEnd.ts';
import { zipEntry } from './zipEntry.ts';
import { type ZipOverlaps, zipOverlaps } from './zipOverlaps.ts';
import { planZip, shareOf, type ZipGroup } from './zipPlan.ts';

/**
 * Visits the files of a ZIP archive in the order of its directory: `concurrency` groups of neighbours at once, and four times as many of
 * images that are no larger than a classic one. What S3 takes to answer is then waited for once for all of them, and what they hold
 * in memory is bounded by their size.
 */
export async function* visitZip<T>(
  source: ArchiveSource,
  context: ArchiveContext,
  visit: VisitEntry<T>,
): AsyncGenerator<Visited<T>> {
  let directory: ZipDirectory;
  const counted = countedSource(source, context.openedFor);
  try {
    directory = await findZipDirectory(counted, context.limits);
  } catch (error) {
    yield faultOf(context.path, error);
    return;
  }
  const { records, faults } = listZip(directory, context.path, context.limits);
  yield* faults;
  const overlaps = zipOverlaps(source, records, directory.start);
  const directoryShare = Math.floor(counted.bytesRead() / Math.max(records.length, 1));
  const running: { readonly share: number; readonly outcome: Promise<Settled<readonly Visited<T>[]>> }[] = [];
  let busy = 0;
  const oldest = async (): Promise<readonly Visited<T>[]> => {
    const first = running.shift();
    if (first === undefined) return [];
    busy -= first.share;
    return outcomeOf(await first.outcome);
  };
  try {
    for (const group of planZip(source, records, directory.start)) {
      if (context.budget.exhausted() !== null) break;
      const share = shareOfConcurrency(group);
      running.push({ share, outcome: settled(visitGroup(source, group, directoryShare, overlaps, context, visit)) });
      busy += share;
      while (busy > context.concurrency - share) yield* await oldest();
    }
    while (running.length > 0) yield* await oldest();
  } finally {
    await Promise.all(running.map(({ outcome }) => outcome));
  }
}

/** Of a file of this size the whole is no more than a classic image with its pixels. */
const classicBytes = 2 * 1024 * 1024;

function shareOfConcurrency({ records }: ZipGroup): number {
  return records.every(({ bytesTotal, storedBytes }) => Math.max(bytesTotal, storedBytes) <= classicBytes) ? 1 / 4 : 1;
}

async function visitGroup<T>(
  source: ArchiveSource,
  group: ZipGroup,
  directoryShare: number,
  overlaps: ZipOverlaps,
  context: ArchiveContext,
  visit: VisitEntry<T>,
): Promise<readonly Visited<T>[]> {
  const { records, shared } = group;
  const visited: Visited<T>[] = [];
  for (const record of records) {
    if (!context.budget.admitEntry(record.path) || context.budget.exhausted() !== null) break;
    visited.push(await visitRecord(record));
  }
  return visited;

  function visitRecord(record: ZipRecord): Promise<Visited<T>> | Visited<T> {
    const path = context.path === null ? record.path : `${context.path}/${record.path}`;
    if (record.fault !== null) {
      const bytesTotal = Math.min(record.storedBytes, source.size);
      return archiveFault(path, record.fault.code, record.fault.reason, { bytesRead: directoryShare, bytesTotal });
    }
    const shares = { directory: directoryShare, shared: shareOf(group, record) };
    return visitEntry(zipEntry(source, record, path, shared, shares, overlaps, context), visit);
  }
}

function outcomeOf<T>(outcome: Settled<readonly T[]>): readonly T[] {
  if ('error' in outcome) throw outcome.error;
  return outcome.value;
}
