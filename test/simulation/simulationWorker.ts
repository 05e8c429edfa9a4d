import { parentPort, workerData } from 'node:worker_threads';
import { mutants } from './mutants.ts';
import { loadProduct, simulate } from './simulate.ts';

/** Every `step`th seed; with a mutant, of the product broken in this way. */
export type SimulationTask = {
  readonly mutant: string | null;
  readonly from: number;
  readonly to: number;
  readonly step: number;
};

const { mutant, from, to, step }: SimulationTask = workerData;
const product = await loadProduct(mutants.find(({ name }) => name === mutant)?.mutation ?? null);
for (let seed = from; seed < to; seed += step) parentPort?.postMessage(await simulate(seed, product));
