import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { mutants } from './mutants.ts';
import { type CountName, countNames, type Simulated } from './simulate.ts';
import type { SimulationTask } from './simulationWorker.ts';

/**
 * `npm run test:simulation`: ten thousand seeds, on two threads. Exit status 1 when a seed shows a violation, or, with
 * `--mutants`, when a change for the worse goes unnoticed.
 */
const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '10000' },
    from: { type: 'string', default: '0' },
    workers: { type: 'string', default: '2' },
    /** Breaks the product on purpose, one way after the other, and says which seed notices. */
    mutants: { type: 'boolean', default: false },
    /** Of these only the ones whose name has this in it. */
    only: { type: 'string', default: '' },
  },
});
const from = wholeNumber(values.from);
const to = from + wholeNumber(values.seeds);
const workers = wholeNumber(values.workers);

if (values.mutants) await runMutants();
else await runSeeds();

async function runSeeds(): Promise<void> {
  const started = performance.now();
  const totals = new Map<CountName, number>();
  let done = 0;
  const failed = await runOnThreads(null, ({ seed, violations, counts }) => {
    done += 1;
    for (const name of countNames) totals.set(name, (totals.get(name) ?? 0) + counts[name]);
    if (violations.length > 0) console.log(`\nFAILED seed ${seed}\n  ${violations.join('\n  ')}`);
    else if (done % 1000 === 0) console.error(`${done} of ${to - from} seeds`);
    return 'go-on';
  });
  const seconds = (performance.now() - started) / 1000;
  console.log(`${done} seeds from ${from} in ${seconds.toFixed(0)} s, ${failed.length} failed`);
  console.table(Object.fromEntries(totals));
  if (done !== to - from) {
    console.log(`${to - from - done} seeds were not run: a thread ended before its time`);
    process.exitCode = 1;
  }
  if (failed.length === 0) return;
  console.log(`replay one with: npm run test:simulation -- --seeds 1 --from ${failed[0]}`);
  process.exitCode = 1;
}

async function runMutants(): Promise<void> {
  for (const { name } of mutants.filter((one) => one.name.includes(values.only))) {
    const started = performance.now();
    const [seed, ...others] = await runOnThreads(name, ({ violations }) => (violations.length > 0 ? 'stop' : 'go-on'));
    const seconds = ((performance.now() - started) / 1000).toFixed(0);
    const first = Math.min(...[seed, ...others].filter((one) => one !== undefined));
    if (seed === undefined) process.exitCode = 1;
    console.log(seed === undefined ? `NOT NOTICED (${seconds} s): ${name}` : `seed ${first} (${seconds} s): ${name}`);
  }
}

/** The seeds that failed. */
async function runOnThreads(
  mutant: string | null,
  onSeed: (simulated: Simulated) => 'go-on' | 'stop',
): Promise<readonly number[]> {
  const failed: number[] = [];
  const stop = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const stopAll = () => Atomics.store(stop, 0, 1);
  const threads = Array.from({ length: workers }, (_, first) => {
    const task: SimulationTask = { mutant, from: from + first, to, step: workers, stop };
    return new Worker(new URL('./simulationWorker.ts', import.meta.url), { workerData: task });
  });
  await Promise.all(
    threads.map(
      (thread) =>
        new Promise<void>((resolve, reject) => {
          thread.on('message', (simulated: Simulated) => {
            if (simulated.violations.length > 0) failed.push(simulated.seed);
            if (onSeed(simulated) === 'stop') stopAll();
          });
          // At once: the thread's end, which follows, would settle it as if nothing had been.
          thread.on('error', (error) => {
            reject(error);
            stopAll();
          });
          thread.on('exit', () => resolve());
        }),
    ),
  );
  return failed.sort((one, other) => one - other);
}

function wholeNumber(text: string): number {
  const number = Number(text);
  if (Number.isSafeInteger(number) && number >= 0) return number;
  throw new Error(
    `"${text}" is no whole number. Usage: npm run test:simulation -- [--seeds N] [--from SEED] [--workers N] [--mutants [--only PART-OF-ITS-NAME]]`,
  );
}
