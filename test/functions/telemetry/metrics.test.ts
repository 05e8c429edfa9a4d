import { GetObjectCommand } from '@aws-sdk/client-s3';
import { SESv2ServiceException, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { PublishCommand } from '@aws-sdk/client-sns';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { clinicContactKey, studyKey, webhookKey } from '../../../core/records/index.ts';
import { metricTable } from '../../../functions/telemetry/metricTable.ts';
import { file, zipOf } from '../../core/archive/packedArchives.ts';
import { tableNames } from '../harness/embeddedTables.ts';
import { hand, identitySecret } from '../harness/pipeline.ts';
import { pipelineOfTests } from '../harness/pipelineOfTests.ts';
import { created, lambdaContext } from '../harness/queueMessages.ts';
import { mrFile, patientFacts } from '../harness/smallObjects.ts';
import { type EmittedMetric, emittedMetrics } from './emittedMetrics.ts';

const { pipeline, nameSite, newSite, output } = await pipelineOfTests();
const handlers = {
  ingest: (await import('../../../functions/ingest/handler.ts')).handler,
  backfill: (await import('../../../functions/backfill/handler.ts')).handler,
  evaluate: (await import('../../../functions/evaluate/handler.ts')).handler,
  notify: (await import('../../../functions/notify/handler.ts')).handler,
  webhook: (await import('../../../functions/webhook/handler.ts')).handler,
};
/** Function → what all tests together saw it emit. */
const seen = new Map<string, EmittedMetric[]>();
let site: string;
beforeEach(async () => {
  site = await newSite();
  await pipeline.tables.put(tableNames.directory, { ...clinicContactKey(site, 1), email: 'mri@north.example' });
});

/** What a function emits while it does something. */
async function emitted(by: string, doing: () => Promise<unknown>): Promise<readonly EmittedMetric[]> {
  const before = output.text().length;
  await doing();
  const metrics = emittedMetrics(output.text().slice(before));
  seen.set(by, [...(seen.get(by) ?? []), ...metrics]);
  return metrics;
}
const counts = (metrics: readonly EmittedMetric[]) =>
  metrics.map(({ name, dimensions: { service, ...kinds }, value }) => [name, ...Object.values(kinds), value]);

const put = (name: string, bytes: Uint8Array | string) => pipeline.bucket.put(`incoming/${site}/${name}`, bytes);
const ingest = (...names: readonly string[]) =>
  hand(
    handlers.ingest,
    names.map((name) => created(pipeline.bucket, { key: `incoming/${site}/${name}`, time: new Date().toISOString() })),
  );
const messages = () => pipeline.settleMessages().map(({ body }, index) => ({ id: String(index), body }));
const evaluate = () => hand(handlers.evaluate, messages());
const notify = (tries = 1) =>
  hand(
    handlers.notify,
    pipeline.events().map(({ Message }, index) => ({ id: String(index), body: Message ?? '', tries })),
  );

describe('where it happens, ', () => {
  test('ingest counts objects, rejects by their reason, and objects of sites that nobody registered', async () => {
    put('a', mrFile());
    put('b', 'no DICOM');
    put('c', 'nor this');
    const taken = await emitted('ingest', () => ingest('a', 'b', 'c'));
    expect(counts(taken)).toEqual([
      ['ObjectsRejected', 'not-dicom', 2],
      ['ObjectsReceived', 3],
    ]);

    site = nameSite('stranger');
    put('a', mrFile());
    expect(counts(await emitted('ingest', () => ingest('a')))).toEqual([
      ['ObjectsRejected', 'unregistered-site', 1],
      ['ObjectsReceived', 1],
      ['UnregisteredSite', 1],
    ]);
  });

  test('ingest says for how long archives wait whose turn comes too late', async () => {
    put('slow', mrFile());
    put('a.zip', await zipOf([file('1', mrFile({ study: '1.2.4' }))]));
    vi.useFakeTimers({ now: Date.parse('2025-02-03T10:00:00Z'), toFake: ['Date'] });
    pipeline.bucket.whenRead((key) => {
      if (key.endsWith('slow')) vi.setSystemTime(Date.now() + 100_000);
    });
    const taken = await emitted('ingest', () => ingest('slow', 'a.zip'));
    expect(counts(taken)).toContainEqual(['ArchiveWait', expect.closeTo(100, 0)]);
  });

  test('ingest counts messages that come again', async () => {
    put('a', mrFile());
    pipeline.bucket.s3.on(GetObjectCommand).rejects(new Error('no answer'));
    expect(counts(await emitted('ingest', () => ingest('a')))).toContainEqual(['MessagesFailed', 1]);
  });

  test('a backfill counts objects and rejects', async () => {
    put('a', mrFile());
    put('b', 'no DICOM');
    const batch = {
      BatchInput: { site, bucket: 'studies', quiet: true },
      Items: [{ Key: `incoming/${site}/a` }, { Key: `incoming/${site}/b` }],
    };
    expect(counts(await emitted('backfill', () => handlers.backfill(batch, lambdaContext)))).toEqual([
      ['ObjectsRejected', 'not-dicom', 1],
      ['ObjectsReceived', 2],
    ]);
  });

  test('evaluate counts verdicts by their outcome, and how long each took from the last object', async () => {
    put('a', mrFile({ bodyPart: 'KNEE' }));
    await ingest('a');
    vi.useFakeTimers({ now: Date.now() + 130_000, toFake: ['Date'] });
    const judged = await emitted('evaluate', evaluate);
    expect(counts(judged)).toEqual([
      ['StudiesEvaluated', 'not-applicable', 1],
      ['VerdictAge', expect.any(Number)],
    ]);
    expect(judged[1]).toMatchObject({ unit: 'Seconds' });
    expect(Number(judged[1]?.value)).toBeGreaterThan(129);
    expect(Number(judged[1]?.value)).toBeLessThan(140);
    expect(await emitted('evaluate', evaluate)).toEqual([]);
  });

  test('a study that waited for announced objects in vain has no age that would say anything', async () => {
    put('study.json', '{"expectedInstances": 2}');
    put('a', mrFile());
    await ingest('study.json', 'a');
    vi.useFakeTimers({ now: Date.now() + 15_000_000, toFake: ['Date'] });
    expect((await emitted('evaluate', evaluate)).map(({ name }) => name)).toEqual(['StudiesEvaluated']);
  });

  test('evaluate counts messages that come again, and its log says of which study', async () => {
    put('a', mrFile({ bodyPart: 'BRAIN' }));
    await ingest('a');
    pipeline.sns.on(PublishCommand).rejects(new Error('no answer'));
    expect(counts(await emitted('evaluate', evaluate))).toEqual([['MessagesFailed', 1]]);
    expect(output.text()).toContain(`"studyKey":"${studyKey(identitySecret, site, '1.2.3')}"`);
  });

  test('notify counts what became of each contact', async () => {
    await pipeline.tables.put(tableNames.directory, { ...clinicContactKey(site, 2), email: 'Zzyzx' });
    put('a', mrFile({ bodyPart: 'BRAIN' }));
    await ingest('a');
    await evaluate();
    const refusal = { name: 'MessageRejected', $fault: 'client', message: 'no' } as const;
    const answering = (status: number) =>
      new SESv2ServiceException({ ...refusal, $metadata: { httpStatusCode: status } });
    pipeline.ses.on(SendEmailCommand).rejects(answering(400));
    const malformed = ['Deliveries', 'email', 'malformed-contact', 1];
    const failed = ['MessagesFailed', 1];
    const of = (result: string) => ['Deliveries', 'email', result, 1];
    expect(counts(await emitted('notify', () => notify()))).toEqual([malformed, of('refused'), failed]);
    pipeline.ses.on(SendEmailCommand).resolves({});
    expect(counts(await emitted('notify', () => notify()))).toEqual([malformed, of('sent'), failed]);
    expect(counts(await emitted('notify', () => notify()))).toEqual([malformed, of('already-sent'), failed]);
  });

  test('notify counts a service that does not answer, and the copy that finds it at work', async () => {
    put('a', mrFile({ bodyPart: 'BRAIN' }));
    await ingest('a');
    await evaluate();
    pipeline.ses.on(SendEmailCommand).rejects(new Error('no answer'));
    expect(counts(await emitted('notify', () => notify()))).toContainEqual(['Deliveries', 'email', 'failed', 1]);
    expect(counts(await emitted('notify', () => notify()))).toContainEqual(['Deliveries', 'email', 'in-progress', 1]);
  });

  test('notify counts a notice that fails for the fourth time', async () => {
    put('a', mrFile({ bodyPart: 'BRAIN' }));
    await ingest('a');
    await evaluate();
    pipeline.ses.on(SendEmailCommand).rejects(new Error('no answer'));
    const heldUp = ['NoticesHeldUp', 1];
    expect(counts(await emitted('notify', () => notify(3)))).not.toContainEqual(heldUp);
    expect(counts(await emitted('notify', () => notify(4)))).toContainEqual(heldUp);
    expect(counts(await emitted('notify', () => notify(5)))).not.toContainEqual(heldUp);
  });
});

describe('of a webhook', () => {
  test('what became of it is counted, unless it was removed, and how long it waited for its first try', async () => {
    const nobody = { ...webhookKey(site, 1), url: 'https://127.0.0.1/', salt: 'salt-of-a-webhook' };
    await pipeline.tables.put(tableNames.directory, nobody);
    put('a', mrFile({ bodyPart: 'BRAIN' }));
    await ingest('a');
    await evaluate();
    await notify();
    const queued = pipeline.webhookMessages().map((body, index) => ({ id: String(index), body, waitedMs: 2500 }));
    expect(counts(await emitted('webhook', () => hand(handlers.webhook, queued)))).toEqual([
      ['Deliveries', 'webhook', 'failed', 1],
      ['WebhookWait', 2.5],
      ['MessagesFailed', 1],
    ]);
    const later = queued.map((message) => ({ ...message, body: message.body.replace('#1', '#2'), tries: 2 }));
    expect(await emitted('webhook', () => hand(handlers.webhook, later))).toEqual([]);
  });
});

describe('of all that was emitted above, ', () => {
  test('each metric of each function was seen, and no other', () => {
    const names = [...seen].flatMap(([by, metrics]) => metrics.map(({ name }) => `${by} ${name}`));
    const listed = Object.entries(metricTable).flatMap(([name, { by }]) => by.map((one) => `${one} ${name}`));
    expect([...new Set(names)].toSorted()).toEqual(listed.toSorted());
  });

  test('each has the unit and the dimensions that the table says, with values that it lists', () => {
    for (const { name, namespace, unit, dimensions } of [...seen.values()].flat()) {
      const { service, ...kinds } = dimensions;
      const expected = Object.entries(metricTable).find(([listed]) => listed === name)?.[1];
      expect({ namespace, unit, service }).toEqual({ namespace: 'MsMriCheck', unit: expected?.unit, service: 'test' });
      const values: Readonly<Record<string, readonly string[]>> = expected?.dimensions ?? {};
      expect(Object.keys(kinds).toSorted()).toEqual(Object.keys(values).toSorted());
      for (const [dimension, value] of Object.entries(kinds)) expect(values[dimension]).toContain(value);
    }
  });

  test('nothing is of a patient, a study or a site', () => {
    const text = JSON.stringify([...seen.values()]);
    for (const fact of [...patientFacts, '1.2.3', 'site-', 'stranger', '@']) expect(text).not.toContain(fact);
  });
});

test('there are few combinations of dimensions: each is a metric that is paid for', () => {
  const combinations = Object.values(metricTable).map(({ by, dimensions }) =>
    Object.values(dimensions).reduce((product, values) => product * values.length, by.length),
  );
  expect(combinations.reduce((sum, count) => sum + count, 0)).toBeLessThan(120);
});
