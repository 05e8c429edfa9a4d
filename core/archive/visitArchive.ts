import { type ArchiveContext, beginningBytes, type VisitEntry, type Visited } from './archiveEntry.ts';
import { type ArchiveFault, archiveFault, faultOf } from './archiveFault.ts';
import { archiveFormatOf, looksSelfExtracting } from './archiveFormat.ts';
import type { ArchiveLimits } from './archiveLimits.ts';
import { type ArchiveSource, countedSource } from './archiveSource.ts';
import { inflationBudget } from './inflationBudget.ts';
import { visitGzip } from './visitGzip.ts';
import { visitTar } from './visitTar.ts';

export type ArchiveOptions = {
  readonly limits: ArchiveLimits;
  /** How many entries of a ZIP archive are visited at once; those of a tar archive come one after the other. */
  readonly concurrency: number;
};

/**
 * Calls `visit` for each file in an archive and yields what it answers, in the order of the archive; archives inside are
 * entered. What cannot be read becomes a fault, and its neighbours are read all the same. Throws only what `source.read` or
 * `visit` throws, or when the source answers fewer bytes than it has.
 */
export async function* visitArchive<T>(
  source: ArchiveSource,
  { limits, concurrency }: ArchiveOptions,
  visit: VisitEntry<T>,
): AsyncGenerator<T | ArchiveFault> {
  const counted = countedSource(source);
  const budget = inflationBudget(limits, counted.bytesRead);
  let isEmpty = true;
  for await (const item of visitLevel(counted, { limits, concurrency, budget, path: null, openedFor: 0 }, 1, visit)) {
    isEmpty = false;
    yield item;
  }
  const exhausted = budget.exhausted();
  if (exhausted !== null) yield archiveFault(null, 'archive-limit', exhausted);
  // Silence would look as if nothing had been sent.
  else if (isEmpty)
    yield archiveFault(null, 'archive-damaged', 'The archive holds no files of a study. Send it again.');
}

async function* visitLevel<T>(
  source: ArchiveSource,
  context: ArchiveContext,
  depth: number,
  visit: VisitEntry<T>,
): AsyncGenerator<T | ArchiveFault> {
  for await (const visited of await visitorOf(source, context, visit)) {
    if (visited.kind === 'answer') yield visited.answer;
    else if (visited.kind === 'archive-fault') yield visited;
    else if (depth >= context.limits.depth) {
      const reason = `Archives are read ${context.limits.depth} deep, this one lies deeper. Send it by itself.`;
      yield archiveFault(visited.path, 'archive-limit', reason);
    } else yield* visitNested(visited, context, depth + 1, visit);
    if (context.budget.exhausted() !== null) return;
  }
}

async function* visitNested<T>(
  { path, open, bytesRead }: Extract<Visited<T>, { kind: 'nested-archive' }>,
  context: ArchiveContext,
  depth: number,
  visit: VisitEntry<T>,
): AsyncGenerator<T | ArchiveFault> {
  let source: ArchiveSource;
  try {
    source = await open();
  } catch (error) {
    yield faultOf(path, error, { bytesRead: bytesRead(), bytesTotal: 0 });
    return;
  }
  yield* visitLevel(source, { ...context, path, openedFor: bytesRead() }, depth, visit);
}

async function visitorOf<T>(
  source: ArchiveSource,
  outer: ArchiveContext,
  visit: VisitEntry<T>,
): Promise<AsyncGenerator<Visited<T>>> {
  const firstBytes = await source.read(0, Math.min(beginningBytes, source.size));
  const context = { ...outer, openedFor: outer.openedFor + (source.isInMemory === true ? 0 : firstBytes.length) };
  switch (archiveFormatOf(firstBytes)) {
    case 'zip':
      return await zipVisitor(source, context, visit);
    case 'tar':
      return visitTar(source, context, visit);
    case 'gzip':
      return visitGzip(source, context, visit);
    case null:
      return looksSelfExtracting(firstBytes) ? await zipVisitor(source, context, visit) : noArchive(context);
  }
}

/** Loaded for the first archive only: a command that meets none starts sooner without ZIP's library. */
async function zipVisitor<T>(
  source: ArchiveSource,
  context: ArchiveContext,
  visit: VisitEntry<T>,
): Promise<AsyncGenerator<Visited<T>>> {
  const { visitZip } = await import('./visitZip.ts');
  return visitZip(source, context, visit);
}

async function* noArchive(context: ArchiveContext): AsyncGenerator<ArchiveFault> {
  const reason = 'This is no archive that is read here. Send a ZIP or tar archive, or the files themselves.';
  yield archiveFault(context.path, 'archive-not-supported', reason);
}
