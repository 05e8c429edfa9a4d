import type { Fault } from './checkMutant.ts';
import type { CorpusFile } from './corpus.ts';

/** What a worker needs to know from the start. */
export type FuzzPlan = {
  readonly seed: number;
  readonly files: readonly CorpusFile[];
  /** Another reader to check instead of this one's: the address of a module like `core/dicom/index.ts`. */
  readonly readerModule: string | null;
  /** Two doubles: the index that the worker is at, and since when (ms since 1970; 0: at none). */
  readonly clock: SharedArrayBuffer;
};

export type WorkerOrder =
  | { readonly kind: 'check'; readonly from: number; readonly to: number }
  | { readonly kind: 'measure-memory' };

export type FoundFault = { readonly index: number; readonly bytes: Uint8Array; readonly origin: string } & Fault;

export type ChunkReport = {
  readonly kind: 'chunk';
  readonly from: number;
  readonly to: number;
  readonly outcomes: Readonly<Record<string, number>>;
  readonly faults: readonly FoundFault[];
  readonly slowest: { readonly index: number; readonly ms: number };
};

export type MemoryReport = { readonly kind: 'memory'; readonly heapBytes: number; readonly rssBytes: number };

export type WorkerReport = ChunkReport | MemoryReport;
