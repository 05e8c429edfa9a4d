import { PublishCommand } from '@aws-sdk/client-sns';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { archiveReadingKey, settleMessageSchema, storedReport } from '../../../core/records/index.ts';
import { evaluateStudyMessage } from '../../../functions/evaluate/evaluateStudyMessage.ts';
import { directory } from '../../../functions/tables/directory.ts';
import { earlierStudies } from '../../../functions/tables/earlierStudies.ts';
import { folders } from '../../../functions/tables/folders.ts';
import { nearbyStudies } from '../../../functions/tables/nearbyStudies.ts';
import { type StudyVerdicts, studyVerdicts } from '../../../functions/tables/studyVerdicts.ts';
import { tableNames } from '../harness/embeddedTables.ts';
import { loadEvaluate, loadIngest } from '../harness/loadedFunctions.ts';
import { verdictsAmong } from '../harness/pipeline.ts';
import { pipelineOfTests } from '../harness/pipelineOfTests.ts';
import { created } from '../harness/queueMessages.ts';
import { mrFile } from '../harness/smallObjects.ts';
import { examDrops } from './examDrops.ts';

const { pipeline, newSite } = await pipelineOfTests();
const ingest = await loadIngest();
const evaluate = await loadEvaluate();
let site: string;
beforeEach(async () => {
  site = await newSite();
});

const { drop, newestMessage } = examDrops(pipeline, ingest, () => site);
const items = () => pipeline.itemsOf(site);
const verdicts = async () => verdictsAmong(await items());
const study = async () => (await items()).find(({ sk, pk }) => sk === 'STUDY' && String(pk).startsWith('STUDY#'));
const events = () => pipeline.verdictEvents();

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
