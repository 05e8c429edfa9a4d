import type { Random } from '../../bench/fuzz/random.ts';
import { siteContacts } from '../../cli/siteContacts.ts';
import { webhookItems } from '../../cli/siteWebhooks.ts';
import {
  clinicContactKey,
  contactPk,
  type SettleMessage,
  siteItemKey,
  studyItemSchema,
  webhookKey,
} from '../../core/records/index.ts';
import type { BundledFunctions } from './model/bundledFunctions.ts';
import { type Cloud, cloud } from './model/cloud.ts';
import type { RealClients } from './model/container.ts';
import { NoRestError, virtualTime } from './model/virtualTime.ts';
import type { Weather } from './model/weather.ts';
import { contactEmail, upTo } from './scenario/audiences.ts';
import { bytesOf } from './scenario/content.ts';
import type { RegisteredAgain, Scenario } from './scenario/scenario.ts';
import { brokenWebhook, webhookSalt, webhookUrl } from './scenario/webhooks.ts';

export type Product = { readonly functions: BundledFunctions; readonly clients: RealClients };

/** How a run ended. */
export type Run = {
  readonly cloud: Cloud;
  readonly weather: Weather;
  /** All that was written to standard output and error. */
  readonly log: string;
  readonly cameToRest: boolean;
  /** Bodies of the dead letters before anyone sent them again. */
  readonly died: readonly DeadLetter[];
  /** Those that died once more. */
  readonly diedAgain: readonly DeadLetter[];
};
export type DeadLetter = { readonly queue: string; readonly body: string };

export const startMs = Date.UTC(2025, 2, 1, 8);

/** Lets a scenario happen to the system, until nothing happens any more; then sends the dead letters once again. */
export async function runScenario(
  scenario: Scenario,
  weatherFrom: (startMs: number) => Weather,
  random: Random,
  { functions, clients }: Product,
): Promise<Run> {
  const time = virtualTime(startMs);
  const { quietSeconds, capSeconds, slowestSetMs } = scenario;
  const weather: Weather = { ...weatherFrom(startMs), slowestSetMs };
  const system = cloud({ functions, clients, time, random, weather, quietSeconds, capSeconds });
  register(scenario, system);
  for (const { atMs, key, content } of scenario.drops) time.after(atMs, () => system.drop(key, bytesOf(content)));
  for (const body of scenario.unreadableMessages) time.after(0, () => system.queues.intake.send(body));
  for (const atMs of scenario.replaysAtMs) time.after(atMs, () => replayAll(system));
  for (const atMs of scenario.quietReplaysAtMs) time.after(atMs, () => replayAll(system, { quiet: true }));

  const { registeredAgain: again } = scenario;
  if (again !== null) time.after(again.atMs, () => registerAgain(again, system));

  const output = captureOutput();
  try {
    const cameToRest = await rest(time);
    const died = deadLetters(system);
    // The operator waits for the cause to be gone.
    const waitMs = Math.max(
      0,
      (weather.mailOutage?.untilMs ?? 0) - time.nowMs(),
      (weather.webhookOutage?.untilMs ?? 0) - time.nowMs(),
      weather.clearsUpMs - time.nowMs(),
    );
    if (died.length > 0) time.after(waitMs, () => redriveAll(system));
    const stayedAtRest = cameToRest && (await rest(time));
    return {
      cloud: system,
      weather,
      log: output.text(),
      cameToRest: stayedAtRest,
      died,
      diedAgain: deadLetters(system),
    };
  } finally {
    output.restore();
  }
}

/** What `ms-mri-check replay --go` sends, with `--quiet` or without. */
function replayAll({ tables, queues }: Cloud, quiet: Pick<SettleMessage, 'quiet'> = {}): void {
  for (const item of tables.Studies.items()) {
    if (item.sk !== 'STUDY' || !String(item.pk).startsWith('STUDY#')) continue;
    const { site, studyInstanceUid, arrivals } = studyItemSchema.parse(item);
    const message: SettleMessage = { site, studyInstanceUid, arrival: arrivals, complete: false, ...quiet };
    queues.settle.send(JSON.stringify(message));
  }
}

function redriveAll({ queues }: Cloud): void {
  for (const queue of Object.values(queues)) queue.redrive();
}

async function rest(time: ReturnType<typeof virtualTime>): Promise<boolean> {
  try {
    await time.runToRest();
    return true;
  } catch (error) {
    if (error instanceof NoRestError) return false;
    throw error;
  }
}

function register({ sites }: Scenario, { tables }: Cloud): void {
  for (const { site, contacts, malformedContact, webhooks, hasBrokenWebhook } of sites) {
    const name = `Centre ${site}`;
    tables.Directory.seed({ ...siteItemKey(site), site, name, defaultIndication: null, telling: 'never' });
    for (const number of upTo(contacts))
      tables.Directory.seed({ ...clinicContactKey(site, number), email: contactEmail(site, number) });
    for (const number of hasBrokenWebhook ? [...upTo(webhooks), brokenWebhook] : upTo(webhooks)) {
      const item = { ...webhookKey(site, number), url: webhookUrl(site, number), salt: webhookSalt(number) };
      tables.Directory.seed(item);
    }
    if (malformedContact) tables.Directory.seed({ ...clinicContactKey(site, 9), email: 'none' });
  }
}

/** What `ms-mri-check site add` does, with names that each run has alike. */
function registerAgain({ site, contacts, webhooks }: RegisteredAgain, { tables }: Cloud): void {
  let names = 0;
  const newName = () => {
    names += 1;
    return `later-${names}`;
  };
  const standing = tables.Directory.items().filter(({ pk }) => pk === contactPk(site));
  const emails = contacts.map((number) => contactEmail(site, number));
  const urls = webhooks.map((number) => webhookUrl(site, number));
  const wanted = [...siteContacts(site, emails, standing, newName), ...webhookItems(site, urls, standing, newName)];
  for (const item of wanted) {
    if (!standing.some(({ sk }) => sk === item.sk)) tables.Directory.seed(item);
  }
  for (const { pk, sk } of standing) {
    if (!wanted.some((item) => item.sk === sk)) tables.Directory.remove(String(pk), String(sk));
  }
}

function deadLetters({ queues }: Cloud): readonly DeadLetter[] {
  return Object.values(queues).flatMap((queue) => queue.deadLetters.map(({ body }) => ({ queue: queue.name, body })));
}

/** Loggers write to the process's streams, each through a console of its own. */
function captureOutput(): { text(): string; restore(): void } {
  const written: string[] = [];
  const streams = [process.stdout, process.stderr];
  const originals = streams.map((stream) => stream.write);
  for (const stream of streams)
    stream.write = (chunk: unknown) => {
      written.push(String(chunk));
      return true;
    };
  return {
    text: () => written.join(''),
    restore: () => {
      streams.forEach((stream, index) => {
        const original = originals[index];
        if (original !== undefined) stream.write = original;
      });
    },
  };
}
