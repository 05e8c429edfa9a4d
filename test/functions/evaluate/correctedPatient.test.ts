import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { beforeEach, expect, test } from 'vitest';
import { storedReport } from '../../../core/records/index.ts';
import { tableNames } from '../harness/embeddedTables.ts';
import { evaluateAll, loadEvaluate, loadIngest } from '../harness/loadedFunctions.ts';
import { verdictsAmong } from '../harness/pipeline.ts';
import { pipelineOfTests } from '../harness/pipelineOfTests.ts';
import { created } from '../harness/queueMessages.ts';
import { mrFile, type SmallObject, uidsOf } from '../harness/smallObjects.ts';

const { pipeline, newSite } = await pipelineOfTests();
const ingest = await loadIngest();
const evaluate = await loadEvaluate();
let site: string;
beforeEach(async () => {
  site = await newSite('site', { defaultIndication: 'diagnosis' });
});

const brain: SmallObject = { studyDate: '20251115', bodyPart: 'BRAIN', patientId: 'X' };
const cord: SmallObject = { ...uidsOf('1.2.4'), studyDate: '20251120', bodyPart: 'CSPINE', patientId: 'X' };
const earlierBrain: SmallObject = { ...uidsOf('1.2.2'), studyDate: '20241115', bodyPart: 'BRAIN', patientId: 'X' };

let dropped = 0;
/** Drops the one object of a study, or another in its place, takes it in, and answers the settle message that came of it. */
async function drop(object: SmallObject): Promise<string> {
  dropped += 1;
  const key = `incoming/${site}/${object.study ?? '1.2.3'}/a`;
  pipeline.bucket.put(key, mrFile(object));
  const sequencer = String(dropped).padStart(4, '0');
  expect(await ingest([created(pipeline.bucket, { key, sequencer })])).toEqual([]);
  return pipeline.settleMessages().at(-1)?.body ?? '';
}

/** Drops it, and has evaluate take all that is sent because of it. */
async function judge(object: SmallObject): Promise<void> {
  pipeline.reset();
  await drop(object);
  await evaluateAll(pipeline, evaluate);
}

const lookedAt = () => pipeline.settleMessages().map(({ body }) => JSON.parse(body).studyInstanceUid);
const itemsOf = (study: string) => pipeline.studyItemsOf(site, study);
const reportsOf = async (study: string) =>
  verdictsAmong(await itemsOf(study)).map((verdict) => storedReport(verdict).studies[0]);

/** Of each verdict on the brain, whether the cord was imaged too. */
const withCord = async (study = '1.2.3') =>
  (await reportsOf(study)).map(
    (report) =>
      report?.verdicts?.flatMap(({ requirements }) => requirements).find(({ id }) => id === 'brain.with-cord')?.status,
  );
/** What each verdict on the brain compares it with. */
const comparedWith = async () =>
  (await reportsOf('1.2.3')).map((report) => report?.comparison?.priorStudyInstanceUid ?? null);
const knownByNow = async (study: string) => {
  const item = (await itemsOf(study)).find(({ sk }) => sk === 'STUDY');
  return item?.patientPk === item?.patientPkTold && item?.studyDate === item?.studyDateTold;
};

test.each([
  ['of another patient', { patientId: 'Y' }],
  ['more than 90 days away', { studyDate: '20260301' }],
])('a cord that turns out to be %s counts no more', async (_, differing) => {
  await judge(cord);
  await judge(brain);
  await judge({ ...cord, ...differing });
  expect(await withCord()).toEqual(['met', 'cannot-tell']);
  expect(await knownByNow('1.2.4')).toBe(true);
});

test('a cord that turns out to be a patient’s counts for the brain that was there', async () => {
  await judge(brain);
  await judge({ ...cord, patientId: 'Y' });
  await judge(cord);
  expect(await withCord()).toEqual(['cannot-tell', 'met']);
});

test('a cord that turns out to be another patient’s counts for that one instead', async () => {
  const other = { ...brain, study: '1.2.5', series: '1.2.5.1', sop: '1.2.5.1.1', patientId: 'Y' };
  await judge(brain);
  await judge(other);
  await judge(cord);
  await judge({ ...cord, patientId: 'Y' });
  expect([await withCord(), await withCord('1.2.5')]).toEqual([
    ['cannot-tell', 'met', 'cannot-tell'],
    ['cannot-tell', 'met'],
  ]);
});

test.each([
  ['of another patient', { patientId: 'Y' }],
  ['of a later day', { studyDate: '20251116' }],
])('an earlier study that turns out to be %s is compared with no more', async (_, differing) => {
  await judge(earlierBrain);
  await judge(brain);
  await judge({ ...earlierBrain, ...differing });
  expect(await comparedWith()).toEqual(['1.2.2', null]);
  expect(await knownByNow('1.2.2')).toBe(true);
});

test('a study that turns out to be a patient’s is compared with', async () => {
  await judge(brain);
  await judge({ ...earlierBrain, patientId: 'Y' });
  await judge(earlierBrain);
  expect(await comparedWith()).toEqual([null, '1.2.2']);
});

test.each([
  ['patient', { patientId: '' }],
  ['day', { studyDate: '' }],
])('what came without a %s, and is sent again with it, counts for the brain that was there', async (_, lacking) => {
  await judge(brain);
  await judge({ ...cord, ...lacking });
  await judge({ ...earlierBrain, ...lacking });
  expect([await withCord(), await comparedWith()]).toEqual([['cannot-tell'], [null]]);
  await judge(cord);
  await judge(earlierBrain);
  expect([await withCord(), await comparedWith()]).toEqual([
    ['cannot-tell', 'met', 'met'],
    [null, null, '1.2.2'],
  ]);
});

test('the others of a patient hear of a correction once', async () => {
  await judge(cord);
  await judge(brain);
  const corrected = { ...cord, patientId: 'Y' };
  await judge(corrected);
  expect(lookedAt()).toEqual(['1.2.4', '1.2.3']);
  await judge(corrected);
  expect(lookedAt()).toEqual(['1.2.4']);
});

test.each([1, 2])('the others hear of it with the next try where telling failed at message %i', async (failing) => {
  const orbit = { ...brain, study: '1.2.6', series: '1.2.6.1', sop: '1.2.6.1.1', studyDate: '20251201' };
  await judge(cord);
  await judge(brain);
  await judge(orbit);
  const message = await drop({ ...cord, patientId: 'Y' });
  pipeline.sqs.reset();
  let sent = 0;
  pipeline.sqs.on(SendMessageCommand).callsFake(() => {
    sent += 1;
    if (sent === failing) throw new Error('no queue');
    return {};
  });
  expect(await evaluate(message)).toEqual(['0']);
  expect(await knownByNow('1.2.4')).toBe(false);
  expect(await evaluate(message)).toEqual([]);
  await evaluateAll(pipeline, evaluate);
  expect([await withCord(), await withCord('1.2.6')]).toEqual([
    ['met', 'cannot-tell'],
    ['met', 'cannot-tell'],
  ]);
  expect(await knownByNow('1.2.4')).toBe(true);
});

test('a study that is corrected once more while others are told is not known by what it was then', async () => {
  await judge(brain);
  await judge(cord);
  const { studyVerdicts } = await import('../../../functions/tables/studyVerdicts.ts');
  const { documents } = pipeline.tables;
  const verdicts = studyVerdicts(documents, tableNames.studies);
  await drop({ ...cord, patientId: 'Y' });
  const study = await verdicts.readStudy(site, '1.2.4');
  if (study === null) throw new Error('There is no study.');
  await drop({ ...cord, patientId: 'Z' });
  await verdicts.recordKnownAs(study);
  expect(await knownByNow('1.2.4')).toBe(false);
  await evaluateAll(pipeline, evaluate);
  expect(await knownByNow('1.2.4')).toBe(true);
  expect(await withCord()).toEqual(['cannot-tell', 'met', 'cannot-tell']);
});
