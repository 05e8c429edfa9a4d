import { visitArchive } from '../../core/archive/index.ts';
import { readDicomJson, readHeader } from '../../core/dicom/index.ts';
import type { Corpus, CorpusFile } from './corpus.ts';
import { fuzzTargets, type Target } from './fuzzTargets.ts';
import { FuzzWorker } from './fuzzWorkerHandle.ts';
import type { ChunkReport, FoundFault, MemoryReport } from './workerMessages.ts';

export type FuzzOptions = {
  readonly corpus: Corpus;
  readonly seed: number;
  /** Indices of mutants, `to` exclusive. */
  readonly from: number;
  readonly to: number;
  readonly workers: number;
  readonly readerModule: string | null;
  readonly onProgress: (done: number) => void;
};

/** A failure that its seed and index bring back. `bytes`: the mutant, where it could be kept. */
export type Failure = {
  readonly index: number | null;
  readonly kind: string;
  readonly detail: string;
  readonly origin: string;
  readonly bytes: Uint8Array | null;
};

export type FuzzSummary = {
  readonly checked: number;
  readonly outcomes: Readonly<Record<string, number>>;
  readonly slowest: { readonly index: number; readonly ms: number };
  readonly failures: readonly Failure[];
  /** At the start and after each quarter, of all workers together. */
  readonly memory: readonly MemoryMark[];
};

export type MemoryMark = { readonly checked: number; readonly heapBytes: number; readonly rssBytes: number };

/** One mutant may take this long, then its worker is ended: generous for a busy machine, endless for a loop. */
export const longestMs = 1_000;
/**
 * What may be more in use at the end than after the first quarter, collected. The heap is what the reader could leak; the
 * resident set also moves with what the allocator keeps for the next large mutant.
 */
export const mostHeapGrowthBytes = 24 * 1024 * 1024;
export const mostRssGrowthBytes = 192 * 1024 * 1024;

const chunkSize = 250;
const mostFailures = 20;
const warmUp = 2_000;

/** Checks mutants on several workers, each watched for standing still. */
export async function runFuzz(options: FuzzOptions): Promise<FuzzSummary> {
  const tally = new Tally();
  const readers = { readHeader, readDicomJson, visitArchive };
  const targets = await fuzzTargets({ files: options.corpus.files, seed: options.seed }, readers);
  const files = sharedFiles(options.corpus.files);
  const { seed, readerModule } = options;
  const queue = chunks(options.from, options.to);
  const startWorker = (): FuzzWorker => new FuzzWorker({ seed, files, readerModule });
  const pool = Array.from({ length: options.workers }, startWorker);
  const quarters = quarterMarks(options.to - options.from);
  try {
    for (const goal of quarters) {
      await Promise.all(
        pool.map(async (_, place) => {
          while (tally.checked < goal && tally.failures.length < mostFailures) {
            const chunk = queue.pop();
            if (chunk === undefined) return;
            const result = await (pool[place] ?? startWorker()).check(chunk, longestMs);
            if (result.kind === 'chunk') tally.add(result);
            else {
              // The rest of the chunk is still to do, by a worker that is new.
              queue.push({ from: chunk.from, to: result.index }, { from: result.index + 1, to: chunk.to });
              pool[place] = startWorker();
              await examineSuspect(result.index, startWorker, tally, targets(result.index).input);
            }
            options.onProgress(tally.checked);
          }
        }),
      );
      if (tally.failures.length >= mostFailures) break;
      tally.memory.push(memoryMark(tally.checked, await Promise.all(pool.map((worker) => worker.measureMemory()))));
    }
  } finally {
    await Promise.all(pool.map((worker) => worker.end()));
  }
  return tally.summary();
}

/** A mutant that took too long is tried once more, alone: a machine that slept is no fault of the reader. */
async function examineSuspect(
  index: number,
  startWorker: () => FuzzWorker,
  tally: Tally,
  input: Target['input'],
): Promise<void> {
  const worker = startWorker();
  try {
    const again = await worker.check({ from: index, to: index + 1 }, longestMs);
    if (again.kind === 'chunk') tally.add(again);
    else tally.addHang({ index, ...input(index) });
  } finally {
    await worker.end();
  }
}

class Tally {
  checked = 0;
  readonly failures: Failure[] = [];
  readonly memory: MemoryMark[] = [];
  readonly #outcomes: Record<string, number> = {};
  #slowest = { index: 0, ms: 0 };

  add({ from, to, outcomes, faults, slowest }: ChunkReport): void {
    this.checked += to - from;
    for (const [outcome, count] of Object.entries(outcomes)) {
      this.#outcomes[outcome] = (this.#outcomes[outcome] ?? 0) + count;
    }
    this.failures.push(...faults);
    if (slowest.ms > this.#slowest.ms) this.#slowest = slowest;
  }

  addHang(mutant: Pick<FoundFault, 'index' | 'bytes' | 'origin'>): void {
    this.checked += 1;
    this.failures.push({ ...mutant, kind: 'hang', detail: `not done after ${longestMs} ms, twice` });
  }

  summary(): FuzzSummary {
    return {
      checked: this.checked,
      outcomes: Object.fromEntries(Object.entries(this.#outcomes).toSorted(([, one], [, other]) => other - one)),
      slowest: this.#slowest,
      failures: [...this.failures, ...memoryFailures(this.memory)],
      memory: this.memory,
    };
  }
}

function memoryFailures(marks: readonly MemoryMark[]): readonly Failure[] {
  const [first, second] = marks;
  const [beforeLast, last] = marks.slice(-2);
  if (first === undefined || second === undefined || beforeLast === undefined || last === undefined) return [];
  // What a worker has in hand when it is asked comes and goes; what leaks is there at both marks.
  const base = {
    heapBytes: Math.max(first.heapBytes, second.heapBytes),
    rssBytes: Math.max(first.rssBytes, second.rssBytes),
  };
  const end = {
    heapBytes: Math.min(beforeLast.heapBytes, last.heapBytes),
    rssBytes: Math.min(beforeLast.rssBytes, last.rssBytes),
  };
  const growth = [
    ['heap', end.heapBytes - base.heapBytes, mostHeapGrowthBytes],
    ['resident set', end.rssBytes - base.rssBytes, mostRssGrowthBytes],
  ] as const;
  return growth
    .filter(([, grown, most]) => grown > most)
    .map(([what, grown, most]) => ({
      index: null,
      kind: 'memory',
      detail: `the ${what} grew by ${grown} bytes from the first mark to the last; at most ${most} is expected`,
      origin: 'all mutants',
      bytes: null,
    }));
}

/** The first mark comes when everything is compiled and loaded, the others after each quarter. */
function quarterMarks(count: number): readonly number[] {
  return [Math.min(warmUp, Math.ceil(count / 8)), ...[1, 2, 3, 4].map((quarter) => Math.ceil((count * quarter) / 4))];
}

function memoryMark(checked: number, reports: readonly MemoryReport[]): MemoryMark {
  return {
    checked,
    heapBytes: reports.reduce((sum, { heapBytes }) => sum + heapBytes, 0),
    // Of the whole process, and so the same for all workers.
    rssBytes: Math.max(...reports.map(({ rssBytes }) => rssBytes)),
  };
}

function chunks(from: number, to: number): { from: number; to: number }[] {
  const count = Math.ceil((to - from) / chunkSize);
  return Array.from({ length: count }, (_, index) => {
    const start = from + index * chunkSize;
    return { from: start, to: Math.min(start + chunkSize, to) };
  }).reverse();
}

/** The files in memory that all workers see, instead of a copy for each. */
function sharedFiles(files: readonly CorpusFile[]): readonly CorpusFile[] {
  return files.map(({ name, head, totalBytes, deflated }) => ({
    name,
    head: shared(head),
    totalBytes,
    deflated: deflated && { prefix: shared(deflated.prefix), body: shared(deflated.body) },
  }));
}

function shared(bytes: Uint8Array): Uint8Array {
  const copy = new Uint8Array(new SharedArrayBuffer(bytes.length));
  copy.set(bytes);
  return copy;
}
