import { randomBytes } from 'node:crypto';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { beforeEach, expect, test, vi } from 'vitest';
import { instancesIn, objectKeyDigest } from '../../../core/records/index.ts';
import { file, tarOf, tgzOf, zipOf } from '../../core/archive/packedArchives.ts';
import { loadEvaluate } from '../harness/loadedFunctions.ts';
import { hand } from '../harness/pipeline.ts';
import { pipelineOfTests } from '../harness/pipelineOfTests.ts';
import { created, type Delivery } from '../harness/queueMessages.ts';
import { mrFile, uidsOf } from '../harness/smallObjects.ts';

const { pipeline, newSite, output } = await pipelineOfTests();
const evaluate = await loadEvaluate();
const { handler } = await import('../../../functions/ingest/handler.ts');
const runMs = 300_000;
const hiddenMs = 1_800_000;
const marginMs = 60_000;
const startMs = Date.parse('2025-02-03T10:00:00Z');
let site: string;
beforeEach(async () => {
  site = await newSite('slow');
  vi.useFakeTimers({ now: startMs, toFake: ['Date'] });
});

function ingest(deliveries: readonly Delivery[]): Promise<readonly string[]> {
  const endsMs = Date.now() + runMs;
  const getRemainingTimeInMillis = () => endsMs - Date.now();
  return hand((event, context) => handler(event, { ...context, getRemainingTimeInMillis }), deliveries);
}

const drop = (key: string, bytes: Uint8Array | string): Delivery => {
  pipeline.bucket.put(`incoming/${site}/${key}`, bytes);
  return created(pipeline.bucket, { key: `incoming/${site}/${key}` });
};
const image = (study: string, number = 1) => mrFile(uidsOf(study, number));
const images = (study: string, count = 4) =>
  Array.from({ length: count }, (_, index) => file(`IM${index + 1}`, image(study, index + 1)));
const items = () => pipeline.itemsOf(site);
const rejects = async () => (await items()).filter(({ sk }) => String(sk).startsWith('REJECT#'));
const instancesOf = async (study: string) => instancesIn(await pipeline.studyItemsOf(site, study)).length;
const looks = () => pipeline.settleMessages().map(({ body }) => JSON.parse(body).studyInstanceUid);
const pass = (ms: number) => vi.setSystemTime(Date.now() + ms);
/** Has time pass with each read of an object but the first, which says what it is. */
function slowReads(msOf: (name: string, read: number) => number): Map<string, number> {
  const reads = new Map<string, number>();
  pipeline.bucket.whenRead((key) => {
    const name = key.slice(`incoming/${site}/`.length);
    const read = (reads.get(name) ?? 0) + 1;
    reads.set(name, read);
    pass(msOf(name, read));
  });
  return reads;
}

test('an archive that is not read within a whole run is too much for one, and recorded with what was read', async () => {
  const archive = drop('exam/a.tar', await tarOf([...images('1.2.3'), file('raw.dat', randomBytes(4_000_000))]));
  slowReads((_, read) => (read > 3 ? runMs : 0));
  expect(await ingest([archive])).toEqual([]);
  expect(await rejects()).toMatchObject([
    {
      code: 'archive-limit',
      reason: expect.stringMatching(/^After \d+ files the time for one archive was over: split/),
    },
  ]);
});

test('a large file in a tar.gz does not keep the time from being over', async () => {
  const archive = drop('a.tgz', await tgzOf([...images('1.2.3'), file('raw.dat', randomBytes(40_000_000))]));
  const reads = slowReads((_, read) => (read > 4 ? runMs : 0));
  expect(await ingest([archive])).toEqual([]);
  expect(reads.get('a.tgz')).toBeLessThan(10);
  expect(await rejects()).toMatchObject([{ code: 'archive-limit' }]);
  expect(await instancesOf('1.2.3')).toBe(4);
  expect(looks()).toEqual(['1.2.3']);
});

test('an archive that would have no nearly whole run is not begun, but sent once more by itself', async () => {
  const archives = [
    drop('a.zip', await zipOf(images('1.2.3'))),
    drop('b ü+.zip', await zipOf(images('1.2.4'))),
    drop('c.zip', await zipOf(images('1.2.5'))),
  ];
  const reads = slowReads((name, read) => (name === 'a.zip' && read === 2 ? 90_000 : 0));
  expect(await ingest(archives)).toEqual([]);
  expect(await rejects()).toEqual([]);
  expect([await instancesOf('1.2.3'), await instancesOf('1.2.4')]).toEqual([4, 0]);
  expect([reads.get('b ü+.zip'), reads.get('c.zip')]).toEqual([1, 1]);
  // Not all at once: they would meet in one batch again.
  expect(pipeline.sentAgain().map(({ delay }) => delay)).toEqual([0, 2]);
  expect(output.text()).toContain('"sentAgain":2');
  pipeline.bucket.whenRead(() => undefined);
  for (const message of pipeline.sentAgain()) expect(await ingest([message])).toEqual([]);
  expect([await instancesOf('1.2.4'), await instancesOf('1.2.5')]).toEqual([4, 4]);
  const studies = (await items()).filter(({ pk, sk }) => String(pk).startsWith('STUDY#') && sk === 'STUDY');
  expect(studies.map(({ firstArrivalMs }) => firstArrivalMs)).toEqual([startMs, startMs, startMs]);
});

test('an archive behind objects that took the time is sent once more too', async () => {
  const object = drop('slow', image('1.2.5'));
  const archive = drop('a.zip', await zipOf(images('1.2.3')));
  slowReads((name) => (name === 'slow' ? 100_000 : 0));
  expect(await ingest([object, archive])).toEqual([]);
  expect(await rejects()).toEqual([]);
  expect(looks()).toEqual(['1.2.5']);
  expect(pipeline.sentAgain()).toHaveLength(1);
});

test('those that were sent more often come first', async () => {
  const archives = [drop('a.zip', await zipOf(images('1.2.3'))), drop('b.zip', await zipOf(images('1.2.4')))];
  slowReads((name, read) => (name === 'a.zip' && read === 2 ? 90_000 : 0));
  await ingest(archives);
  const [again] = pipeline.sentAgain();
  if (again === undefined) throw new Error('Nothing was sent again.');
  pipeline.reset();
  slowReads((_, read) => (read === 2 ? 90_000 : 0));
  expect(await ingest([drop('c.zip', await zipOf(images('1.2.5'))), again])).toEqual([]);
  expect([await instancesOf('1.2.4'), await instancesOf('1.2.5')]).toEqual([4, 0]);
});

test('one that was received before comes first: it may be half read', async () => {
  const fresh = drop('a.zip', await zipOf(images('1.2.3')));
  const again = { ...drop('b.zip', await zipOf(images('1.2.4'))), tries: 2 };
  slowReads((_, read) => (read === 2 ? 90_000 : 0));
  expect(await ingest([fresh, again])).toEqual([]);
  expect([await instancesOf('1.2.3'), await instancesOf('1.2.4')]).toEqual([0, 4]);
});

test('each sending waits for longer, a quarter of an hour at most', async () => {
  const archive = drop('a.zip', await zipOf(images('1.2.3')));
  const object = drop('slow', image('1.2.5'));
  const delays: unknown[] = [];
  for (let waiting = archive; delays.length < 18; ) {
    slowReads((name) => (name === 'slow' ? 100_000 : 0));
    expect(await ingest([object, waiting])).toEqual([]);
    const [sent] = pipeline.sentAgain();
    if (sent === undefined) throw new Error('It was not sent again.');
    waiting = sent;
    delays.push(sent.delay);
    pipeline.reset();
  }
  expect(delays).toEqual([...Array.from({ length: 16 }, (_, index) => 60 * index), 900, 900]);
});

test('an archive that is deleted while it is read leaves what was written of it, and what is wrong', async () => {
  const raw = (name: string) => file(name, randomBytes(4_000_000));
  // A thousand images wait for each other before the first is written.
  const files = [...images('1.2.3', 1000), raw('a.dat'), ...images('1.2.3'), raw('b.dat'), ...images('1.2.4')];
  const archive = drop('exam/a.tar', await tarOf(files));
  pipeline.bucket.whenRead((_, start) => {
    if (start > 5_000_000) pipeline.bucket.delete(`incoming/${site}/exam/a.tar`);
  });
  expect(await ingest([archive])).toEqual([]);
  expect([await instancesOf('1.2.3'), await instancesOf('1.2.4')]).toEqual([1000, 0]);
  const lost = { pk: `STUDY#${site}#1.2.3`, code: 'unreadable', reason: expect.stringContaining('drop it again') };
  expect((await rejects()).filter(({ code }) => code !== 'not-dicom')).toMatchObject([lost]);
  expect(looks()).toEqual(['1.2.3']);
});

test('forty archives of 40 seconds are all read, however their messages meet', async () => {
  const waiting: Delivery[] = [];
  for (let number = 1; number <= 40; number += 1)
    waiting.push(drop(`${number}.tar`, await tarOf(images(`1.2.${number + 10}`))));
  for (let runs = 0; waiting.length > 0 && runs < 60; runs += 1) {
    slowReads((_, read) => (read === 2 ? 40_000 : 0));
    expect(await ingest(waiting.splice(0))).toEqual([]);
    waiting.push(...pipeline.sentAgain());
    pipeline.reset();
  }
  expect(waiting).toEqual([]);
  expect((await items()).filter(({ sk }) => sk === 'STUDY')).toHaveLength(2 * 40);
  expect(await rejects()).toEqual([]);
}, 60_000);

test('an archive whose message cannot be sent once more comes again as it is, and so does one that was sent a hundred times', async () => {
  const archives = [drop('a.zip', await zipOf(images('1.2.3'))), drop('b.zip', await zipOf(images('1.2.4')))];
  slowReads((name, read) => (name === 'a.zip' && read === 2 ? 90_000 : 0));
  pipeline.sqs.on(SendMessageCommand, { QueueUrl: 'https://sqs.test/intake' }).rejects(new Error('down'));
  expect(await ingest(archives)).toEqual([archives[1]?.id]);
  pipeline.reset();
  const worn = { id: 'worn', body: JSON.stringify({ ...JSON.parse(archives[1]?.body ?? ''), sentAgain: 100 }) };
  const object = drop('slow', image('1.2.5'));
  slowReads((name) => (name === 'slow' ? 100_000 : 0));
  expect(await ingest([object, worn])).toEqual([worn.id]);
  expect(pipeline.sentAgain()).toEqual([]);
});

test('objects whose turn comes when the run is over come again', async () => {
  const objects = Array.from({ length: 20 }, (_, index) => drop(`IM${index}`, image('1.2.3', index + 1)));
  slowReads(() => 50_000);
  const failed = await ingest(objects);
  expect(failed.length).toBeGreaterThan(0);
  expect(await instancesOf('1.2.3')).toBe(objects.length - failed.length);
  pipeline.bucket.whenRead(() => undefined);
  expect(await ingest(objects)).toEqual([]);
  expect(await instancesOf('1.2.3')).toBe(objects.length);
});

test('the studies of objects are settled before an archive of their batch is read', async () => {
  const archive = drop('a.zip', await zipOf(images('1.2.3')));
  const object = drop('IM1', image('1.2.4'));
  const seen: (readonly string[])[] = [];
  const reads = new Map<string, number>();
  pipeline.bucket.whenRead((key) => {
    reads.set(key, (reads.get(key) ?? 0) + 1);
    if (key.endsWith('a.zip') && (reads.get(key) ?? 0) > 1) seen.push(looks());
  });
  await ingest([archive, object]);
  expect(seen.length).toBeGreaterThan(0);
  expect(seen.every((looked) => looked.join() === '1.2.4')).toBe(true);
  expect(looks()).toEqual(['1.2.4', '1.2.3']);
});

test('while an archive is read its study says until when it may be, and afterwards when it was', async () => {
  // So many, and so far apart, that the first are written before the last are read.
  const behind = file('raw.dat', randomBytes(30_000_000));
  const archive = drop('a.tar', await tarOf([...images('1.2.3', 1_000), behind, file('last', image('1.2.3', 1_001))]));
  const sk = `READING#${objectKeyDigest(`incoming/${site}/a.tar`)}#${'1'.padStart(40, '0')}`;
  const reading = async () => (await items()).find((item) => item.sk === sk)?.untilMs;
  const seen = new Map<number, unknown>();
  pipeline.bucket.whenRead(async (_, start) => {
    pass(10);
    // What lies behind the large file is answered once something before it is written.
    while (start > 30_000_000 && (await instancesOf('1.2.3')) === 0)
      await new Promise((resolve) => setTimeout(resolve, 20));
    seen.set(await instancesOf('1.2.3'), await reading());
  });
  expect(await ingest([archive])).toEqual([]);
  expect([...seen.keys()].some((count) => count > 0)).toBe(true);
  const triedAgainMs = startMs + runMs + hiddenMs + marginMs;
  for (const [count, untilMs] of seen) expect([count, untilMs]).toEqual([count, count > 0 ? triedAgainMs : untilMs]);
  // Over before the run was; a read ahead that nobody waited for may have let time pass since.
  const over = Number(await reading());
  expect([over > startMs, over <= Date.now(), over < startMs + runMs]).toEqual([true, true, true]);
}, 60_000);

/** An archive of 1,500 images that cannot be read any more once the first thousand are written. */
async function halfRead(): Promise<Delivery> {
  const all = images('1.2.3', 1_500);
  const behind = file('raw.dat', randomBytes(30_000_000));
  const archive = drop('exam/b.tar', await tarOf([...all.slice(0, 1_000), behind, ...all.slice(1_000)]));
  pipeline.bucket.whenRead(async (_, start) => {
    if (start < 30_000_000) return;
    while ((await instancesOf('1.2.3')) < 1_000) await new Promise((resolve) => setTimeout(resolve, 20));
    throw new Error('S3 does not answer.');
  });
  return archive;
}
const verdictsOf = async (study: string) =>
  (await items()).filter(({ pk, sk }) => pk === `STUDY#${site}#${study}` && String(sk).startsWith('VERDICT#'));
const looksOf = (study: string) =>
  pipeline.settleMessages().filter(({ body }) => JSON.parse(body).studyInstanceUid === study);
/** Looks at a study whenever a look is due, until none is to come. */
async function lookUntilJudged(study: string): Promise<readonly (readonly [number | null, number])[]> {
  const seen: (readonly [number | null, number])[] = [];
  for (let next = looksOf(study)[0]; next !== undefined; next = looksOf(study)[seen.length]) {
    pass((next.delay ?? 120) * 1000);
    expect(await evaluate(next.body)).toEqual([]);
    seen.push([next.delay, (await verdictsOf(study)).length]);
  }
  return seen;
}

test('a study is not judged by a part of an archive that comes again, but when that was read to its end', async () => {
  const archive = await halfRead();
  const loose = drop('exam/loose', image('1.2.3', 5_000));
  expect(await ingest([loose, archive])).toEqual([archive.id]);
  expect(await instancesOf('1.2.3')).toBe(1_001);
  pass(120_000);
  await evaluate(looksOf('1.2.3')[0]?.body ?? '');
  expect([await verdictsOf('1.2.3'), looksOf('1.2.3').at(-1)?.delay]).toEqual([[], 900]);
  pipeline.bucket.whenRead(() => undefined);
  expect(await ingest([archive])).toEqual([]);
  await evaluate(looksOf('1.2.3').at(-1)?.body ?? '');
  pass(120_000);
  await evaluate(looksOf('1.2.3').at(-1)?.body ?? '');
  expect(await verdictsOf('1.2.3')).toHaveLength(1);
  expect((await items()).find(({ pk, sk }) => pk === `STUDY#${site}#1.2.3` && sk === 'STUDY')?.instances).toBe(1_501);
}, 120_000);

test('a study whose archive never comes again is looked at until that would have been read, and is judged then', async () => {
  const archive = await halfRead();
  await ingest([drop('exam/loose', image('1.2.3', 5_000)), archive]);
  expect(await lookUntilJudged('1.2.3')).toEqual([
    [120, 0],
    [900, 0],
    [900, 0],
    [expect.any(Number), 1],
  ]);
  expect(Date.now()).toBe(startMs + runMs + hiddenMs + marginMs);
}, 120_000);

test('an archive that is replaced while it is read is waited for no longer: the other one has an event of its own', async () => {
  const archive = await halfRead();
  pipeline.bucket.whenRead(async (key, start) => {
    if (start < 30_000_000) return;
    while ((await instancesOf('1.2.3')) < 1_000) await new Promise((resolve) => setTimeout(resolve, 20));
    pipeline.bucket.put(key, await tarOf(images('1.2.3')));
    // What was asked for before is answered all the same.
    pipeline.bucket.whenRead(() => undefined);
  });
  expect(await ingest([archive])).toEqual([]);
  expect((await items()).find(({ sk }) => String(sk).startsWith('READING#'))?.untilMs).toBe(startMs);
}, 60_000);

test('a study that lies in thousands of folders is settled', async () => {
  const files = Array.from({ length: 3_000 }, (_, index) => file(`d${index}/IM`, image('1.2.3', index + 1)));
  const archive = drop('a.tar', await tarOf(files));
  vi.useRealTimers();
  expect(await ingest([archive])).toEqual([]);
  expect(await instancesOf('1.2.3')).toBe(3_000);
  expect(looks()).toEqual(['1.2.3']);
}, 120_000);
