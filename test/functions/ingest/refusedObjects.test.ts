import { GetObjectCommand, S3ServiceException } from '@aws-sdk/client-s3';
import { beforeEach, expect, test } from 'vitest';
import { objectKeyDigest, storedReport, type VerdictItem } from '../../../core/records/index.ts';
import { loadEvaluate, loadIngest } from '../harness/loadedFunctions.ts';
import { verdictsAmong } from '../harness/pipeline.ts';
import { pipelineOfTests } from '../harness/pipelineOfTests.ts';
import { created, type Delivery } from '../harness/queueMessages.ts';
import { ctFile, mrFile } from '../harness/smallObjects.ts';

const { pipeline, newSite, output } = await pipelineOfTests();
const ingest = await loadIngest();
const evaluate = await loadEvaluate();
let site: string;
beforeEach(async () => {
  site = await newSite('refused');
});

const drop = (name: string, bytes: Uint8Array | string, sequencer = '01'): Delivery => {
  const key = `incoming/${site}/exam/${name}`;
  pipeline.bucket.put(key, bytes);
  return created(pipeline.bucket, { key, sequencer });
};
const refuse = (name: string, refusal: string, httpStatusCode: number) =>
  pipeline.bucket.s3
    .on(GetObjectCommand, { Key: `incoming/${site}/exam/${name}` })
    .rejects(new S3ServiceException({ name: refusal, $fault: 'client', $metadata: { httpStatusCode }, message: '' }));
const items = () => pipeline.itemsOf(site);
const rejects = async () => (await items()).filter(({ sk }) => String(sk).startsWith('REJECT#'));
/** What the verdict says, once the study was looked at. */
const codes = async () => {
  await evaluate(pipeline.settleMessages().at(-1)?.body ?? '');
  const verdict = verdictsAmong(await items()).at(-1) as VerdictItem;
  return storedReport(verdict).studies[0]?.reading?.rejected.map(({ code }) => code);
};
const outcome = async () =>
  (await items()).find(({ pk, sk }) => String(pk).startsWith('STUDY#') && sk === 'STUDY')?.outcome;

test('an object that S3 refuses for good is a reject in its folder, and its message is done', async () => {
  const refused = drop('a', mrFile());
  refuse('a', 'InvalidObjectState', 403);
  expect(await ingest([refused])).toEqual([]);
  expect(await items()).toEqual([
    { pk: `FOLDER#${site}#${objectKeyDigest('exam')}`, sk: 'FOLDER', depth: 1, hasRejects: true },
    {
      pk: `FOLDER#${site}#${objectKeyDigest('exam')}`,
      sk: `REJECT#${objectKeyDigest(`incoming/${site}/exam/a`)}`,
      keyDigest: objectKeyDigest(`incoming/${site}/exam/a`),
      sequencer: '1'.padStart(40, '0'),
      code: 'object-archived',
      reason: 'The object lies in a storage class that has to be restored first: restore it, then copy it onto itself.',
      modality: null,
      bytesRead: 0,
      bytesTotal: mrFile().length,
    },
  ]);
  expect(output.text()).toContain('"reason":"object-archived"');
});

test('it may be the MR image that is missing: what the study beside it comes to cannot be told', async () => {
  await ingest([drop('a', ctFile())]);
  expect([await codes(), await outcome()]).toEqual([['not-mr'], 'not-applicable']);
  const refused = drop('b', mrFile());
  refuse('b', 'InvalidRequest', 400);
  expect(await ingest([refused])).toEqual([]);
  expect(await codes()).toEqual(expect.arrayContaining(['not-mr', 'object-encrypted']));
  expect(await outcome()).toBe('cannot-tell');
});

test('dropped again as it can be read, it is rejected no more', async () => {
  await ingest([drop('a', mrFile())]);
  const refused = drop('b', mrFile({ sop: '1.2.3.1.2' }));
  refuse('b', 'KMS.DisabledException', 400);
  await ingest([refused]);
  expect(await codes()).toEqual(['object-encrypted']);
  pipeline.bucket.reset();
  await ingest([drop('b', mrFile({ sop: '1.2.3.1.2' }), '02')]);
  expect(await codes()).toEqual([]);
});

test('a study.json that S3 refuses says nothing, and neither does the one that it replaced', async () => {
  await ingest([drop('a', mrFile()), drop('study.json', '{"expectedInstances": 5}')]);
  const refused = drop('study.json', '{"expectedInstances": 6}', '02');
  refuse('study.json', 'InvalidRequest', 400);
  expect(await ingest([refused])).toEqual([]);
  expect(await codes()).toEqual(['invalid-study-json']);
});

test('a permission that we lack is no fault of the object: it comes again', async () => {
  const refused = drop('a', mrFile());
  refuse('a', 'AccessDenied', 403);
  expect(await ingest([refused])).toEqual([refused.id]);
  expect(await rejects()).toEqual([]);
});
