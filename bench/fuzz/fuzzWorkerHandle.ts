import { Worker } from 'node:worker_threads';
import type { ChunkReport, FuzzPlan, MemoryReport, WorkerOrder, WorkerReport } from './workerMessages.ts';

/** The worker stood still at this mutant and was ended. */
export type StoodStill = { readonly kind: 'stood-still'; readonly index: number };

const lookEveryMs = 50;

/** A worker thread that checks mutants, one order at a time. Whoever made it ends it. */
export class FuzzWorker {
  readonly #worker: Worker;
  readonly #clock: Float64Array;

  constructor(plan: Omit<FuzzPlan, 'clock'>) {
    const clock = new SharedArrayBuffer(16);
    this.#clock = new Float64Array(clock);
    const workerData: FuzzPlan = { ...plan, clock };
    this.#worker = new Worker(new URL('./fuzzWorker.ts', import.meta.url), { workerData });
  }

  /** Checks the mutants from `from` to `to`, exclusive. Throws when the worker dies of itself. */
  async check(
    chunk: { readonly from: number; readonly to: number },
    longestMs: number,
  ): Promise<ChunkReport | StoodStill> {
    const { promise: stoodStill, resolve } = Promise.withResolvers<StoodStill>();
    const watch = setInterval(() => {
      const [index = 0, since = 0] = this.#clock;
      if (since > 0 && Date.now() - since > longestMs) resolve({ kind: 'stood-still', index });
    }, lookEveryMs);
    try {
      const report = await Promise.race([this.#answer({ kind: 'check', ...chunk }), stoodStill]);
      if (report.kind === 'memory') throw new Error('the worker measured its memory and was asked to check mutants');
      if (report.kind === 'stood-still') await this.end();
      return report;
    } finally {
      clearInterval(watch);
    }
  }

  /** Memory in use after a garbage collection. */
  async measureMemory(): Promise<MemoryReport> {
    const report = await this.#answer({ kind: 'measure-memory' });
    if (report.kind !== 'memory') throw new Error('the worker checked mutants and was asked to measure its memory');
    return report;
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }

  async #answer(order: WorkerOrder): Promise<WorkerReport> {
    const { promise, resolve, reject } = Promise.withResolvers<WorkerReport>();
    const died = (code: number): void => reject(new Error(`a worker ended with ${code} at mutant ${this.#clock[0]}`));
    this.#worker.once('message', resolve).once('error', reject).once('exit', died);
    this.#worker.postMessage(order);
    try {
      return await promise;
    } finally {
      this.#worker.off('message', resolve).off('error', reject).off('exit', died);
    }
  }
}
