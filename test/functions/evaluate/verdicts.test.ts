import { PublishCommand } from '@aws-sdk/client-sns';
import { beforeEach, describe, expect, test } from 'vitest';
import { storedReport, studyKey } from '../../../core/records/index.ts';
import { loadEvaluate, loadIngest } from '../harness/loadedFunctions.ts';
import { identitySecret, verdictsAmong } from '../harness/pipeline.ts';
import { pipelineOfTests } from '../harness/pipelineOfTests.ts';
import { ctFile, mrFile, patientFacts } from '../harness/smallObjects.ts';
import { examDrops } from './examDrops.ts';

const { pipeline, newSite, output } = await pipelineOfTests();
const ingest = await loadIngest();
const evaluate = await loadEvaluate();
let site: string;
beforeEach(async () => {
  site = await newSite();
});

const { drop } = examDrops(pipeline, ingest, () => site);
const items = () => pipeline.itemsOf(site);
const verdicts = async () => verdictsAmong(await items());
const study = async () => (await items()).find(({ sk, pk }) => sk === 'STUDY' && String(pk).startsWith('STUDY#'));
const events = () => pipeline.verdictEvents();

describe('a verdict', () => {
  test('is stored with its report and published as the contract says', async () => {
    expect(await evaluate(await drop('a', mrFile()))).toEqual([]);
    const key = studyKey(identitySecret, site, '1.2.3');
    const [verdict, ...others] = await verdicts();
    if (verdict === undefined) throw new Error('There is no verdict.');
    expect(others).toEqual([]);
    expect(verdict).toMatchObject({ sk: 'VERDICT#0001', revision: 1, previousOutcome: null });
    expect(storedReport(verdict)).toMatchObject({
      schema: 'ms-mri-check/report/1',
      studies: [
        { studyInstanceUid: '1.2.3', studyDate: '2025-01-02', reading: { files: 1, instances: 1, rejected: [] } },
      ],
    });
    expect(pipeline.events()).toEqual([
      {
        MessageGroupId: site,
        TopicArn: 'arn:aws:sns:eu-central-1:000000000000:verdicts',
        Message: expect.any(String),
        MessageAttributes: {
          site: { DataType: 'String', StringValue: site },
          outcome: { DataType: 'String', StringValue: verdict.outcome },
        },
      },
    ]);
    expect(JSON.parse(pipeline.events()[0]?.Message ?? '')).toEqual({
      schema: 'ms-mri-check/verdict-event/1',
      site,
      studyKey: key,
      revision: 1,
      outcome: verdict.outcome,
      previousOutcome: null,
      protocols: verdict.protocols,
      reportPath: `/r/${site}/${key}/1`,
    });
    expect(await study()).toMatchObject({ latestRevision: 1, announcedRevision: 1, instances: 1, rejects: 0 });
    expect(await study()).not.toHaveProperty('waitingSinceMs');
  });

  test('on a CT is "not applicable"', async () => {
    await evaluate(await drop('ct', ctFile()));
    expect(await verdicts()).toMatchObject([{ outcome: 'not-applicable' }]);
  });

  test('on a study whose only image cannot be read is "cannot tell", never "not applicable"', async () => {
    await evaluate(await drop('cut', cutAfterStudyUid()));
    expect(await verdicts()).toMatchObject([{ outcome: 'cannot-tell' }]);
  });

  test('names rejected objects without their file names', async () => {
    await drop('Zzyzx^Zelda.dcm', ctFile('1.2.3'));
    await evaluate(await drop('a', mrFile()));
    const [verdict] = await verdicts();
    const rejected = verdict === undefined ? [] : storedReport(verdict).studies[0]?.reading.rejected;
    expect(rejected).toEqual([
      { path: expect.stringMatching(/^object [0-9a-f]{12}$/), code: 'not-mr', reason: expect.any(String) },
    ]);
  });
});

describe('once', () => {
  test('the same inputs make no second revision and no second event', async () => {
    const message = await drop('a', mrFile());
    await evaluate(message);
    await evaluate(message);
    await evaluate(await drop('a', mrFile(), '02'));
    expect(await verdicts()).toHaveLength(1);
    expect(events()).toHaveLength(1);
  });

  test('a late object makes a new revision that names the outcome before it', async () => {
    await evaluate(await drop('a', mrFile()));
    await evaluate(await drop('b', mrFile({ sop: '1.2.3.1.2' })));
    const [first, second] = await verdicts();
    expect(second).toMatchObject({ sk: 'VERDICT#0002', previousOutcome: first?.outcome });
    expect(events().map(({ revision }) => revision)).toEqual([1, 2]);
  });

  test('“not applicable” in between is passed over: nobody was told of it', async () => {
    await evaluate(await drop('a', mrFile({ bodyPart: 'BRAIN' }), '01'));
    await evaluate(await drop('a', mrFile({ bodyPart: 'KNEE' }), '02'));
    await evaluate(await drop('a', mrFile({ bodyPart: 'BRAIN', sliceThickness: '2' }), '03'));
    const [first, second, third] = await verdicts();
    expect(second).toMatchObject({ outcome: 'not-applicable', previousOutcome: first?.outcome });
    expect(third).toMatchObject({ outcome: first?.outcome, previousOutcome: first?.outcome });
  });

  test('a whole file in the place of a cut one takes its reject out of the verdict', async () => {
    await drop('a', cutAfterStudyUid());
    await evaluate(await drop('a', mrFile(), '02'));
    expect((await verdicts()).map((verdict) => storedReport(verdict).studies[0]?.reading)).toMatchObject([
      { files: 1, instances: 1, rejected: [] },
    ]);
  });

  test('a verdict that was written but not published is published by the retry', async () => {
    const message = await drop('a', mrFile());
    pipeline.sns.on(PublishCommand).rejectsOnce(new Error('no topic'));
    expect(await evaluate(message)).toEqual(['0']);
    expect(await verdicts()).toHaveLength(1);
    pipeline.sns.reset();
    pipeline.sns.on(PublishCommand).resolves({});
    expect(await evaluate(message)).toEqual([]);
    expect(await verdicts()).toHaveLength(1);
    expect(events().map(({ revision }) => revision)).toEqual([1]);
  });

  test('a verdict left unpublished is published before the one that follows it', async () => {
    const message = await drop('a', mrFile());
    pipeline.sns.on(PublishCommand).rejectsOnce(new Error('no topic'));
    await evaluate(message);
    pipeline.sns.reset();
    pipeline.sns.on(PublishCommand).resolves({});
    await evaluate(await drop('b', mrFile({ sop: '1.2.3.1.2' })));
    expect(events().map(({ revision }) => revision)).toEqual([1, 2]);
  });

  test('of two evaluations at once one writes the revision, and both agree', async () => {
    const message = await drop('a', mrFile());
    expect(await Promise.all([evaluate(message), evaluate(message), evaluate(message)])).toEqual([[], [], []]);
    expect(await verdicts()).toHaveLength(1);
    expect(new Set(events().map(({ revision }) => revision))).toEqual(new Set([1]));
    expect(await study()).toMatchObject({ latestRevision: 1, announcedRevision: 1 });
  });

  test('one bad message of a batch comes again alone', async () => {
    expect(await evaluate('{"site": "Zzyzx^Zelda"}', await drop('a', mrFile()))).toEqual(['0']);
    expect(await verdicts()).toHaveLength(1);
  });
});

test('nothing of the patient reaches an item, an event or the output, and no event holds a UID', async () => {
  await drop('Zzyzx^Zelda 19311117', ctFile('1.2.3'));
  await evaluate(await drop('ZZPATIENTZZ', mrFile()), 'Zzyzx^Zelda');
  const published = JSON.stringify(pipeline.events());
  const reports = (await verdicts()).map(storedReport);
  const stored = JSON.stringify([await items(), reports]);
  expect(published).toContain('verdict-event');
  expect(published).not.toContain('1.2.3');
  expect(output.text()).toContain('Study looked at');
  expect(output.text()).not.toContain('1.2.3');
  for (const fact of patientFacts) {
    for (const text of [published, stored, output.text()]) expect(text).not.toContain(fact);
  }
});

/** A header that ends after it has said which study it belongs to. */
function cutAfterStudyUid(): Uint8Array {
  const whole = Buffer.from(mrFile());
  const end = whole.lastIndexOf(Buffer.from('1.2.3.1\0')) + 8;
  return new Uint8Array(whole.subarray(0, end));
}
