import { parentPort, workerData } from 'node:worker_threads';
import { mutants } from './mutants.ts';
import { loadProduct, simulate } from './simulate.ts';

/** Every `step`th seed; with a mutant, of the product broken in this way. */
export type SimulationTask = {
  readonly mutant: string | null;
  readonly from: number;
  readonly to: number;
  readonly step: number;
  /** Not 0: no further seed is wanted. A thread that is terminated while it deflates takes the process with it. */
  readonly stop: Int32Array<SharedArrayBuffer>;
};

const { mutant, from, to, step, stop }: SimulationTask = workerData;
const product = await loadProduct(mutants.find(({ name }) => name === mutant)?.mutation ?? null);
for (let seed = from; seed < to && Atomics.load(stop, 0) === 0; seed += step)
  parentPort?.postMessage(await simulate(seed, product));
