import { seededRandom } from '../../bench/fuzz/random.ts';
import { differences, lateLooks, partsOfArchives, violations } from './invariants.ts';
import { judgedStudies } from './judgedStudies.ts';
import { bundleFunctions, type Mutation } from './model/bundledFunctions.ts';
import type { Written } from './model/cloud.ts';
import { realClients } from './model/container.ts';
import { deployed } from './model/deployed.ts';
import { anyWeather, fairWeather } from './model/weather.ts';
import { keptFromEveryone, quietWithoutReplay } from './quietReplays.ts';
import { type Product, type Run, runScenario } from './runScenario.ts';
import { anyScenario } from './scenario/anyScenario.ts';
import type { Scenario } from './scenario/scenario.ts';
import { isInTheWindow } from './whoIsTold.ts';

/** What one seed showed. */
export type Simulated = { readonly seed: number; readonly violations: readonly string[]; readonly counts: Counts };

export type Counts = Readonly<Record<CountName, number>>;
export const countNames = [
  'calls',
  'invocations',
  'studies',
  'revisions',
  'arrivals',
  'arrivals without a message',
  'mails',
  'mails in the window',
  'mails sent twice',
  'webhook calls',
  'webhook calls taken twice',
  'dead letters',
] as const;
export type CountName = (typeof countNames)[number];

export async function loadProduct(mutation: Mutation | null = null): Promise<Product> {
  return { functions: await bundleFunctions(mutation), clients: await realClients() };
}

/** One scenario in fair weather and in foul: both must keep what is promised, and end the same. */
export async function simulate(seed: number, product: Product): Promise<Simulated> {
  const scenario = anyScenario(seededRandom(seed, 1));
  const clean = await runScenario(scenario, () => fairWeather, seededRandom(seed, 2), product);
  const weather = (startMs: number) => anyWeather(seededRandom(seed, 3), startMs);
  const run = await runScenario(scenario, weather, seededRandom(seed, 4), product);
  const found = [
    ...violations(scenario, clean).map((violation) => `in fair weather: ${violation}`),
    ...lateLooks(scenario, clean).map((violation) => `in fair weather: ${violation}`),
    ...partsOfArchives(clean, 100).map((violation) => `in fair weather: ${violation}`),
    ...quietWithoutReplay(scenario, clean).map((violation) => `in fair weather: ${violation}`),
    ...violations(scenario, run),
    ...keptFromEveryone(run),
    ...differences(run, clean),
    ...(isWaitedFor(scenario, run) ? partsOfArchives(run, deployed.evaluate.timeoutSeconds * 1000) : []),
  ];
  return { seed, violations: found, counts: countsOf(run) };
}

/** An archive is waited for until the longest wait is over, or its message has died. */
function isWaitedFor({ capSeconds }: Scenario, { died }: Run): boolean {
  return capSeconds >= 14_400 && !died.some(({ queue }) => queue === 'intake');
}

function isArrival({ before, after }: Written): boolean {
  return after.arrivals !== before?.arrivals;
}

/** The study's next look was to come then, but for what clocks may differ. */
function mayRely({ after, atMs }: Written): boolean {
  return typeof after.nextLookMs === 'number' && after.nextLookMs > atMs + 10_000;
}

function countsOf({ cloud, died }: Run): Counts {
  const judged = judgedStudies(cloud);
  const addressed = cloud.mails.map(({ to, text }) => `${to} ${/\/r\/[\w-]+\/[\w-]+\/\d+/.exec(text)?.[0]}`);
  const taken = cloud.webhookCalls.filter((call) => call.taken).map(({ url, body }) => `${url} ${body}`);
  return {
    calls: cloud.calls(),
    invocations: cloud.invocations(),
    studies: judged.length,
    revisions: judged.reduce((sum, { verdicts }) => sum + verdicts.length, 0),
    arrivals: cloud.writes.filter(isArrival).length,
    'arrivals without a message': cloud.writes.filter((write) => isArrival(write) && mayRely(write)).length,
    mails: cloud.mails.length,
    'mails in the window': cloud.mails.filter(isInTheWindow).length,
    'mails sent twice': addressed.length - new Set(addressed).size,
    'webhook calls': cloud.webhookCalls.length,
    'webhook calls taken twice': taken.length - new Set(taken).size,
    'dead letters': died.length,
  };
}
