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

/** Visits the files of a ZIP archive in the order of its directory, `concurrency` groups of neighbours at once. */
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
  const running: Promise<Settled<readonly Visited<T>[]>>[] = [];
  try {
    for (const group of planZip(source, records, directory.start)) {
      if (context.budget.exhausted() !== null) break;
      running.push(settled(visitGroup(source, group, directoryShare, overlaps, context, visit)));
      if (running.length >= context.concurrency) yield* outcomeOf(await running.shift());
    }
    while (running.length > 0) yield* outcomeOf(await running.shift());
  } finally {
    await Promise.all(running);
  }
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

function outcomeOf<T>(outcome: Settled<readonly T[]> | undefined): readonly T[] {
  if (outcome === undefined) return [];
  if ('error' in outcome) throw outcome.error;
  return outcome.value;
}
