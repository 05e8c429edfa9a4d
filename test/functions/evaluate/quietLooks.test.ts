import { SendMessageCommand } from '@aws-sdk/client-sqs';
import type { Context } from 'aws-lambda';
import { beforeEach, expect, test } from 'vitest';
import { findProtocol, type Protocol } from '../../../core/protocol/index.ts';
import { clinicContactKey } from '../../../core/records/index.ts';
import { listing } from '../harness/bucketListing.ts';
import { tableNames } from '../harness/embeddedTables.ts';
import { evaluateAll, loadEvaluate, loadIngest, loadNotify } from '../harness/loadedFunctions.ts';
import { verdictsAmong } from '../harness/pipeline.ts';
import { pipelineOfTests } from '../harness/pipelineOfTests.ts';
import { created } from '../harness/queueMessages.ts';
import { mrFile, type SmallObject, uidsOf } from '../harness/smallObjects.ts';

const { pipeline, nameSite } = await pipelineOfTests();
const ingest = await loadIngest();
const evaluate = await loadEvaluate();
const notify = await loadNotify();
const { handler: backfillHandler } = await import('../../../functions/backfill/handler.ts');
let site: string;
beforeEach(async () => {
  site = nameSite();
  await registerOwn(1, ['brain.field-strength']);
  await pipeline.tables.put(tableNames.directory, { ...clinicContactKey(site, 1), email: 'mri@clinic.example' });
});

/** The site is judged by an edition of its own from now on. */
async function registerOwn(revision: number, ids: readonly string[]): Promise<void> {
  const edition = findProtocol('magnims-cmsc-naims-2024');
  const older = findProtocol('magnims-cmsc-naims-2021');
  if (edition === undefined || older === undefined) throw new Error('There are no such editions.');
  const requirements = [...edition.requirements, ...older.requirements].filter(
    ({ id }, index, all) => ids.includes(id) && all.findIndex((one) => one.id === id) === index,
  );
  const changelog = [1, 2, 3].slice(0, revision).map((one) => ({ revision: one, date: '2025-01-01', change: 'Ours.' }));
  const own: Protocol = { ...edition, id: 'our-site', territory: 'site', revision, requirements, changelog };
  await pipeline.registerOwn(site, own, { defaultIndication: 'diagnosis' });
}

const brain: SmallObject = { studyDate: '20251115', bodyPart: 'BRAIN' };
const cord: SmallObject = { ...uidsOf('1.2.4'), studyDate: '20251120', bodyPart: 'CSPINE' };
const brainOf2019: SmallObject = { ...uidsOf('1.2.2'), studyDate: '20190101', bodyPart: 'BRAIN' };

const keyOf = ({ study = '1.2.3', sop = 'a' }: SmallObject) => `incoming/${site}/${study}/${sop}`;

/** The centre sends an object. */
async function send(object: SmallObject, sequencer = '0055AED6DCD90281E5'): Promise<void> {
  const key = keyOf(object);
  pipeline.bucket.put(key, mrFile(object));
  expect(await ingest([created(pipeline.bucket, { key, sequencer })])).toEqual([]);
}

/** A backfill that nobody is to be told of reads an object. */
async function backfill(object: SmallObject): Promise<void> {
  const key = keyOf(object);
  pipeline.bucket.put(key, mrFile(object));
  const Items = listing(pipeline.bucket, [key]);
  const context = { getRemainingTimeInMillis: () => 300_000 } as Context;
  const left = await backfillHandler({ BatchInput: { site, bucket: 'studies', quiet: true }, Items }, context);
  expect(left.Items).toEqual([]);
}

/** As `ms-mri-check replay --go` asks for it. */
const replay = (quiet: { readonly quiet?: true } = {}) =>
  look(JSON.stringify({ site, studyInstanceUid: '1.2.3', arrival: 1, complete: false, ...quiet }));

const look = async (...bodies: readonly string[]) => expect(await evaluate(...bodies)).toEqual([]);

/** Has evaluate take what is sent to it until nothing is, and notify what came of that by the subscription's filter; how many mails. */
async function mailsOfAll(): Promise<number> {
  await evaluateAll(pipeline, evaluate);
  expect(await notify(...pipeline.heard())).toEqual([]);
  const mails = pipeline.mails().length;
  pipeline.reset();
  return mails;
}

const itemsOf = (study: string) => pipeline.studyItemsOf(site, study);

/** Of each revision: its outcome, the last one that was told before it, and whether anybody was to be told. */
async function told(study = '1.2.3') {
  return verdictsAmong(await itemsOf(study)).map(({ outcome, previousOutcome, quiet }) => [
    outcome,
    previousOutcome,
    quiet === true ? 'quiet' : 'aloud',
  ]);
}

test('a study that a clinic was told of is told of again after a backfill had it looked at', async () => {
  await send(brain);
  expect(await mailsOfAll()).toBe(1);
  await backfill(brainOf2019);
  expect(await mailsOfAll()).toBe(0);
  await registerOwn(2, ['brain.field-strength', 'brain.flair']);
  await replay();
  expect(await mailsOfAll()).toBe(1);
  expect(await told()).toEqual([
    ['compliant', null, 'aloud'],
    ['compliant', 'compliant', 'quiet'],
    ['cannot-tell', 'compliant', 'aloud'],
  ]);
});

test('what a quiet replay found is told with the next change, as a correction of what was told last', async () => {
  await send(brain);
  expect(await mailsOfAll()).toBe(1);
  await registerOwn(2, ['brain.field-strength', 'brain.flair']);
  await replay({ quiet: true });
  expect(await mailsOfAll()).toBe(0);
  await backfill(brainOf2019);
  expect(await mailsOfAll()).toBe(0);
  await send({ ...brainOf2019, sop: '1.2.2.1.2' });
  expect(await mailsOfAll()).toBe(2);
  expect(await told()).toEqual([
    ['compliant', null, 'aloud'],
    ['cannot-tell', 'compliant', 'quiet'],
    ['cannot-tell', 'compliant', 'quiet'],
    ['cannot-tell', 'compliant', 'aloud'],
  ]);
});

test('what a quiet replay found and the next change takes back is told to nobody', async () => {
  await send(brain);
  await mailsOfAll();
  await registerOwn(2, ['brain.field-strength', 'brain.flair']);
  await replay({ quiet: true });
  await registerOwn(3, ['brain.field-strength']);
  await replay();
  expect(await mailsOfAll()).toBe(0);
  expect(await told()).toEqual([
    ['compliant', null, 'aloud'],
    ['cannot-tell', 'compliant', 'quiet'],
    ['compliant', 'compliant', 'aloud'],
  ]);
});

test('a cord that is sent changes the verdict on a brain aloud, although the look before was quiet', async () => {
  await registerOwn(1, ['brain.field-strength', 'brain.with-cord']);
  await send(brain);
  expect(await mailsOfAll()).toBe(1);
  await backfill(brainOf2019);
  expect(await mailsOfAll()).toBe(0);
  await send(cord);
  expect(await mailsOfAll()).toBe(1);
  expect(await told()).toEqual([
    ['cannot-tell', null, 'aloud'],
    ['cannot-tell', 'cannot-tell', 'quiet'],
    ['compliant', 'cannot-tell', 'aloud'],
  ]);
});

test('a look after a quiet one that finds all as it was makes no revision', async () => {
  await send(brain);
  await registerOwn(2, ['brain.field-strength', 'brain.flair']);
  await mailsOfAll();
  await registerOwn(3, ['brain.field-strength']);
  await replay({ quiet: true });
  await replay();
  await replay();
  expect(await mailsOfAll()).toBe(0);
  expect(await told()).toEqual([
    ['cannot-tell', null, 'aloud'],
    ['compliant', 'cannot-tell', 'quiet'],
  ]);
});

test('a study that is sent once more after a quiet look is told of where its outcome is not the one that was told', async () => {
  await send(brain);
  await mailsOfAll();
  await registerOwn(2, ['brain.field-strength', 'brain.flair']);
  await replay({ quiet: true });
  await send(brain, '0055AED6DCD90281E6');
  expect(await mailsOfAll()).toBe(1);
  await send(brain, '0055AED6DCD90281E7');
  expect(await mailsOfAll()).toBe(0);
  expect(await told()).toEqual([
    ['compliant', null, 'aloud'],
    ['cannot-tell', 'compliant', 'quiet'],
    ['cannot-tell', 'compliant', 'aloud'],
  ]);
});

test('a study that is sent once more after a quiet look has no further revision where its outcome was told', async () => {
  await send(brain);
  await mailsOfAll();
  await registerOwn(2, ['brain.field-strength']);
  await replay({ quiet: true });
  await send(brain, '0055AED6DCD90281E6');
  expect(await mailsOfAll()).toBe(0);
  expect(await told()).toEqual([
    ['compliant', null, 'aloud'],
    ['compliant', 'compliant', 'quiet'],
  ]);
});

test('a study that a backfill alone brought stays quiet whatever has it looked at, until it is sent itself', async () => {
  await registerOwn(1, ['brain.field-strength', 'brain.with-cord']);
  await backfill(brain);
  expect(await mailsOfAll()).toBe(0);
  await send(cord);
  expect(await mailsOfAll()).toBe(0);
  await registerOwn(2, ['brain.field-strength', 'brain.flair']);
  await replay();
  expect(await mailsOfAll()).toBe(0);
  await send(brain);
  expect(await mailsOfAll()).toBe(1);
  expect(await told()).toEqual([
    ['cannot-tell', null, 'quiet'],
    ['compliant', null, 'quiet'],
    ['cannot-tell', null, 'quiet'],
    ['cannot-tell', null, 'aloud'],
  ]);
});

test('a study to which nothing applied is told of when something does, although a quiet look came between', async () => {
  await registerOwn(1, ['cord.with-brain']);
  await send(brain);
  await mailsOfAll();
  await registerOwn(2, ['cord.with-brain']);
  await replay({ quiet: true });
  await registerOwn(3, ['brain.field-strength']);
  await replay();
  expect(await mailsOfAll()).toBe(1);
  expect(await told()).toEqual([
    ['not-applicable', null, 'aloud'],
    ['not-applicable', null, 'quiet'],
    ['compliant', null, 'aloud'],
  ]);
});

test('others hear aloud of a verdict that was left unannounced, also where the next one is quiet', async () => {
  await send(brainOf2019);
  await send(brain);
  await mailsOfAll();
  const { study: studyInstanceUid } = brainOf2019;
  const message = { site, studyInstanceUid, arrival: 1, complete: false };
  await registerOwn(2, ['brain.field-strength']);
  pipeline.sqs.reset();
  pipeline.sqs.on(SendMessageCommand).rejectsOnce(new Error('no queue')).resolves({});
  expect(await evaluate(JSON.stringify(message))).toEqual(['0']);
  await registerOwn(3, ['brain.field-strength']);
  await look(JSON.stringify({ ...message, quiet: true }));
  expect(await told(studyInstanceUid)).toEqual([
    ['compliant', null, 'aloud'],
    ['compliant', 'compliant', 'aloud'],
    ['compliant', 'compliant', 'quiet'],
  ]);
  const { body = '' } = pipeline.settleMessages().at(-1) ?? {};
  expect(JSON.parse(body)).toEqual({ ...message, studyInstanceUid: '1.2.3', aloud: true });
});

test.each([
  'a quiet replay',
  'a backfill of it',
])('news of a cord is told of a brain once, although %s sees it first', async (meanwhile) => {
  await registerOwn(1, ['brain.field-strength', 'brain.with-cord']);
  await send(brain);
  expect(await mailsOfAll()).toBe(1);
  await send(cord);
  // The cord is judged, and has the brain looked at.
  await look(pipeline.settleMessages().at(-1)?.body ?? '');
  const ofTheBrain = pipeline.settleMessages().at(-1)?.body ?? '';
  expect(JSON.parse(ofTheBrain)).toMatchObject({ studyInstanceUid: '1.2.3', aloud: true });
  if (meanwhile === 'a quiet replay') await replay({ quiet: true });
  else await backfill({ ...brain, sop: '1.2.3.4.9' });
  await look(ofTheBrain, ofTheBrain);
  expect(await mailsOfAll()).toBe(1);
  const revisions = await told();
  expect(revisions.at(0)).toEqual(['cannot-tell', null, 'aloud']);
  expect(revisions.filter(([, , how]) => how === 'aloud').slice(1)).toEqual([['compliant', 'cannot-tell', 'aloud']]);
});

test('news of a cord makes nothing heard of a brain that only a backfill brought', async () => {
  await registerOwn(1, ['brain.field-strength', 'brain.with-cord']);
  await backfill(brain);
  expect(await mailsOfAll()).toBe(0);
  await send(cord);
  await mailsOfAll();
  expect((await told()).map(([, , how]) => how)).toEqual(['quiet', 'quiet']);
});
