import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { beforeEach, describe, expect, test } from 'vitest';
import { storedReport } from '../../../core/records/index.ts';
import { loadEvaluate, loadIngest } from '../harness/loadedFunctions.ts';
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

/** Drops one object, takes it in, and answers the settle message that came of it. */
async function drop(name: string, object: SmallObject, sequencer = '01'): Promise<string> {
  const key = `incoming/${site}/${name}/a`;
  pipeline.bucket.put(key, mrFile(object));
  expect(await ingest([created(pipeline.bucket, { key, sequencer })])).toEqual([]);
  return pipeline.settleMessages().at(-1)?.body ?? '';
}

const brain: SmallObject = { studyDate: '20251115', bodyPart: 'BRAIN' };
const cord: SmallObject = { ...uidsOf('1.2.4'), studyDate: '20251120', bodyPart: 'CSPINE' };

const items = (study: string) => pipeline.studyItemsOf(site, study);
const studyItem = async (study: string) => (await items(study)).find(({ sk }) => sk === 'STUDY');

/** Of each verdict on the brain, whether the cord was imaged too. */
async function withCord() {
  return verdictsAmong(await items('1.2.3')).map(
    (verdict) =>
      storedReport(verdict)
        .studies[0]?.verdicts?.flatMap(({ requirements }) => requirements)
        .find(({ id }) => id === 'brain.with-cord')?.status,
  );
}

describe('the cord in another study of the patient', () => {
  test('counts when it was judged before', async () => {
    expect(await evaluate(await drop('cord', cord))).toEqual([]);
    expect(await studyItem('1.2.4')).toMatchObject({ regionsImaged: ['cord'], regionsTold: ['cord'] });
    expect(await evaluate(await drop('brain', brain))).toEqual([]);
    expect(await withCord()).toEqual(['met']);
  });

  test('has an earlier verdict looked at again, after the quiet period', async () => {
    expect(await evaluate(await drop('brain', brain))).toEqual([]);
    const ofCord = await drop('cord', cord);
    const sent = pipeline.settleMessages().length;
    expect(await evaluate(ofCord)).toEqual([]);
    const again = pipeline.settleMessages().slice(sent);
    expect(again.map(({ body, delay }) => [JSON.parse(body), delay])).toEqual([
      [{ site, studyInstanceUid: '1.2.3', arrival: 1, complete: false, aloud: true }, null],
    ]);
    expect(await evaluate(...again.map(({ body }) => body))).toEqual([]);
    expect(await withCord()).toEqual(['cannot-tell', 'met']);
    // The brain had told nobody anything new, and the same inputs change nothing.
    expect(await evaluate(ofCord, ...again.map(({ body }) => body))).toEqual([]);
    expect(await withCord()).toEqual(['cannot-tell', 'met']);
    // The brain's new verdict had the later cord looked at, too, which changed nothing of it.
    const more = pipeline.settleMessages().slice(sent + 1);
    expect(more.map(({ body }) => JSON.parse(body).studyInstanceUid)).toEqual(['1.2.4']);
    expect(await evaluate(...more.map(({ body }) => body))).toEqual([]);
    expect(pipeline.settleMessages()).toHaveLength(sent + 2);
    expect(await studyItem('1.2.4')).toMatchObject({ latestRevision: 1 });
  });

  test('is told again where telling failed', async () => {
    await evaluate(await drop('brain', brain));
    const ofCord = await drop('cord', cord);
    pipeline.sqs.reset();
    pipeline.sqs.on(SendMessageCommand).rejectsOnce(new Error('no queue')).resolves({});
    expect(await evaluate(ofCord)).toEqual(['0']);
    expect(await studyItem('1.2.4')).not.toHaveProperty('regionsTold');
    expect(await evaluate(ofCord)).toEqual([]);
    expect(await evaluate(pipeline.settleMessages().at(-1)?.body ?? '')).toEqual([]);
    expect(await withCord()).toEqual(['cannot-tell', 'met']);
    expect(await studyItem('1.2.4')).toMatchObject({ regionsTold: ['cord'], latestRevision: 1, announcedRevision: 1 });
  });

  test('that turns out to be none takes it back', async () => {
    await evaluate(await drop('cord', cord));
    await evaluate(await drop('brain', brain));
    await evaluate(await drop('cord', { ...cord, bodyPart: 'KNEE' }, '02'));
    expect(await evaluate(pipeline.settleMessages().at(-1)?.body ?? '')).toEqual([]);
    expect(await withCord()).toEqual(['met', 'cannot-tell']);
  });

  test.each([
    ['more than 90 days apart', { studyDate: '20260214' }],
    ['of another patient', { patientId: 'ANOTHER' }],
    ['of another part of the body', { bodyPart: 'KNEE' }],
  ])('does not count when it is %s, and nobody is told', async (_, differing) => {
    await evaluate(await drop('brain', brain));
    const ofCord = await drop('cord', { ...cord, ...differing });
    const sent = pipeline.settleMessages().length;
    await evaluate(ofCord);
    expect(pipeline.settleMessages()).toHaveLength(sent);
    await evaluate(JSON.stringify({ site, studyInstanceUid: '1.2.3', arrival: 1, complete: false }));
    expect(await withCord()).toEqual(['cannot-tell']);
  });

  test('makes no new revision where no edition asks for it', async () => {
    const early = { ...brain, studyDate: '20250102' };
    await evaluate(await drop('cord', { ...cord, studyDate: '20250103' }));
    const message = await drop('brain', early);
    await evaluate(message);
    await evaluate(await drop('cord', { ...cord, studyDate: '20250103', bodyPart: 'KNEE' }, '02'), message);
    expect(await withCord()).toEqual([undefined]);
  });
});
