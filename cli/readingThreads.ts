import { Worker } from 'node:worker_threads';
import type { FoundFile } from './findFiles.ts';
import { unpackObjects } from './packedObjects.ts';
import { patientMarkKey } from './patientMark.ts';
import type { ReadObject } from './readObject.ts';

/** Takes the next batch to read; `null` when there is none at the moment. */
export type TakeBatch = () => Batch | null;
export type Batch = { readonly files: readonly FoundFile[]; readonly done: (objects: readonly ReadObject[]) => void };

export type ReadingThreads = {
  readonly count: () => number;
  /** Starts one more thread, which takes batches as soon as it is ready. */
  readonly start: () => void;
  /** There is a new batch: threads that wait take it. */
  readonly wake: () => void;
  /** Settled when every batch that was taken is done; rejected when a thread broke. */
  readonly finished: () => Promise<void>;
  /** Ends all threads, in the middle of what they do. */
  readonly end: () => Promise<void>;
};

/** While one batch is read the next one waits in the thread: the main thread is not always there to hand it over. */
const batchesAhead = 2;

/** What a thread reads it hands over and forgets: more room than this it fills and never needs. */
const youngMebibytes = 12;

/** Threads that read headers of files beside this one. Whoever started any must end them. */
export function readingThreads(take: TakeBatch): ReadingThreads {
  const threads: Thread[] = [];
  let settle: { readonly resolve: () => void; readonly reject: (error: unknown) => void } | null = null;
  let failure: { readonly error: unknown } | null = null;

  function feed(thread: Thread): void {
    while (thread.isReady && thread.taken.length < batchesAhead) {
      const batch = take();
      if (batch === null) break;
      thread.taken.push(batch);
      thread.worker.postMessage(batch.files.map(({ path, pathBytes }) => ({ path, pathBytes })));
    }
    if (threads.every(({ taken }) => taken.length === 0)) settle?.resolve();
  }

  function fail(error: unknown): void {
    failure ??= { error };
    settle?.reject(error);
  }

  function receive(thread: Thread, message: string): void {
    if (!thread.isReady) thread.isReady = true;
    else {
      const batch = thread.taken.shift();
      batch?.done(
        unpackObjects(
          message,
          batch.files.map(({ path }) => path),
        ),
      );
    }
    feed(thread);
  }

  return {
    count: () => threads.length,
    start() {
      const thread: Thread = {
        worker: new Worker(new URL('./readingThread.js', import.meta.url), {
          resourceLimits: { maxYoungGenerationSizeMb: youngMebibytes },
          workerData: { patientMarkKey },
        }),
        isReady: false,
        taken: [],
      };
      thread.worker.on('message', (message: string) => receive(thread, message)).on('error', fail);
      threads.push(thread);
    },
    wake: () => threads.forEach(feed),
    finished: () =>
      new Promise((resolve, reject) => {
        if (failure !== null) reject(failure.error);
        else if (threads.every(({ taken }) => taken.length === 0)) resolve();
        else settle = { resolve, reject };
      }),
    async end() {
      await Promise.all(threads.map(({ worker }) => worker.terminate()));
    },
  };
}

type Thread = { readonly worker: Worker; isReady: boolean; readonly taken: Batch[] };
