import type { ArchiveFault } from './archiveFault.ts';
import type { ArchiveLimits } from './archiveLimits.ts';
import type { ArchiveSource } from './archiveSource.ts';
import type { InflationBudget } from './inflationBudget.ts';

/** One file in an archive. It can be read while it is visited, not later. */
export type ArchiveEntry = {
  /** Cleaned: separated by `/`, never absolute, no `..`, no control characters. */
  readonly path: string;
  /** As the archive stores it, for names that are honoured only where nothing was cleaned away. */
  readonly isPathAsStored: boolean;
  /** Uncompressed, as the archive declares it. */
  readonly bytesTotal: number;
  readonly storedBytes: number;
  /** What the first small read holds: 512 bytes at least, unless the entry is shorter; usually its header. Throws like `head`. */
  readonly beginning: () => Promise<Uint8Array>;
  /**
   * The first `bytes` bytes of the content, fewer only when the entry is shorter. What an earlier call read is not read again.
   * Between those and byte `from` anything may stand, where that saves reading.
   * Throws ArchiveEntryError for an entry that is damaged, lying, encrypted or beyond a limit.
   */
  readonly head: (bytes: number, from?: number) => Promise<Uint8Array>;
  /**
   * Bytes that were read for this entry so far, with its share of what was read for all: the entries of an archive add up to what it
   * took, but for what lies behind the last one.
   */
  readonly bytesRead: () => number;
};

/** What one reader of archives yields: an answer of the visitor, a fault, or an entry that is an archive itself. */
export type Visited<T> = { readonly kind: 'answer'; readonly answer: T } | ArchiveFault | NestedArchive;

export type NestedArchive = {
  readonly kind: 'nested-archive';
  readonly path: string;
  /** Throws ArchiveEntryError like `head`. */
  readonly open: () => Promise<ArchiveSource>;
  /** Bytes that were read to open it so far. */
  readonly bytesRead: () => number;
};

export type VisitEntry<T> = (entry: ArchiveEntry) => Promise<T>;

/** An entry as its own format reads it, with the way into it should it be an archive. */
export type OpenableEntry = ArchiveEntry & { readonly openNested: () => Promise<ArchiveSource> };

/** A tar archive is told by its first block. */
export const beginningBytes = 512;

/** What all archives nested in one share. */
export type ArchiveContext = {
  readonly limits: ArchiveLimits;
  readonly concurrency: number;
  readonly budget: InflationBudget;
  /** The path of the archive itself, where it lies in another. */
  readonly path: string | null;
  /** Bytes that were read to open it. */
  readonly openedFor: number;
};
