import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { parentPort, workerData } from 'node:worker_threads';
import { visitArchive } from '../../core/archive/index.ts';
import * as dicomDoor from '../../core/dicom/index.ts';
import { fuzzTargets } from './fuzzTargets.ts';
import type { ChunkReport, FuzzPlan, WorkerOrder, WorkerReport } from './workerMessages.ts';

/** Checks the mutants that it is told to, and says before each which one it is at, for whoever watches it. */
const plan: FuzzPlan = workerData;
const port = parentPort;
if (port === null) throw new Error('fuzzWorker.ts runs as a worker of runFuzz.ts');

const { readHeader, readDicomJson }: Pick<typeof dicomDoor, 'readHeader' | 'readDicomJson'> =
  plan.readerModule === null ? dicomDoor : await import(plan.readerModule);
const targets = await fuzzTargets(plan, { readHeader, readDicomJson, visitArchive });
const clock = new Float64Array(plan.clock);
setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

const answer = (report: WorkerReport): void => port.postMessage(report);

port.on('message', async (order: WorkerOrder) => {
  if (order.kind === 'measure-memory') {
    collectGarbage();
    const { heapUsed, rss, external } = process.memoryUsage();
    answer({ kind: 'memory', heapBytes: heapUsed + external, rssBytes: rss });
  } else answer(await checkChunk(order.from, order.to));
});

async function checkChunk(from: number, to: number): Promise<ChunkReport> {
  const outcomes: Record<string, number> = {};
  const faults: ChunkReport['faults'][number][] = [];
  let slowest = { index: from, ms: 0 };
  for (let index = from; index < to; index += 1) {
    const startedMs = Date.now();
    const started = performance.now();
    clock[0] = index;
    clock[1] = startedMs;
    const { outcome, fault } = await targets(index).check(index);
    const ms = performance.now() - started;
    if (ms > slowest.ms) slowest = { index, ms };
    outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
    if (fault !== null) faults.push({ index, ...fault, ...targets(index).input(index) });
  }
  clock[1] = 0;
  return { kind: 'chunk', from, to, outcomes, faults, slowest };
}
