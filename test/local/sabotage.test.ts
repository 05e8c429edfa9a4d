import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { paginateScan } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { seededRandom } from '../../bench/fuzz/random.ts';
import { demoSite } from '../../local/demoSite.ts';
import { sampleDrop } from '../../local/droppedFiles.ts';
import { readInbox } from '../../local/inbox.ts';
import { localClients } from '../../local/localClients.ts';
import { repositoryRoot } from '../../local/repositoryRoot.ts';
import { synthesize } from '../../local/synthesize.ts';

const kills = 3;
/** Also when a claim to a mail is seen: its lease of two minutes then has to run out, which takes minutes. */
const killsAtMail = process.env.SABOTAGE_MAIL === '1';
const objects = 90;
const seed = Number(process.env.SABOTAGE_SEED ?? Date.now() % 1_000_000);

let folder: string;
beforeAll(async () => {
  mkdirSync(join(repositoryRoot, '.local'), { recursive: true });
  folder = mkdtempSync(join(repositoryRoot, '.local', 'test-sabotage-'));
  await synthesize(join(folder, 'assembly'));
}, 240_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a stack that is killed in mid-run and started again ends as if nothing had happened', {
  timeout: 600_000,
}, async () => {
  console.log(`SABOTAGE_SEED=${seed}`);
  const random = seededRandom(seed, 1);
  // At so many items in the table, while it is being dropped and read; when its verdict is written and not yet told.
  const counts = Array.from({ length: kills }, () => 1 + random.below(objects)).sort((a, b) => a - b);
  const moments: readonly Moment[] = [...counts, 'verdict', ...(killsAtMail ? (['mail'] as const) : [])];
  const undisturbed = await run(join(folder, 'undisturbed'), []);
  const sabotaged = await run(join(folder, 'sabotaged'), moments);

  // The one window that mail cannot close: taken, and the sender killed before it wrote that down.
  const mails = killsAtMail ? expect.toSatisfy((count: number) => count === 1 || count === 2) : 1;
  expect({ seed, moments, ...sabotaged.end }).toEqual({ seed, moments, ...undisturbed.end, mails });
  expect(undisturbed.end).toMatchObject({ instances: objects, mails: 1, deadLetters: 0 });
  expect(sabotaged.starts).toBe(1 + moments.length);
});

/** After so many instances, at the first verdict, or at the first claim to a mail. */
type Moment = number | 'verdict' | 'mail';

type End = {
  readonly instances: number;
  readonly verdicts: readonly unknown[];
  readonly mails: number;
  readonly deadLetters: number;
};

/** Drops a study into a stack that is killed at these moments. */
async function run(state: string, moments: readonly Moment[]): Promise<{ readonly end: End; readonly starts: number }> {
  let stack = await start(state);
  let starts = 1;
  const { files } = await sampleDrop('follow-up-three-misses', { pixels: 'none' });
  const note = { expectedInstances: objects, indication: 'monitoring' };
  const toDrop = [
    { path: 'study.json', bytes: async () => new TextEncoder().encode(JSON.stringify(note)) },
    ...files.filter(({ path }) => path !== 'study.json').slice(0, objects),
  ];
  const dropping = (async () => {
    for (const { path, bytes } of toDrop) {
      const Body = await bytes();
      // A centre tries again until its upload is answered.
      for (;;) {
        const { clients, bucket } = stack;
        const Key = `incoming/${demoSite}/exam/${path}`;
        const done = await clients.s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body })).catch(() => null);
        if (done !== null) break;
        await sleep(50);
      }
    }
  })();
  for (const moment of moments) {
    while (!(await isReached(moment, stack))) await sleep(typeof moment === 'number' ? 20 : 2);
    stack.process.kill('SIGKILL');
    await once(stack.process, 'exit');
    stack = await start(state);
    starts += 1;
  }
  await dropping;
  const { deadLetters } = await untilQuiet(stack);
  const items = await itemsOf(stack);
  const verdicts = items
    .filter(({ sk }) => String(sk).startsWith('VERDICT#'))
    .map(({ inputDigest, outcome, previousOutcome, revision }) => ({
      inputDigest,
      outcome,
      previousOutcome,
      revision,
    }));
  const mails = await readInbox(stack.endpoints.inbox);
  const instances = (await recorded(stack)).length;
  stack.process.kill('SIGKILL');
  await once(stack.process, 'exit');
  return { end: { instances, verdicts, mails: mails.length, deadLetters }, starts };
}

type Running = Awaited<ReturnType<typeof start>>;

async function start(state: string) {
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, 'killableStack.ts'), join(folder, 'assembly'), state],
    {
      stdio: ['pipe', 'pipe', 'inherit'],
    },
  );
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const said = async () => JSON.parse(String((await lines.next()).value));
  const { endpoints, bucket, studies, deliveries } = await said();
  return {
    process: child as ChildProcess,
    endpoints,
    bucket,
    studies,
    deliveries,
    clients: localClients(endpoints),
    said,
  };
}

async function untilQuiet({ process: child, said }: Running): Promise<{ readonly deadLetters: number }> {
  for (;;) {
    child.stdin?.write('\n');
    const { underWay, deadLetters } = await said();
    if (underWay === 0) return { deadLetters };
    await sleep(200);
  }
}

async function isReached(moment: Moment, stack: Running): Promise<boolean> {
  if (typeof moment === 'number') return (await recorded(stack)).length >= moment;
  if (moment === 'mail') return (await itemsOf(stack, stack.deliveries)).length > 0;
  return (await itemsOf(stack)).some(({ sk }) => String(sk).startsWith('VERDICT#'));
}

async function recorded(stack: Running) {
  return (await itemsOf(stack)).filter(({ sk }) => String(sk).startsWith('INSTANCE#'));
}

async function itemsOf({ clients, studies }: Running, table = studies): Promise<readonly Record<string, unknown>[]> {
  const items: Record<string, unknown>[] = [];
  for await (const { Items = [] } of paginateScan({ client: clients.documents }, { TableName: table }))
    items.push(...Items);
  return items;
}
