import { GetObjectCommand } from '@aws-sdk/client-s3';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { objectKeyDigest, storedHeader, studyKey } from '../../../core/records/index.ts';
import { graceSeconds } from '../../../functions/ingest/graceSeconds.ts';
import { tableNames } from '../harness/embeddedTables.ts';
import { loadIngest } from '../harness/loadedFunctions.ts';
import { identitySecret } from '../harness/pipeline.ts';
import { pipelineOfTests } from '../harness/pipelineOfTests.ts';
import { created } from '../harness/queueMessages.ts';
import { ctFile, mrFile, patientFacts } from '../harness/smallObjects.ts';

const { pipeline, nameSite, newSite, output } = await pipelineOfTests();
const ingest = await loadIngest();
const { documents } = await import('../../../functions/clients/documents.ts');
let site: string;
beforeEach(async () => {
  site = await newSite();
});

const drop = (key: string, bytes: Uint8Array | string) => pipeline.bucket.put(`incoming/${site}/${key}`, bytes);
const notice = (key: string, more: { sequencer?: string; time?: string; eTag?: string } = {}) =>
  created(pipeline.bucket, { key: `incoming/${site}/${key}`, ...more });
const items = () => pipeline.itemsOf(site);
const study = async () => (await items()).find(({ sk, pk }) => sk === 'STUDY' && String(pk).startsWith('STUDY#'));
const sent = () => pipeline.settleMessages().map(({ body, delay }) => ({ ...JSON.parse(body), delay }));

describe('what a dropped object becomes', () => {
  test('an instance, its study, the pointer of its links and its folder', async () => {
    drop('exam/IM 1+ü.dcm', mrFile());
    expect(await ingest([notice('exam/IM 1+ü.dcm')])).toEqual([]);

    const key = studyKey(identitySecret, site, '1.2.3');
    const [folder, pointer, instance, item, ...others] = await items();
    expect(others).toEqual([]);
    expect(folder).toEqual({
      pk: `FOLDER#${site}#${objectKeyDigest('exam')}`,
      sk: 'STUDY#1.2.3',
      studyInstanceUid: '1.2.3',
    });
    expect(pointer).toEqual({ pk: `KEY#${site}#${key}`, sk: 'STUDY', studyInstanceUid: '1.2.3' });
    expect(instance).toMatchObject({
      pk: `STUDY#${site}#1.2.3`,
      sk: expect.stringMatching(/^INSTANCE#1\.2\.3\.1#1\.2\.3\.1\.1#[0-9a-f]{32}$/),
    });
    expect(item).toEqual({
      pk: `STUDY#${site}#1.2.3`,
      sk: 'STUDY',
      site,
      studyInstanceUid: '1.2.3',
      studyKey: key,
      firstArrivalMs: Date.parse('2025-02-03T10:00:00Z'),
      lastArrivalMs: Date.parse('2025-02-03T10:00:00Z'),
      arrivals: 1,
      sentArrival: 1,
      waitingSinceMs: expect.any(Number),
      quietAtMs: expect.any(Number),
      nextLookMs: expect.any(Number),
      studyDate: '2025-01-02',
      sitePk: `SITE#${site}#2025-01`,
      patientPk: expect.stringMatching(new RegExp(`^PATIENT#${site}#[\\w-]{43}$`)),
      birthDateKey: expect.stringMatching(/^[\w-]{43}$/),
      folders: new Set([objectKeyDigest('exam')]),
    });
    expect(sent()).toEqual([{ site, studyInstanceUid: '1.2.3', arrival: 1, complete: false, delay: 120 }]);
  });

  test('its header is stored as it was read, and only the head of the object is fetched', async () => {
    drop('a.dcm', mrFile({ sliceThickness: '2.5' }));
    await ingest([notice('a.dcm')]);
    const stored = (await items()).find(({ sk }) => String(sk).startsWith('INSTANCE#'));
    const header = storedHeader(stored as Parameters<typeof storedHeader>[0]);
    expect(header.shared.SliceThickness).toBe(2.5);
    const reads = pipeline.bucket.s3.commandCalls(GetObjectCommand).map(({ args: [{ input }] }) => input);
    expect(reads).toMatchObject([
      { Range: expect.stringMatching(/^bytes=0-\d+$/), IfMatch: expect.stringMatching(/^".+"$/) },
    ]);
  });

  test('one settle message for a study however many of its objects the batch holds', async () => {
    const names = Array.from({ length: 30 }, (_, index) => `exam/${index}`);
    for (const [index, name] of names.entries()) drop(name, mrFile({ sop: `1.2.3.1.${index + 1}` }));
    expect(await ingest(names.map((name) => notice(name)))).toEqual([]);
    expect((await items()).filter(({ sk }) => String(sk).startsWith('INSTANCE#'))).toHaveLength(30);
    expect(sent()).toEqual([{ site, studyInstanceUid: '1.2.3', arrival: 1, complete: false, delay: 120 }]);
  });

  test('studies of one patient meet in the patient index, those of others do not', async () => {
    drop('a', mrFile({ study: '1.2.3' }));
    drop('b', mrFile({ study: '1.2.4' }));
    drop('c', mrFile({ study: '1.2.5', patientId: 'ZZOTHERZZ' }));
    await ingest([notice('a'), notice('b'), notice('c')]);
    const { patientPk } = (await items()).find(({ pk, sk }) => pk === `STUDY#${site}#1.2.3` && sk === 'STUDY') ?? {};
    const found = await pipeline.tables.byIndex('byPatient', 'patientPk', String(patientPk));
    expect(found.map(({ pk }) => pk).sort()).toEqual([`STUDY#${site}#1.2.3`, `STUDY#${site}#1.2.4`]);
  });

  test('a CT image makes a study with a reject, so that it is recorded as not applicable', async () => {
    drop('ct', ctFile());
    await ingest([notice('ct')]);
    const found = await items();
    expect(found.map(({ sk }) => sk)).toEqual([
      'STUDY#1.2.9',
      'STUDY',
      `REJECT#${objectKeyDigest(`incoming/${site}/ct`)}`,
      'STUDY',
    ]);
    expect(found[2]).toMatchObject({ pk: `STUDY#${site}#1.2.9`, code: 'not-mr', modality: 'CT' });
    expect(sent()).toHaveLength(1);
  });

  test.each([
    ['a text file', 'notes.txt', 'just some words, and more of them', 'not-dicom'],
    ['an empty file', 'empty', '', 'empty'],
    ['an archive of a kind that is not read', 'exam.rar', 'Rar!\x1a\x07\x01', 'archive-not-supported'],
    ['a broken study.json', 'study.json', '{"indication": Zzyzx', 'invalid-study-json'],
    ['a study.json with an unknown indication', 'study.json', '{"indication": "Zzyzx"}', 'invalid-study-json'],
  ])('%s is rejected under its folder', async (_, name, content, code) => {
    drop(name, content);
    expect(await ingest([notice(name)])).toEqual([]);
    expect(await items()).toEqual([
      {
        pk: `FOLDER#${site}#${objectKeyDigest('')}`,
        sk: 'FOLDER',
        depth: 0,
        hasRejects: true,
        ...(name === 'study.json' ? { studyJsonSequencer: '01'.padStart(40, '0') } : {}),
      },
      {
        pk: `FOLDER#${site}#${objectKeyDigest('')}`,
        sk: `REJECT#${objectKeyDigest(`incoming/${site}/${name}`)}`,
        keyDigest: objectKeyDigest(`incoming/${site}/${name}`),
        sequencer: '01'.padStart(40, '0'),
        code,
        reason: expect.not.stringContaining('Zzyzx'),
        modality: null,
        bytesRead: expect.any(Number),
        bytesTotal: content.length,
      },
    ]);
    expect(sent()).toEqual([]);
    expect(output.text()).toContain(`"reason":"${code}"`);
  });

  test('an object of a site that nobody registered is rejected, counted, and not read', async () => {
    site = nameSite('stranger');
    drop('a.dcm', mrFile());
    expect(await ingest([notice('a.dcm')])).toEqual([]);
    expect(await items()).toMatchObject([{ code: 'unregistered-site' }]);
    expect(pipeline.bucket.s3.calls()).toEqual([]);
    expect(output.text()).toContain('"UnregisteredSite":1');
  });

  test.each([
    'incoming/../a',
    'incoming/A b/c',
    'incoming/a#b/c',
    'incoming//a',
    'incoming/a.dcm',
  ])('%s names no site', async (key) => {
    pipeline.bucket.put(key, mrFile());
    expect(await ingest([created(pipeline.bucket, { key })])).toEqual([]);
    const found = (await pipeline.tables.all(tableNames.studies)).filter(
      ({ sk }) => sk === `REJECT#${objectKeyDigest(key)}`,
    );
    expect(found).toMatchObject([{ pk: `FOLDER#-#${objectKeyDigest('')}`, code: 'invalid-site' }]);
    expect(output.text()).toContain('"UnregisteredSite":1');
  });

  test('the test event of a new notification, and a deletion, are nothing to do', async () => {
    const test = {
      id: 'test',
      body: JSON.stringify({ Service: 'Amazon S3', Event: 's3:TestEvent', Bucket: 'studies' }),
    };
    drop('a', mrFile());
    const deletion = { id: 'gone', body: notice('a').body.replace('ObjectCreated:Put', 'ObjectRemoved:Delete') };
    expect(await ingest([test, deletion])).toEqual([]);
    expect(await items()).toEqual([]);
  });

  test('an object that was deleted or replaced since its event is left to later events', async () => {
    drop('a', mrFile());
    drop('b', mrFile({ sop: '1.2.3.1.2' }));
    const deleted = notice('a');
    pipeline.bucket.delete(`incoming/${site}/a`);
    expect(await ingest([deleted, notice('b', { eTag: 'an-older-one' })])).toEqual([]);
    expect(await items()).toEqual([]);
  });
});

describe('late, twice and out of order', () => {
  test('a batch that comes twice changes nothing but the count of arrivals', async () => {
    drop('exam/a', mrFile());
    drop('exam/b', 'no DICOM');
    const batch = [notice('exam/a'), notice('exam/b')];
    await ingest(batch);
    const once = await items();
    await ingest(batch);
    const times = { quietAtMs: expect.any(Number), nextLookMs: expect.any(Number) };
    expect(await items()).toEqual(
      once.map((item) => ('arrivals' in item ? { ...item, ...times, arrivals: 2, sentArrival: 2 } : item)),
    );
    expect(sent().map(({ arrival }) => arrival)).toEqual([1, 2]);
  });

  test('of two versions of an object the later event wins, in whichever order they come', async () => {
    const thickness = async () => {
      const stored = (await items()).find(({ sk }) => String(sk).startsWith('INSTANCE#'));
      return storedHeader(stored as Parameters<typeof storedHeader>[0]).shared.SliceThickness;
    };
    drop('a', mrFile({ sliceThickness: '3' }));
    await ingest([notice('a', { sequencer: '0FF' })]);
    drop('a', mrFile({ sliceThickness: '5' }));
    await ingest([notice('a', { sequencer: 'FE' })]);
    expect(await thickness()).toBe(3);
    await ingest([notice('a', { sequencer: '100' })]);
    expect(await thickness()).toBe(5);
  });

  test('first and last arrival are those of the events, not of their deliveries', async () => {
    for (const name of ['a', 'b', 'c']) drop(name, mrFile({ sop: `1.2.${name.charCodeAt(0)}` }));
    await ingest([notice('a', { time: '2025-02-03T10:00:05Z' })]);
    await ingest([notice('b', { time: '2025-02-03T10:00:01Z' })]);
    await ingest([notice('c', { time: '2025-02-03T10:00:09Z' })]);
    expect(await study()).toMatchObject({
      firstArrivalMs: Date.parse('2025-02-03T10:00:01Z'),
      lastArrivalMs: Date.parse('2025-02-03T10:00:09Z'),
      arrivals: 3,
    });
  });

  test('a message that is no notification comes again alone', async () => {
    drop('a', mrFile());
    expect(await ingest([{ id: 'noise', body: '{"Records": 1}' }, notice('a')])).toEqual(['noise']);
    expect(sent()).toHaveLength(1);
  });

  test('when every message fails, every message comes again and nothing is thrown', async () => {
    expect(
      await ingest([
        { id: 'x', body: 'x' },
        { id: 'y', body: '' },
      ]),
    ).toEqual(['x', 'y']);
  });

  test('an object that S3 cannot give now comes again; the rest of its study is settled', async () => {
    drop('a', mrFile());
    drop('b', mrFile({ sop: '1.2.3.1.2' }));
    pipeline.bucket.s3.on(GetObjectCommand, { Key: `incoming/${site}/b` }).rejectsOnce(new Error('slow down'));
    const failing = notice('b');
    expect(await ingest([notice('a'), failing])).toEqual([failing.id]);
    expect(sent()).toHaveLength(1);
  });

  test('a study whose settle message cannot be sent has all its messages come again', async () => {
    drop('a', mrFile());
    drop('b', mrFile({ study: '1.2.4' }));
    pipeline.sqs.on(SendMessageCommand).callsFakeOnce(({ MessageBody }) => {
      if (String(MessageBody).includes('"1.2.3"')) throw new Error('no queue');
      return {};
    });
    const first = notice('a');
    expect(await ingest([first, notice('b')])).toEqual([first.id]);
  });
});

describe('a study that comes in many batches', () => {
  const asked = () => sent().map(({ arrival, delay }) => [arrival, delay]);
  const arrive = async (name: string) => {
    drop(name, mrFile({ sop: `1.2.3.1.${name.length}` }));
    return ingest([notice(name)]);
  };
  const inSeconds = (seconds: number) => vi.useFakeTimers({ now: start + seconds * 1000, toFake: ['Date'] });
  const start = Date.UTC(2025, 1, 3);
  beforeEach(() => inSeconds(0));
  afterEach(() => {
    vi.useRealTimers();
  });

  test('asks once to be looked at, as long as the message is not about to come', async () => {
    await arrive('exam/a');
    inSeconds(60);
    await arrive('exam/bb');
    inSeconds(109);
    await arrive('exam/ccc');
    expect(asked()).toEqual([[1, 120]]);
    expect(await study()).toMatchObject({
      arrivals: 3,
      sentArrival: 1,
      nextLookMs: start + 120_000,
      quietAtMs: start + 229_000,
    });
    inSeconds(111);
    await arrive('exam/dddd');
    expect(asked()).toEqual([
      [1, 120],
      [4, 120],
    ]);
  });

  test('makes two requests to the tables for an image, once it is known: its own, and the count', async () => {
    await arrive('exam/a');
    const requests = vi.spyOn(documents, 'send');
    await arrive('exam/bb');
    expect(requests.mock.calls.map(([command]) => command.constructor.name)).toEqual(['PutCommand', 'UpdateCommand']);
    requests.mockRestore();
  });

  test('asks again when the message could not be sent, or was not written down', async () => {
    pipeline.sqs.on(SendMessageCommand).rejectsOnce(new Error('no queue'));
    expect(await arrive('exam/a')).toHaveLength(1);
    const { send } = documents;
    const requests = vi.spyOn(documents, 'send').mockImplementation((command) => {
      if (JSON.stringify(command.input).includes('sentArrival')) throw new Error('no table');
      return Reflect.apply(send, documents, [command]);
    });
    expect(await arrive('exam/bb')).toHaveLength(1);
    requests.mockRestore();
    expect(await arrive('exam/ccc')).toEqual([]);
    expect(sent().at(-1)).toMatchObject({ arrival: 3 });
  });

  test('reads a folder that is new to it, and what that says', async () => {
    drop('more/_COMPLETE', '');
    await ingest([notice('more/_COMPLETE')]);
    await arrive('exam/a');
    await arrive('more/bb');
    await arrive('exam/ccc');
    expect(asked()).toEqual([
      [1, 120],
      [2, 20],
      [3, 20],
    ]);
  });

  test('is asked for by news of its folder, in the same batch as an image too', async () => {
    await arrive('exam/a');
    drop('exam/notes', 'Dear colleague,');
    await ingest([notice('exam/notes')]);
    drop('exam/bb', mrFile({ sop: '1.2.3.1.2' }));
    drop('exam/study.json', JSON.stringify({ indication: 'monitoring' }));
    await ingest([notice('exam/bb'), notice('exam/study.json')]);
    expect(asked()).toEqual([
      [1, 120],
      [2, 120],
      [3, 120],
    ]);
  });
});

describe('study.json and _COMPLETE', () => {
  const grace = 20;
  const facts = { indication: 'monitoring', regions: ['brain'] };

  test('counts for a study below its folder, whichever comes first', async () => {
    drop('exam/study.json', JSON.stringify(facts));
    drop('exam/series 1/a', mrFile());
    drop('other/b', mrFile({ study: '1.2.4' }));
    await ingest([notice('exam/study.json')]);
    expect(sent()).toEqual([]);
    await ingest([notice('exam/series 1/a'), notice('other/b')]);
    await ingest([notice('exam/study.json', { sequencer: '02' })]);
    const settled = sent().map(({ studyInstanceUid, arrival, complete }) => [studyInstanceUid, arrival, complete]);
    expect(settled.sort()).toEqual([
      ['1.2.3', 1, false],
      ['1.2.3', 2, false],
      ['1.2.4', 1, false],
    ]);
    const folder = (await items()).find(({ sk }) => sk === 'FOLDER');
    expect(folder).toEqual({
      pk: `FOLDER#${site}#${objectKeyDigest('exam')}`,
      sk: 'FOLDER',
      depth: 1,
      studyJson: facts,
      studyJsonSequencer: '02'.padStart(40, '0'),
    });
  });

  test('in the same batch as its study makes one message', async () => {
    drop('exam/a', mrFile());
    drop('exam/study.json', JSON.stringify({ complete: true }));
    await ingest([notice('exam/study.json'), notice('exam/a')]);
    expect(sent()).toEqual([{ site, studyInstanceUid: '1.2.3', arrival: 1, complete: false, delay: grace }]);
  });

  test('_COMPLETE shortens the wait of the folder’s studies to the grace for stragglers, and that of the stragglers', async () => {
    drop('exam/a', mrFile());
    drop('exam/_COMPLETE', '');
    drop('exam/b', mrFile({ sop: '1.2.3.1.2' }));
    await ingest([notice('exam/a')]);
    await ingest([notice('exam/_COMPLETE')]);
    await ingest([notice('exam/b')]);
    expect(sent().map(({ arrival, complete, delay }) => [arrival, complete, delay])).toEqual([
      [1, false, 120],
      [2, false, grace],
      [3, false, grace],
    ]);
  });

  test('with the number of objects known, each batch after "complete" is looked at at once', async () => {
    drop('exam/study.json', JSON.stringify({ complete: true, expectedInstances: 2 }));
    drop('exam/a', mrFile());
    await ingest([notice('exam/study.json')]);
    await ingest([notice('exam/a')]);
    expect(sent()).toMatchObject([{ complete: true, delay: 0 }]);
  });
});

describe('a study in which each image lies in a folder of its own', () => {
  const lay = async (from: number, to: number, top = 'exam') => {
    const names = Array.from({ length: to - from }, (_, index) => `${top}/series/${from + index}/image`);
    for (const [index, name] of names.entries()) drop(name, mrFile({ sop: `1.2.3.${top.length}.${from + index}` }));
    expect(await ingest(names.map((name) => notice(name)))).toEqual([]);
  };
  const folders = async () => (await study())?.folders as ReadonlySet<string>;

  test('lists a hundred folders at most, and each folder that holds others, whenever it comes', async () => {
    await lay(0, 60);
    await lay(60, 110);
    await lay(0, 3, 'second-disc');
    const listed = await folders();
    expect(listed.size).toBeLessThanOrEqual(100);
    for (const folder of ['exam', 'exam/series', 'second-disc', 'second-disc/series']) {
      expect(listed).toContain(objectKeyDigest(folder));
    }
    expect((await items()).filter(({ sk }) => String(sk).startsWith('INSTANCE#'))).toHaveLength(113);
  });

  test('is no larger for batches at the same time', async () => {
    await Promise.all([lay(0, 40), lay(40, 80), lay(80, 110), lay(0, 3, 'second-disc')]);
    const listed = await folders();
    expect(listed.size).toBeLessThanOrEqual(100);
    expect(listed).toContain(objectKeyDigest('second-disc/series'));
  });

  test('is still told what study.json and _COMPLETE of the folders above say', async () => {
    drop('exam/study.json', '{"indication": "monitoring"}');
    drop('exam/series/_COMPLETE', '');
    await lay(0, 110);
    await ingest([notice('exam/study.json'), notice('exam/series/_COMPLETE')]);
    expect(sent().map(({ arrival, delay }) => [arrival, delay])).toEqual([
      [1, 120],
      [2, 20],
    ]);
    await lay(110, 111);
    expect(sent().at(-1)).toMatchObject({ arrival: 3, delay: 20 });
  });
});

describe('the grace for stragglers', () => {
  test.each([
    [120, 20],
    [20, 20],
    [2, 2],
    [0, 0],
  ])('after a quiet period of %d seconds is %d seconds', (quietSeconds, seconds) => {
    expect(graceSeconds(quietSeconds)).toBe(seconds);
  });
});

test('nothing of the patient reaches an item, a message or the output', async () => {
  drop('Zzyzx^Zelda/19311117 ZZPATIENTZZ.dcm', mrFile());
  drop('Zzyzx^Zelda/19311117.txt', 'Zzyzx^Zelda ZZPATIENTZZ');
  drop('Zzyzx^Zelda/study.json', '{"indication": "ZZPATIENTZZ"}');
  drop('Zzyzx^Zelda/cut.dcm', mrFile({ sop: '1.2.3.9' }).slice(0, 400));
  const names = ['19311117 ZZPATIENTZZ.dcm', '19311117.txt', 'study.json', 'cut.dcm'].map(
    (name) => `Zzyzx^Zelda/${name}`,
  );
  const noise = { id: 'noise', body: 'Zzyzx^Zelda' };
  expect(await ingest([...names.map((name) => notice(name)), noise])).toEqual(['noise']);
  const seen = JSON.stringify([await items(), sent()], (_, value) =>
    value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value,
  );
  expect(seen).toContain('INSTANCE#');
  expect(output.text()).toContain('Batch taken');
  for (const fact of patientFacts) {
    expect(seen).not.toContain(fact);
    expect(output.text()).not.toContain(fact);
  }
});
