import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Random, seededRandom } from '../../bench/fuzz/random.ts';
import { zippedStudy } from '../../bench/pipeline/benchStudy.ts';
import {
  archiveReadingPrefix,
  deliveryItemSchema,
  instanceSetPrefix,
  instancesIn,
  readReportPath,
  studyPk,
  verdictEventSchema,
} from '../../core/records/index.ts';
import { demoSite } from '../../local/demoSite.ts';
import { type DroppedFile, sampleDrop } from '../../local/droppedFiles.ts';
import { linksIn, readInbox } from '../../local/inbox.ts';
import { repositoryRoot } from '../../local/repositoryRoot.ts';
import { synthesize } from '../../local/synthesize.ts';
import { registerWebhook } from '../pipeline/registerWebhook.ts';
import { isSigned, startReceiver } from '../pipeline/webhookReceiver.ts';
import { type Item, type StackProcess, startStackProcess } from './stackProcess.ts';

/** Also when claims to a mail and to a webhook are seen: their leases of two minutes then have to run out. */
const killsAtClaims = process.env.SABOTAGE_MAIL === '1';
const objects = 90;
/** Ingest writes the first ten sets once it has read a thousand images, and is then killed before it has read the rest. */
const archived = 1900;
const firstSets = 10;
const seed = Number(process.env.SABOTAGE_SEED ?? Date.now() % 1_000_000);

const zip = zippedStudy({ instances: archived, number: 1, pixels: 'none' });
const zipPk = studyPk(demoSite, zip.studyInstanceUid);

let folder: string;
beforeAll(async () => {
  mkdirSync(join(repositoryRoot, '.local'), { recursive: true });
  folder = mkdtempSync(join(repositoryRoot, '.local', 'test-sabotage-'));
  await synthesize(join(folder, 'assembly'));
}, 240_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a stack that is killed in mid-run and started again ends as if nothing had happened', {
  timeout: 900_000,
}, async () => {
  console.log(`SABOTAGE_SEED=${seed}`);
  const moments = momentsFrom(seededRandom(seed, 1));
  const drops = { loose: await looseFiles(), zip: await read(zip.files) };
  const [undisturbed, sabotaged] = await Promise.all([
    run(join(folder, 'undisturbed'), [], drops),
    run(join(folder, 'sabotaged'), moments, drops),
  ]);

  const once = Object.fromEntries(undisturbed.end.studies.flatMap(toTell).map((what) => [what, 1]));
  expect(undisturbed.end).toMatchObject({
    studies: [
      { name: 'loose', instances: objects, verdicts: [{ revision: 1 }] },
      { name: 'zip', instances: archived, verdicts: [{ revision: 1 }] },
    ],
    told: once,
    events: 2,
    areSigned: true,
    deadLetters: 0,
  });
  // The one window that neither mail nor webhook can close: taken, and the sender killed before it wrote that down.
  const told = Object.fromEntries(
    Object.keys(once).map((what) => {
      const most = 1 + (sabotaged.killedClaims.get(what) ?? 0);
      return [what, expect.toSatisfy((times: number) => times >= 1 && times <= most, `told 1 to ${most} times`)];
    }),
  );
  expect({ seed, moments, ...sabotaged.end }).toEqual({ seed, moments, ...undisturbed.end, told });
  expect(sabotaged.starts).toBe(1 + moments.length);
});

/**
 * After so many loose instances; with so many sets written of an archive that is being read; when its study is counted, and it is not done with;
 * at the first verdict, which nobody was told of; at the first claim to a mail or to a webhook; when these claims are void, since a start
 * brings back at once what waits for that.
 */
type Moment = number | { readonly sets: number } | 'counted' | 'verdict' | 'email' | 'webhook' | 'leases over';

/** Four, before leases are waited for: what is in hand at each of five kills is a dead letter, and an archive is in hand for long. */
function momentsFrom(random: Random): readonly Moment[] {
  const count = () => 1 + random.below(objects);
  const archive = { sets: random.below(firstSets + 1) };
  if (killsAtClaims) return [archive, 'verdict', 'email', 'webhook', 'leases over'];
  const [first = 1, second = 1] = [count(), count()].sort((a, b) => a - b);
  const before = [
    [archive, first, second],
    [first, archive, second],
    [first, second, archive],
    [archive, 'counted', second],
    [first, archive, 'counted'],
  ] as const;
  return [...(before[random.below(before.length)] ?? before[0]), 'verdict'];
}

type StudyEnd = {
  readonly name: string;
  readonly instances: number;
  readonly items: number;
  readonly isRead: boolean;
  readonly verdicts: readonly VerdictEnd[];
};
type VerdictEnd = {
  readonly inputDigest: unknown;
  readonly outcome: unknown;
  readonly previousOutcome: unknown;
  readonly revision: unknown;
};
type End = {
  readonly studies: readonly StudyEnd[];
  /** How often, by channel, study and revision. */
  readonly told: Readonly<Record<string, number>>;
  /** Different bodies that were posted. */
  readonly events: number;
  readonly areSigned: boolean;
  readonly deadLetters: number;
};

type ReadFile = { readonly path: string; readonly bytes: Uint8Array };
type Drops = { readonly loose: readonly ReadFile[]; readonly zip: readonly ReadFile[] };

async function looseFiles(): Promise<readonly ReadFile[]> {
  const { files } = await sampleDrop('follow-up-three-misses', { pixels: 'none' });
  const images = files.filter(({ path }) => path !== 'study.json').slice(0, objects);
  const note = JSON.stringify({ expectedInstances: objects, indication: 'monitoring' });
  return [{ path: 'study.json', bytes: new TextEncoder().encode(note) }, ...(await read(images))];
}

function read(files: readonly DroppedFile[]): Promise<readonly ReadFile[]> {
  return Promise.all(files.map(async ({ path, bytes }) => ({ path, bytes: await bytes() })));
}

/** Drops two studies into a stack that is killed at these moments. */
async function run(state: string, moments: readonly Moment[], drops: Drops) {
  const receiver = await startReceiver();
  let stack = await startStackProcess(join(folder, 'assembly'), state);
  let starts = 1;
  const secret = await registerWebhook(stack.operatorEnvironment, demoSite, receiver.url);
  // A claim then stands until the kill: what is posted is not answered before.
  receiver.answer(!moments.includes('webhook'));
  /** A centre tries again until its upload is answered. */
  const drop = async (into: string, files: readonly ReadFile[]): Promise<void> => {
    for (const { path, bytes: Body } of files) {
      for (;;) {
        const { clients, bucket } = stack;
        const Key = `incoming/${demoSite}/${into}/${path}`;
        const done = await clients.s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body })).catch(() => null);
        if (done !== null) break;
        await sleep(50);
      }
    }
  };
  const dropping = drop('exam', drops.loose);
  if (!moments.some(isOfArchive)) await drop('export', drops.zip);
  const claims = new Map<string, string>();
  for (const moment of moments) {
    // Not before: the archive could be read to its end while another moment is waited for.
    if (isOfArchive(moment)) await drop('export', drops.zip);
    while (!(await isReached(moment, stack))) await sleep(typeof moment === 'number' ? 20 : 2);
    await stack.kill();
    if (moment === 'webhook') receiver.answer(true);
    stack = await startStackProcess(join(folder, 'assembly'), state);
    starts += 1;
    // At once: those of the killed stack stand for two minutes, and this one's functions are only being loaded.
    for (const { sk, pk, claim } of await standingClaims(stack)) claims.set(claim, `${pk} ${sk}`);
  }
  await dropping;
  const { deadLetters } = await stack.untilQuiet();
  const items = await stack.items();
  const studies = [studyEnd('loose', items), studyEnd('zip', items)];
  const nameOf = studyNames(items);
  const mailed = (await readInbox(stack.inbox)).map((mail) => {
    const [link = ''] = linksIn(mail);
    return telling('email', readReportPath(new URL(link).pathname), nameOf);
  });
  const posted = receiver.received.map(({ body }) =>
    telling('webhook', verdictEventSchema.parse(JSON.parse(body)), nameOf),
  );
  const told = timesEach([...mailed, ...posted]);
  const events = new Set(receiver.received.map(({ body }) => body)).size;
  const areSigned = receiver.received.every((one) => isSigned(one, secret));
  const killedClaims = timesEach([...claims.values()].map((key) => claimTelling(key, nameOf)));
  await stack.kill();
  await receiver.stop();
  const end: End = { studies, told: Object.fromEntries(told), events, areSigned, deadLetters };
  return { end, starts, killedClaims };
}

function isOfArchive(moment: Moment): moment is { readonly sets: number } {
  return typeof moment === 'object';
}

async function isReached(moment: Moment, stack: StackProcess): Promise<boolean> {
  if (typeof moment === 'number') return below('INSTANCE#', await stack.items()).length >= moment;
  if (isOfArchive(moment)) {
    const readings = await stack.itemsBelow(zipPk, archiveReadingPrefix);
    const sets = await stack.itemsBelow(zipPk, instanceSetPrefix);
    const isBeingRead = readings.some(({ untilMs }) => Number(untilMs) > Date.now());
    if (readings.length > 0 && !isBeingRead) throw new Error('The archive was read before the stack could be killed.');
    return isBeingRead && sets.length >= moment.sets;
  }
  if (moment === 'counted') return (await stack.itemsBelow(zipPk, 'STUDY')).length > 0;
  if (moment === 'verdict') return below('VERDICT#', await stack.items()).length > 0;
  const claimed = await standingClaims(stack);
  if (moment === 'leases over') return claimed.every(({ leaseUntilMs }) => leaseUntilMs <= Date.now());
  if (moment === 'webhook') return claimed.some(({ sk }) => sk.endsWith('#webhook'));
  return (await stack.deliveries()).some(({ sk }) => String(sk).endsWith('#email'));
}

async function standingClaims(stack: StackProcess) {
  return (await stack.deliveries())
    .map((item) => deliveryItemSchema.parse(item))
    .filter(({ status }) => status === 'claimed');
}

function below(prefix: string, items: readonly Item[]): readonly Item[] {
  return items.filter(({ sk }) => String(sk).startsWith(prefix));
}

function studyEnd(name: 'loose' | 'zip', all: readonly Item[]): StudyEnd {
  const items = all.filter(({ pk }) => String(pk).startsWith('STUDY#') && (pk === zipPk) === (name === 'zip'));
  const stored = below('INSTANCE', items);
  return {
    name,
    instances: instancesIn(stored).length,
    items: stored.length,
    isRead: below(archiveReadingPrefix, items).every(({ untilMs }) => Number(untilMs) <= Date.now()),
    verdicts: below('VERDICT#', items).map(({ inputDigest, outcome, previousOutcome, revision }) => ({
      inputDigest,
      outcome,
      previousOutcome,
      revision,
    })),
  };
}

/** Of each change of outcome the clinic and the webhook are told. */
function toTell({ name, verdicts }: StudyEnd): readonly string[] {
  return verdicts
    .filter(({ outcome, previousOutcome }) => outcome !== previousOutcome && outcome !== 'not-applicable')
    .flatMap(({ revision }) => ['email', 'webhook'].map((channel) => `${channel} ${name} ${revision}`));
}

/** Which study a key means: keys are made from a secret of each stack. */
function studyNames(items: readonly Item[]): (studyKey: string) => string {
  const studies = items.filter(({ pk, sk }) => sk === 'STUDY' && String(pk).startsWith('STUDY#'));
  const names = new Map(studies.map(({ pk, studyKey }) => [String(studyKey), pk === zipPk ? 'zip' : 'loose']));
  return (studyKey) => names.get(studyKey) ?? 'unknown';
}

function telling(
  channel: string,
  of: { readonly studyKey: string; readonly revision: number } | null,
  nameOf: (studyKey: string) => string,
): string {
  return `${channel} ${nameOf(of?.studyKey ?? '')} ${of?.revision}`;
}

function claimTelling(key: string, nameOf: (studyKey: string) => string): string {
  const [, studyKey = '', revision, channel = ''] = /#([^#]+) (\d+)#.*#(\w+)$/.exec(key) ?? [];
  return telling(channel, { studyKey, revision: Number(revision) }, nameOf);
}

function timesEach(names: readonly string[]): ReadonlyMap<string, number> {
  const times = new Map<string, number>();
  for (const name of names) times.set(name, (times.get(name) ?? 0) + 1);
  return times;
}
