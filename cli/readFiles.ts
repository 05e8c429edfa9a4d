import { availableParallelism } from 'node:os';
import { fileReader } from './fileReader.ts';
import type { FoundFile } from './findFiles.ts';
import { giveWay } from './giveWay.ts';
import { type Batch, readingThreads } from './readingThreads.ts';
import type { ReadObject } from './readObject.ts';

/** A thread takes a quarter of a second to start and as long again to read as fast as this one: what is nearly done needs none. */
const msBeforeThreads = 500;
const filesWorthAThread = 1_000;
/** Batches that wait for a thread before this one reads too: enough that none of them ever waits. */
const batchesKept = 8;
/** Where a file is mostly waited for, as on a network drive, more threads than processors help. */
const slowMsPerFile = 1;
const busyShareOfSlow = 0.25;
const mostThreadsOfSlow = 8;
const filesWorthASlowThread = 32;

export type FileReading = {
  /** Takes files to be read; reads some itself where the threads do not keep up. */
  readonly add: (files: readonly FoundFile[]) => Promise<void>;
  /** What was read of all files, in the order in which they were added. */
  readonly finish: () => Promise<readonly ReadObject[]>;
  /** To be called in any case. */
  readonly end: () => Promise<void>;
};

/**
 * Reads the headers of many files, on all processors where there are enough of them.
 *
 * @param advance told of each file that is done
 */
export function readFiles(advance: (bytesTotal: number) => void, interruption: AbortSignal): FileReading {
  const results: (readonly ReadObject[])[] = [];
  const waiting: Batch[] = [];
  const threads = readingThreads(() => waiting.shift() ?? null);
  const readFile = fileReader();
  const startedReadingAt = performance.now();
  let filesWaiting = 0;

  function enqueue(files: readonly FoundFile[]): void {
    const index = results.push([]) - 1;
    filesWaiting += files.length;
    const done = (objects: readonly ReadObject[]): void => {
      results[index] = objects;
      filesWaiting -= files.length;
      for (const { bytesTotal } of objects) advance(bytesTotal);
    };
    waiting.push({ files, done });
    threads.wake();
  }

  async function readOneHere(): Promise<void> {
    const batch = waiting.shift();
    if (batch !== undefined) {
      const startedAt = performance.now();
      const cpuBefore = process.threadCpuUsage();
      batch.done(batch.files.map(readFile));
      const elapsedMs = performance.now() - startedAt;
      const { user, system } = process.threadCpuUsage(cpuBefore);
      const isSlow =
        elapsedMs > slowMsPerFile * batch.files.length && (user + system) / 1000 < busyShareOfSlow * elapsedMs;
      if (isSlow) addThread(mostThreadsOfSlow, filesWorthASlowThread);
      else if (performance.now() - startedReadingAt > msBeforeThreads)
        addThread(availableParallelism() - 1, filesWorthAThread);
    }
    await giveWay(interruption);
  }

  function addThread(most: number, filesWorthIt: number): void {
    if (filesWaiting >= filesWorthIt && threads.count() < most) threads.start();
  }

  return {
    async add(files) {
      enqueue(files);
      while (waiting.length > batchesKept) await readOneHere();
    },
    async finish() {
      while (waiting.length > 0) await readOneHere();
      await threads.finished();
      return results.flat();
    },
    end: threads.end,
  };
}
