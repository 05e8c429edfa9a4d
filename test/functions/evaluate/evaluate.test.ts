import { PublishCommand } from '@aws-sdk/client-sns';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import {
  archiveReadingKey,
  settleMessageSchema,
  storedReport,
  studyKey,
  type VerdictItem,
  verdictEventSchema,
} from '../../../core/records/index.ts';
import { evaluateStudyMessage } from '../../../functions/evaluate/evaluateStudyMessage.ts';
import { directory } from '../../../functions/tables/directory.ts';
import { earlierStudies } from '../../../functions/tables/earlierStudies.ts';
import { folders } from '../../../functions/tables/folders.ts';
import { nearbyStudies } from '../../../functions/tables/nearbyStudies.ts';
import { type StudyVerdicts, studyVerdicts } from '../../../functions/tables/studyVerdicts.ts';
import { file, zipOf } from '../../core/archive/packedArchives.ts';
import { captureOutput } from '../harness/capturedOutput.ts';
import { type Item, tableNames } from '../harness/embeddedTables.ts';
import { hand, identitySecret, type Pipeline, startPipeline } from '../harness/pipeline.ts';
import { created, type Delivery } from '../harness/queueMessages.ts';
import { ctFile, mrFile, patientFacts } from '../harness/smallObjects.ts';

let pipeline: Pipeline;
let ingest: (deliveries: readonly Delivery[]) => Promise<readonly string[]>;
let evaluate: (...bodies: readonly string[]) => Promise<readonly string[]>;
let output: ReturnType<typeof captureOutput>;
let site: string;
let sites = 0;

beforeAll(async () => {
  pipeline = await startPipeline();
  const functions = {
    ingest: (await import('../../../functions/ingest/handler.ts')).handler,
    evaluate: (await import('../../../functions/evaluate/handler.ts')).handler,
  };
  ingest = (deliveries) => hand(functions.ingest, deliveries);
  evaluate = (...bodies) =>
    hand(
      functions.evaluate,
      bodies.map((body, index) => ({ id: String(index), body })),
    );
});
afterAll(() => pipeline.stop());
beforeEach(async () => {
  sites += 1;
  site = `site-${sites}`;
  await pipeline.register(site);
  pipeline.reset();
  output = captureOutput();
});
afterEach(() => {
  output.restore();
  vi.useRealTimers();
});

/** Drops one object, takes it in, and answers the settle message that came of it, or as an older one is sent once more for it. */
async function drop(name: string, bytes: Uint8Array | string, sequencer = '01'): Promise<string> {
  const key = `incoming/${site}/exam/${name}`;
  pipeline.bucket.put(key, bytes);
  const sent = pipeline.settleMessages().length;
  expect(await ingest([created(pipeline.bucket, { key, sequencer })])).toEqual([]);
  return pipeline.settleMessages().length > sent ? newestMessage() : messageOfLatest();
}
async function messageOfLatest(): Promise<string> {
  const studies = (await items()).filter(({ sk, pk }) => sk === 'STUDY' && String(pk).startsWith('STUDY#'));
  const latest = studies.sort((one, other) => Number(one.quietAtMs) - Number(other.quietAtMs)).at(-1);
  const { studyInstanceUid, arrivals: arrival } = latest ?? {};
  return JSON.stringify({ site, studyInstanceUid, arrival, complete: false });
}
const newestMessage = () => pipeline.settleMessages().at(-1)?.body ?? '';
const items = async (): Promise<readonly Item[]> =>
  (await pipeline.tables.all(tableNames.studies)).filter(({ pk }) => String(pk).split('#')[1] === site);
const verdicts = async () =>
  (await items()).filter(({ sk }) => String(sk).startsWith('VERDICT#')) as unknown as readonly VerdictItem[];
const study = async () => (await items()).find(({ sk, pk }) => sk === 'STUDY' && String(pk).startsWith('STUDY#'));
const events = () => pipeline.events().map(({ Message }) => verdictEventSchema.parse(JSON.parse(Message ?? '')));

/** Has evaluate's own code look at a study through this view of its table; nothing that it sends arrives. */
function lookWith(verdicts: StudyVerdicts, body: string) {
  const { documents } = pipeline.tables;
  const { studies, directory: directoryTable } = tableNames;
  return evaluateStudyMessage(settleMessageSchema.parse(JSON.parse(body)), {
    verdicts,
    earlier: earlierStudies(documents, studies),
    nearby: nearbyStudies(documents, studies),
    folders: folders(documents, studies),
    directory: directory(documents, directoryTable),
    settle: { send: async () => undefined },
    publish: async () => undefined,
    now: () => Date.now(),
    capSeconds: 14_400,
  });
}

describe('an object that does not say whose it is', () => {
  const rejectedOf = async () => {
    const newest = (await verdicts()).at(-1);
    return newest === undefined
      ? []
      : (storedReport(newest).studies[0]?.reading.rejected ?? []).map(({ code }) => code);
  };

  test('is listed with the only study of its folder, whichever arrives first', async () => {
    await drop('notes.txt', 'Dear colleague,');
    expect(await evaluate(await drop('a', mrFile()))).toEqual([]);
    expect(await rejectedOf()).toEqual(['not-dicom']);

    expect(await evaluate(await drop('cut', mrFile().subarray(0, 200)))).toEqual([]);
    expect((await rejectedOf()).toSorted()).toEqual(['not-dicom', 'truncated-header']);
  });

  test('is forgotten when the whole file takes its place', async () => {
    await drop('a', mrFile().subarray(0, 200), '01');
    expect(await evaluate(await drop('a', mrFile(), '02'))).toEqual([]);
    expect(await rejectedOf()).toEqual([]);
  });

  test('is nobody’s in a folder of two studies', async () => {
    await drop('a', mrFile());
    const other = await drop('b', mrFile({ study: '1.2.4', series: '1.2.4.1', sop: '1.2.4.1.1' }));
    const sent = pipeline.settleMessages().length;
    await drop('notes.txt', 'Dear colleague,');
    expect(pipeline.settleMessages()).toHaveLength(sent);
    expect(await evaluate(other)).toEqual([]);
    expect(await rejectedOf()).toEqual([]);
  });

  test('is nobody’s any more when a second study comes: the first is looked at again', async () => {
    await drop('notes.txt', 'Dear colleague,');
    await evaluate(await drop('a', mrFile()));
    expect(await rejectedOf()).toEqual(['not-dicom']);
    const sent = pipeline.settleMessages().length;
    await drop('b', mrFile({ study: '1.2.4', series: '1.2.4.1', sop: '1.2.4.1.1' }));
    const messages = pipeline.settleMessages().slice(sent);
    const looked = messages.map(({ body }) => JSON.parse(body).studyInstanceUid);
    expect(looked.toSorted()).toEqual(['1.2.3', '1.2.4']);
    await evaluate(...messages.map(({ body }) => body));
    const last = (await verdicts()).filter(({ pk }) => pk.endsWith('#1.2.3')).at(-1);
    expect(last === undefined ? null : storedReport(last).studies[0]?.reading.rejected).toEqual([]);
    await drop('b2', mrFile({ study: '1.2.4', series: '1.2.4.1', sop: '1.2.4.1.2' }));
    expect(JSON.parse(newestMessage()).studyInstanceUid).toBe('1.2.4');
    expect(pipeline.settleMessages()).toHaveLength(sent + 3);
  });
});

describe('a study of which an archive is being read', () => {
  const archive = { keyDigest: 'a'.repeat(32), sequencer: '01' };
  const reading = (untilMs: number) =>
    pipeline.tables.put(tableNames.studies, { ...archiveReadingKey(site, '1.2.3', archive), untilMs });

  test('waits until that is over, and asks once to be looked at then', async () => {
    const message = await drop('a', mrFile());
    await reading(Date.now() + 200_000);
    const sent = pipeline.settleMessages().length;
    expect(await evaluate(message)).toEqual([]);
    expect(await evaluate(message)).toEqual([]);
    expect(await verdicts()).toEqual([]);
    const asked = pipeline.settleMessages().slice(sent);
    expect(asked.map(({ delay }) => delay)).toEqual([expect.toSatisfy((delay) => delay >= 190 && delay <= 200)]);
    vi.useFakeTimers({ now: Date.now() + 201_000, toFake: ['Date'] });
    expect(await evaluate(asked[0]?.body ?? '')).toEqual([]);
    expect(await verdicts()).toHaveLength(1);
  });

  test('waits too where that ended while its images were read, which may be a part', async () => {
    const message = await drop('a', mrFile());
    const real = studyVerdicts(pipeline.tables.documents, tableNames.studies);
    const ending: StudyVerdicts = {
      ...real,
      readObjects: async (one) => {
        const objects = await real.readObjects(one);
        await reading(Date.now() + 5);
        return objects;
      },
    };
    expect(await lookWith(ending, message)).toMatchObject({ kind: 'waiting' });
    expect(await verdicts()).toEqual([]);
  });

  test('is judged at once when that is over', async () => {
    const message = await drop('a', mrFile());
    await reading(Date.now() - 1);
    expect(await evaluate(message)).toEqual([]);
    expect(await verdicts()).toHaveLength(1);
  });
});

describe('a study.json that cannot be read', () => {
  const newest = async () => {
    const verdict = (await verdicts()).at(-1);
    const codes =
      verdict === undefined ? [] : storedReport(verdict).studies[0]?.reading.rejected.map(({ code }) => code);
    return { codes, indications: [...new Set(verdict?.protocols.map(({ indication }) => indication))] };
  };

  test('is forgotten when a better one takes its place, in whatever order they are read', async () => {
    await drop('a', mrFile());
    await evaluate(await drop('study.json', '{"indication": "Zzyzx"}', '01'));
    expect((await newest()).codes).toEqual(['invalid-study-json']);
    await evaluate(await drop('study.json', '{"indication": "monitoring"}', '02'));
    expect(await newest()).toEqual({ codes: [], indications: ['monitoring'] });
    await evaluate(await drop('study.json', '{"indication": "Zzyzx"}', '01'));
    expect(await newest()).toEqual({ codes: [], indications: ['monitoring'] });
  });

  test('or that its archive holds no more, says nothing any more', async () => {
    const images = [file('a', mrFile()), file('b', mrFile({ sop: '1.2.3.1.2' }))];
    const facts = file('study.json', '{"indication": "monitoring"}');
    await evaluate(await drop('all.zip', await zipOf([...images, facts]), '01'));
    expect((await newest()).indications).toEqual(['monitoring']);
    await evaluate(await drop('all.zip', await zipOf(images), '02'));
    expect((await newest()).indications).toEqual(['diagnosis', 'monitoring', 'pml-safety']);
  });

  test('takes back what the one said that it replaces, for every study of the folder', async () => {
    await drop('study.json', '{"indication": "monitoring"}', '01');
    await drop('a', mrFile());
    await drop('b', mrFile({ study: '1.2.4', series: '1.2.4.1', sop: '1.2.4.1.1' }));
    const sent = pipeline.settleMessages().length;
    await drop('study.json', '{"indication": "Zzyzx"}', '02');
    const messages = pipeline.settleMessages().slice(sent);
    expect(messages).toHaveLength(2);
    await evaluate(...messages.map(({ body }) => body));
    expect((await newest()).indications).toEqual(['diagnosis', 'monitoring', 'pml-safety']);
  });
});

describe('an earlier study of the same patient', () => {
  const earlier = (differing: Parameters<typeof mrFile>[0] = {}) =>
    mrFile({
      study: '1.2.2',
      series: '1.2.2.1',
      sop: '1.2.2.1.1',
      studyDate: '20240102',
      bodyPart: 'BRAIN',
      ...differing,
    });
  const comparisonOf = async () => {
    const ofStudy = (await verdicts()).filter(({ pk }) => pk === `STUDY#${site}#1.2.3`);
    const newest = ofStudy.at(-1);
    if (newest === undefined) throw new Error('There is no verdict.');
    const { comparison } = storedReport(newest).studies[0] ?? {};
    return { revision: newest.revision, comparison };
  };

  test('is compared with, and its acquisitions are kept in the report', async () => {
    await drop('old', earlier({ sliceThickness: '5' }));
    expect(await evaluate(await drop('a', mrFile({ bodyPart: 'BRAIN' })))).toEqual([]);
    const { comparison } = await comparisonOf();
    expect(comparison).toMatchObject({
      priorStudyInstanceUid: '1.2.2',
      priorStudyDate: '2024-01-02',
      outcome: 'not-comparable',
      samePatient: true,
      notes: [],
      interval: { months: 12, days: 0 },
    });
    expect(
      comparison?.findings.flatMap(({ constraint, status, prior, observed }) =>
        status === 'not-met' ? [[constraint, prior, observed]] : [],
      ),
    ).toEqual([['sliceThickness', 5, 1]]);
    expect(comparison?.priorAcquisitions.map(({ seriesInstanceUid }) => seriesInstanceUid)).toEqual(['1.2.2.1']);
  });

  test('changes no outcome, and the same earlier study makes no new revision', async () => {
    await drop('old', earlier({ sliceThickness: '5' }));
    const message = await drop('a', mrFile({ bodyPart: 'BRAIN' }));
    expect(await evaluate(message, message)).toEqual([]);
    const { revision, comparison } = await comparisonOf();
    expect([revision, comparison?.priorStudyInstanceUid]).toEqual([1, '1.2.2']);
  });

  test('that changed makes a new revision when the later one is looked at again', async () => {
    await drop('old', earlier());
    const message = await drop('a', mrFile({ bodyPart: 'BRAIN' }));
    expect(await evaluate(message)).toEqual([]);
    await drop('old', earlier({ sliceThickness: '5' }), '02');
    expect(await evaluate(message)).toEqual([]);
    expect(await comparisonOf()).toMatchObject({ revision: 2, comparison: { outcome: 'not-comparable' } });
  });

  test.each([
    ['of another patient', { patientId: 'ANOTHER' }],
    ['of the same day', { studyDate: '20250102' }],
    ['of a later day', { studyDate: '20250103' }],
    ['of another part of the body', { bodyPart: 'KNEE' }],
  ])('is none when it is %s', async (_, differing) => {
    await drop('old', earlier(differing));
    expect(await evaluate(await drop('a', mrFile({ bodyPart: 'BRAIN' })))).toEqual([]);
    expect((await comparisonOf()).comparison).toBeNull();
  });

  test('that comes late has the later one looked at again', async () => {
    await evaluate(await drop('a', mrFile({ bodyPart: 'BRAIN' })));
    const message = await drop('earlier/a', earlier());
    const sent = pipeline.settleMessages().length;
    await evaluate(message);
    const again = pipeline.settleMessages().slice(sent);
    expect(again.map(({ body, delay }) => ({ ...JSON.parse(body), delay }))).toEqual([
      { site, studyInstanceUid: '1.2.3', arrival: 1, complete: false, aloud: true, delay: null },
    ]);
    await evaluate(...again.map(({ body }) => body));
    const last = (await verdicts()).filter(({ pk }) => pk.endsWith('#1.2.3')).at(-1);
    expect(last === undefined ? null : storedReport(last).studies[0]?.comparison?.priorStudyInstanceUid).toBe('1.2.2');
    await evaluate(message);
    expect(pipeline.settleMessages()).toHaveLength(sent + 1);
  });

  test('is the latest that holds the same sequence: not a CT between them', async () => {
    await drop('old', earlier());
    await drop('older', earlier({ study: '1.2.1', series: '1.2.1.1', sop: '1.2.1.1.1', studyDate: '20230102' }));
    await drop('ct', ctFile('1.2.2.9'));
    expect(await evaluate(await drop('a', mrFile({ bodyPart: 'BRAIN' })))).toEqual([]);
    expect((await comparisonOf()).comparison?.priorStudyInstanceUid).toBe('1.2.2');
  });
});

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

describe('an indication', () => {
  const judged = async () => [...new Set((await verdicts()).at(-1)?.protocols.map(({ indication }) => indication))];

  test('is every one when nobody says', async () => {
    await drop('study.json', '{"regions": ["brain"]}');
    await evaluate(await drop('a', mrFile()));
    expect(await judged()).toEqual(['diagnosis', 'monitoring', 'pml-safety']);
  });

  test('is the site’s own, unless study.json says another', async () => {
    await pipeline.register(site, { defaultIndication: 'monitoring' });
    await drop('study.json', '{"regions": ["brain"]}');
    await evaluate(await drop('a', mrFile()));
    expect(await judged()).toEqual(['monitoring']);
    await evaluate(await drop('study.json', '{"regions": ["brain"], "indication": "diagnosis"}', '02'));
    expect(await judged()).toEqual(['diagnosis']);
    expect((await verdicts()).map(({ revision }) => revision)).toEqual([1, 2]);
  });
});

describe('an evaluation that stands still while another writes a verdict with newer inputs', () => {
  /** Evaluates a message; at the first call of one of its reads, before or after it, something else happens. */
  async function evaluateInterrupted(
    body: string,
    at: 'before latestVerdict' | 'after readObjects',
    interruption: () => Promise<void>,
  ): Promise<void> {
    const { documents } = pipeline.tables;
    const { studies } = tableNames;
    const real = studyVerdicts(documents, studies);
    let left = 1;
    const once = async (): Promise<void> => {
      left -= 1;
      if (left === 0) await interruption();
    };
    const verdicts: StudyVerdicts = {
      ...real,
      async latestVerdict(study) {
        if (at === 'before latestVerdict') await once();
        return real.latestVerdict(study);
      },
      async readObjects(study) {
        const objects = await real.readObjects(study);
        if (at === 'after readObjects') await once();
        return objects;
      },
    };
    await lookWith(verdicts, body);
  }

  test.each(['before latestVerdict', 'after readObjects'] as const)('%s, does not go back behind it', async (at) => {
    const first = await drop('a', mrFile());
    await evaluateInterrupted(first, at, async () => {
      await drop('more/study.json', '{"indication": "monitoring"}');
      await evaluate(await drop('more/b', mrFile({ sop: '1.2.3.1.2' })));
    });
    const all = await verdicts();
    const last = all.at(-1);
    expect(last === undefined ? null : storedReport(last).studies[0]?.reading.instances).toBe(2);
    expect([...new Set(last?.protocols.map(({ indication }) => indication))]).toEqual(['monitoring']);
    expect(all).toHaveLength(1);
  });
});

describe('when', () => {
  test('something newer arrived, the message is dropped', async () => {
    const first = await drop('a', mrFile());
    const second = await drop('b', mrFile({ sop: '1.2.3.1.2' }));
    expect(await evaluate(first)).toEqual([]);
    expect(await verdicts()).toEqual([]);
    await evaluate(second);
    expect(await verdicts()).toHaveLength(1);
  });

  test('something newer arrived and its message was never sent, the older one stands in for it', async () => {
    const first = await drop('a', mrFile());
    const copy = created(pipeline.bucket, { key: `incoming/${site}/exam/a` });
    pipeline.reset();
    vi.useFakeTimers({ now: Date.now() + 115_000, toFake: ['Date'] });
    // The queue delivered a copy too; whoever had it died, and it does not come again, since the other one was deleted.
    pipeline.sqs.on(SendMessageCommand).rejectsOnce(new Error('the end'));
    expect(await ingest([copy])).toEqual([copy.id]);
    await evaluate(first);
    expect(await verdicts()).toEqual([]);
    expect(JSON.parse(newestMessage())).toMatchObject({ arrival: 2, complete: false });
    await evaluate(newestMessage());
    expect(await verdicts()).toHaveLength(1);
  });

  describe('arrivals rely on a message that was on its way', () => {
    const start = Date.UTC(2025, 1, 3);
    const inSeconds = (seconds: number) => vi.useFakeTimers({ now: start + seconds * 1000, toFake: ['Date'] });
    const messages = () =>
      pipeline.settleMessages().map(({ body, delay }) => [JSON.parse(body).arrival, JSON.parse(body).complete, delay]);
    let first: string;
    beforeEach(async () => {
      inSeconds(0);
      first = await drop('a', mrFile());
      inSeconds(70);
      await drop('b', mrFile({ sop: '1.2.3.1.2' }));
    });

    test('it is sent once more for when the study will have been quiet, however many copies of it come', async () => {
      inSeconds(120);
      expect(await evaluate(first, first)).toEqual([]);
      await evaluate(first);
      expect(messages()).toEqual([
        [1, false, 120],
        [2, false, 70],
      ]);
      expect(await verdicts()).toEqual([]);
      inSeconds(190);
      await evaluate(newestMessage());
      expect((await verdicts()).map((verdict) => storedReport(verdict).studies[0]?.reading.instances)).toEqual([2]);
      expect(await study()).not.toHaveProperty('nextLookMs');
    });

    test('later ones rely on the one that was sent in its place', async () => {
      inSeconds(120);
      await evaluate(first);
      await drop('c', mrFile({ sop: '1.2.3.1.3' }));
      inSeconds(190);
      await evaluate(newestMessage());
      expect(messages()).toEqual([
        [1, false, 120],
        [2, false, 70],
        [3, false, 50],
      ]);
    });

    test('it comes late and finds that nothing has arrived for long enough: the study is judged', async () => {
      inSeconds(190);
      await evaluate(first);
      expect(messages()).toHaveLength(1);
      expect(await verdicts()).toHaveLength(1);
      expect(await study()).not.toHaveProperty('waitingSinceMs');
      await drop('c', mrFile({ sop: '1.2.3.1.3' }));
      expect(messages().at(-1)).toEqual([3, false, 120]);
    });

    test('it comes late, and finds fewer objects than were announced since: the wait is for the newest arrival', async () => {
      inSeconds(71);
      await drop('study.json', '{"expectedInstances": 3}');
      pipeline.reset();
      inSeconds(200);
      await evaluate(JSON.stringify({ site, studyInstanceUid: '1.2.3', arrival: 3, complete: false }));
      expect(messages()).toEqual([[3, false, 900]]);
      inSeconds(201);
      await drop('c', mrFile({ sop: '1.2.3.1.3' }));
      inSeconds(321);
      await evaluate(newestMessage());
      expect(await verdicts()).toHaveLength(1);
    });
  });

  test('objects keep coming for longer than the cap, the study is judged all the same', async () => {
    const first = await drop('a', mrFile());
    await drop('b', mrFile({ sop: '1.2.3.1.2' }));
    vi.useFakeTimers({ now: Date.now() + 14_400_000, toFake: ['Date'] });
    await evaluate(first);
    expect(await verdicts()).toHaveLength(1);
    expect(await study()).not.toHaveProperty('waitingSinceMs');
  });

  test('something arrives while the study is judged, the wait for it begins at that time', async () => {
    const message = await drop('a', mrFile());
    const later = Date.now() + 120_000;
    vi.useFakeTimers({ now: later, toFake: ['Date'] });
    pipeline.sns.on(PublishCommand).callsFake(async () => {
      await drop('b', mrFile({ sop: '1.2.3.1.2' }));
      return {};
    });
    await evaluate(message);
    expect(await study()).toMatchObject({ arrivals: 2, waitingSinceMs: later, instances: 1 });
    await evaluate(newestMessage());
    expect((await verdicts()).map(({ revision }) => revision)).toEqual([1, 2]);
  });

  test('an older evaluation ends after a newer one, nothing waits', async () => {
    const message = await drop('a', mrFile());
    pipeline.sns.on(PublishCommand).callsFakeOnce(async () => {
      expect(await evaluate(await drop('b', mrFile({ sop: '1.2.3.1.2' })))).toEqual([]);
      return {};
    });
    expect(await evaluate(message)).toEqual([]);
    expect(await study()).toMatchObject({ arrivals: 2, latestRevision: 2 });
    expect(await study()).not.toHaveProperty('waitingSinceMs');
  });

  test('an older evaluation ends while a newer one is at work, nothing waits after that', async () => {
    const start = Date.now();
    vi.useFakeTimers({ now: start, toFake: ['Date'] });
    const message = await drop('a', mrFile());
    const newerIsAtWork = Promise.withResolvers<void>();
    const olderHasEnded = Promise.withResolvers<void>();
    const newer = Promise.withResolvers<readonly string[]>();
    pipeline.sns
      .on(PublishCommand)
      .callsFakeOnce(async () => {
        evaluate(await drop('b', mrFile({ sop: '1.2.3.1.2' }))).then(newer.resolve, newer.reject);
        await newerIsAtWork.promise;
        vi.setSystemTime(start + 1000);
        return {};
      })
      .callsFakeOnce(async () => {
        newerIsAtWork.resolve();
        await olderHasEnded.promise;
        return {};
      });
    expect(await evaluate(message)).toEqual([]);
    expect(await study()).toMatchObject({ waitingSinceMs: start + 1000 });
    olderHasEnded.resolve();
    expect(await newer.promise).toEqual([]);
    expect(await study()).not.toHaveProperty('waitingSinceMs');
  });

  test('an older evaluation ends after a newer one, a wait that began since then goes on', async () => {
    const start = Date.now();
    vi.useFakeTimers({ now: start, toFake: ['Date'] });
    const message = await drop('a', mrFile());
    pipeline.sns.on(PublishCommand).callsFakeOnce(async () => {
      vi.setSystemTime(start + 1000);
      expect(await evaluate(await drop('b', mrFile({ sop: '1.2.3.1.2' })))).toEqual([]);
      await drop('c', mrFile({ sop: '1.2.3.1.3' }));
      vi.setSystemTime(start + 2000);
      return {};
    });
    expect(await evaluate(message)).toEqual([]);
    expect(await study()).toMatchObject({ arrivals: 3, waitingSinceMs: start + 1000 });
  });

  test('“complete” overtakes objects of its study, the study is judged once, with them', async () => {
    await drop('a', mrFile());
    const complete = await drop('_COMPLETE', '');
    const straggler = await drop('b', mrFile({ sop: '1.2.3.1.2' }));
    await evaluate(complete);
    expect(await verdicts()).toEqual([]);
    await evaluate(straggler);
    expect((await verdicts()).map((verdict) => storedReport(verdict).studies[0]?.reading.instances)).toEqual([2]);
    expect(events()).toHaveLength(1);
  });

  test('the announced number is reached, the study is judged although something newer arrived', async () => {
    await drop('study.json', '{"complete": true, "expectedInstances": 2}');
    await drop('a', mrFile());
    const last = await drop('b', mrFile({ sop: '1.2.3.1.2' }));
    await drop('c', mrFile({ sop: '1.2.3.1.3' }));
    await evaluate(last);
    expect(await verdicts()).toHaveLength(1);
  });

  test('fewer objects came than announced, it waits; when the cap is over it judges and says what is missing', async () => {
    await drop('study.json', '{"complete": true, "expectedInstances": 2}');
    const message = await drop('a', mrFile());
    await evaluate(message);
    expect(await verdicts()).toEqual([]);
    const { body, delay } = pipeline.settleMessages().at(-1) ?? { body: '', delay: 0 };
    expect({ ...JSON.parse(body), delay }).toEqual({ ...JSON.parse(message), complete: false, delay: 900 });

    vi.useFakeTimers({ now: Date.now() + 14_400_000, toFake: ['Date'] });
    await evaluate(body);
    const [verdict] = await verdicts();
    const rejected = verdict === undefined ? [] : storedReport(verdict).studies[0]?.reading.rejected;
    expect(rejected).toMatchObject([{ path: 'study.json', code: 'incomplete-study' }]);
  });

  test('the message to wait comes twice, it is sent on once', async () => {
    await drop('study.json', '{"complete": true, "expectedInstances": 2}');
    const message = await drop('a', mrFile());
    const sent = pipeline.settleMessages().length;
    await evaluate(message, message);
    await evaluate(message);
    expect(pipeline.settleMessages()).toHaveLength(sent + 1);
    vi.useFakeTimers({ now: Date.now() + 900_000, toFake: ['Date'] });
    await evaluate(newestMessage());
    expect(pipeline.settleMessages()).toHaveLength(sent + 2);
  });

  test('the last announced object came, it judges at once', async () => {
    await drop('study.json', '{"complete": true, "expectedInstances": 2}');
    await drop('a', mrFile());
    await evaluate(await drop('b', mrFile({ sop: '1.2.3.1.2' })));
    expect(await verdicts()).toHaveLength(1);
  });

  test('no object of the study came yet, there is nothing to do', async () => {
    const message = { site, studyInstanceUid: '1.2.3', arrival: 1, complete: true };
    expect(await evaluate(JSON.stringify(message))).toEqual([]);
    expect(await items()).toEqual([]);
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
