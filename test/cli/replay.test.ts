import { RequestThrottled, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { replay } from '../../cli/replay.ts';
import type { ReplayOptions } from '../../cli/replayCommand.ts';
import { findProtocol, type Protocol } from '../../core/protocol/index.ts';
import { clinicContactKey } from '../../core/records/index.ts';
import { tableNames } from '../functions/harness/embeddedTables.ts';
import { loadEvaluate, loadIngest, loadNotify } from '../functions/harness/loadedFunctions.ts';
import { verdictsAmong } from '../functions/harness/pipeline.ts';
import { pipelineOfTests } from '../functions/harness/pipelineOfTests.ts';
import { created } from '../functions/harness/queueMessages.ts';
import { mrFile, patientFacts, type SmallObject, uidsOf } from '../functions/harness/smallObjects.ts';

const program = vi.hoisted(() => ({ version: '1.0.0' }));
vi.mock('../../core/report/engineVersion.ts', () => ({
  get engineVersion() {
    return program.version;
  },
}));

const { pipeline, newSite } = await pipelineOfTests();
const ingest = await loadIngest();
const evaluate = await loadEvaluate();
const notify = await loadNotify();
const take = (key: string) => ingest([created(pipeline.bucket, { key })]);
let site: string;
beforeEach(async () => {
  program.version = '1.0.0';
  site = await newSite();
  await pipeline.tables.put(tableNames.directory, { ...clinicContactKey(site, 1), email: 'mri@clinic.example' });
});

/** A site's every month of two hundred years is asked for otherwise. */
const days = { from: '2025-01-01', until: '2025-12-31' };
const ofDays = () => `Studies of ${site} dated from 2025-01-01 to 2025-12-31.`;
const notInterrupted = new AbortController().signal;

async function replayed(options: ReplayOptions, interruption = notInterrupted): Promise<string> {
  let said = '';
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    said += String(text);
    return true;
  });
  try {
    await replay(options, interruption, {
      documents: pipeline.tables.documents,
      queues: new SQSClient({}),
      names: async () => ({
        studies: tableNames.studies,
        directory: tableNames.directory,
        settleQueueUrl: 'https://sqs.test/settle',
      }),
    });
  } finally {
    write.mockRestore();
  }
  return said;
}

/** One study of one image, judged and told. */
async function judged(object: SmallObject = {}): Promise<void> {
  const study = object.study ?? '1.2.3';
  const key = `incoming/${site}/${study}/a`;
  pipeline.bucket.put(key, mrFile({ bodyPart: 'BRAIN', ...uidsOf(study), ...object }));
  expect(await take(key)).toEqual([]);
  await settle();
  pipeline.reset();
}

/** Has evaluate take what was sent to it, and notify what came of that. */
async function settle(): Promise<void> {
  expect(await evaluate(...pipeline.settleMessages().map(({ body }) => body))).toEqual([]);
  expect(await notify(...pipeline.events().map(({ Message }) => Message ?? ''))).toEqual([]);
}

const items = () => pipeline.itemsOf(site);
const verdicts = async () => verdictsAmong(await items());
const studyKey = async (uid = '1.2.3') =>
  String((await items()).find(({ pk, sk }) => sk === 'STUDY' && pk === `STUDY#${site}#${uid}`)?.studyKey);
const events = () => pipeline.verdictEvents();
const sent = () => pipeline.settleMessages().map(({ body, delay }) => ({ ...JSON.parse(body), delay }));

/** A protocol of the site's own that asks for what these requirements of the 2021 edition ask. */
async function registerOwn(revision: number, ids: readonly string[]): Promise<void> {
  const edition = findProtocol('magnims-cmsc-naims-2021');
  if (edition === undefined) throw new Error('There is no such edition.');
  const requirements = edition.requirements.filter(({ id }) => ids.includes(id));
  const changelog = [1, 2, 3].slice(0, revision).map((one) => ({ revision: one, date: '2025-01-01', change: 'Ours.' }));
  const own: Protocol = { ...edition, id: 'our-site', territory: 'site', revision, requirements, changelog };
  await pipeline.registerOwn(site, own, { defaultIndication: 'diagnosis' });
}

describe('a dry run', () => {
  test('says that nothing changes where nothing has, and neither writes nor sends', async () => {
    await judged();
    const before = await items();
    expect(await replayed({ site })).toBe(
      [
        `Studies of ${site} dated from 1900-01-01 to 2100-12-31.`,
        'Judged by version 1.0.0 on this machine; nothing is written and nothing is sent.',
        '',
        '1 study would be looked at again:',
        '  1  no new verdict: nothing that a verdict depends on has changed',
        'Nothing was sent; with --go they are.',
        '',
      ].join('\n'),
    );
    expect(await items()).toEqual(before);
    expect([sent(), events()]).toEqual([[], []]);
  });

  test('shows what a new revision of a protocol changes, as it then comes to pass', async () => {
    await registerOwn(1, ['brain.field-strength']);
    await judged();
    await judged({ study: '1.2.4', studyDate: '20250103', patientId: 'other' });
    await registerOwn(2, ['brain.field-strength', 'brain.flair']);
    const [one, other] = [await studyKey('1.2.3'), await studyKey('1.2.4')];
    expect(await replayed({ site, ...days })).toBe(
      [
        ofDays(),
        'Judged by version 1.0.0 on this machine; nothing is written and nothing is sent.',
        `${site}  ${one}  compliant → cannot-tell, the clinic is told of a correction`,
        '    our-site brain diagnosis: compliant → cannot-tell',
        `${site}  ${other}  compliant → cannot-tell, the clinic is told of a correction`,
        '    our-site brain diagnosis: compliant → cannot-tell',
        '',
        '2 studies would be looked at again:',
        '  2  a new verdict with another outcome',
        'Nothing was sent; with --go they are.',
        '',
      ].join('\n'),
    );
    await replayed({ site, ...days, go: true });
    await settle();
    expect((await verdicts()).map(({ revision, outcome }) => [revision, outcome])).toEqual([
      [1, 'compliant'],
      [2, 'cannot-tell'],
      [1, 'compliant'],
      [2, 'cannot-tell'],
    ]);
    expect(pipeline.mails().map(({ Content }) => Content?.Simple?.Subject?.Data)).toEqual(
      ['', ''].map(() => expect.stringContaining('orrected')),
    );
  });

  test('says what would be told of a study that was not judged yet, and names what cannot be judged here', async () => {
    await judged();
    const key = `incoming/${site}/new/a`;
    pipeline.bucket.put(key, mrFile({ ...uidsOf('1.2.5'), bodyPart: 'BRAIN' }));
    await take(key);
    const broken = (await items()).find(({ sk }) => String(sk).startsWith('INSTANCE#1.2.3.1'));
    await pipeline.tables.put(tableNames.studies, { ...broken, header: 'Zzyzx' });
    const lines = (await replayed({ from: '2025-01-02', until: '2025-01-02', site })).split('\n');
    expect(lines.slice(2).toSorted()).toEqual(
      [
        `${site}  ${await studyKey('1.2.3')}  could not be judged here (ZodError)`,
        `${site}  ${await studyKey('1.2.5')}  no verdict → not-compliant, the clinic is told`,
        '    magnims-cmsc-naims-2021 brain diagnosis: not judged → not-compliant',
        '    magnims-cmsc-naims-2021 brain monitoring: not judged → cannot-tell',
        '    magnims-cmsc-naims-2021 brain pml-safety: not judged → not-compliant',
        '',
        '2 studies would be looked at again:',
        '  1  a new verdict with another outcome',
        '  1  could not be judged here',
        'Nothing was sent; with --go they are.',
        '',
      ].toSorted(),
    );
  });
});

describe('a replay', () => {
  test('of what has not changed makes no new revision, publishes nothing and tells nobody', async () => {
    await judged();
    const before = await verdicts();
    expect(await replayed({ site, ...days, go: true })).toBe(
      `${ofDays()}\n${site}: 1 study\nSent 1 study to be looked at again, which happens once the quiet period has passed.\n`,
    );
    expect(sent()).toEqual([{ site, studyInstanceUid: '1.2.3', arrival: 1, complete: false, delay: null }]);
    await replayed({ site, ...days, go: true });
    await settle();
    expect(await verdicts()).toEqual(before);
    expect([events(), pipeline.mails()]).toEqual([[], []]);
  });

  test('by a new version makes a new revision; whose outcome is the same is told to nobody', async () => {
    await judged();
    program.version = '1.1.0';
    expect(await replayed({ site, study: '1.2.3' })).toBe(
      [
        'Judged by version 1.1.0 on this machine; nothing is written and nothing is sent.',
        '',
        '1 study would be looked at again:',
        '  1  a new verdict with the same outcome, of which nobody is told',
        'Nothing was sent; with --go they are.',
        '',
      ].join('\n'),
    );
    await replayed({ site, study: '1.2.3', go: true });
    await settle();
    const found = await verdicts();
    expect(found.map(({ revision, engine }) => [revision, engine])).toEqual([
      [1, '1.0.0'],
      [2, '1.1.0'],
    ]);
    expect(found[1]?.outcome).toBe(found[0]?.outcome);
    expect(events().map(({ revision }) => revision)).toEqual([2]);
    expect(pipeline.mails()).toEqual([]);
    pipeline.reset();
    await replayed({ site, study: '1.2.3', go: true });
    await settle();
    expect([(await verdicts()).length, events()]).toEqual([2, []]);
  });

  test('by a new revision of an edition makes a new revision; whose outcome is the same is told to nobody', async () => {
    await registerOwn(1, ['brain.field-strength']);
    await judged();
    await registerOwn(2, ['brain.field-strength']);
    await replayed({ site, ...days, go: true });
    await settle();
    const editions = (await verdicts()).map(({ outcome, protocols }) => [
      outcome,
      protocols[0]?.id,
      protocols[0]?.revision,
    ]);
    expect(editions).toEqual([
      ['compliant', 'our-site', 1],
      ['compliant', 'our-site', 2],
    ]);
    expect(events()).toHaveLength(1);
    expect(pipeline.mails()).toEqual([]);
  });

  test('with --quiet tells nobody of another outcome; the next object of the study has it told', async () => {
    await registerOwn(1, ['brain.field-strength']);
    await judged();
    await registerOwn(2, ['brain.field-strength', 'brain.flair']);
    expect(await replayed({ site, ...days, quiet: true })).toContain('compliant → cannot-tell, nobody is told');
    await replayed({ site, ...days, quiet: true, go: true });
    expect(sent()).toMatchObject([{ quiet: true }]);
    await settle();
    expect((await verdicts()).map(({ outcome, quiet }) => [outcome, quiet])).toEqual([
      ['compliant', undefined],
      ['cannot-tell', true],
    ]);
    expect([events().length, pipeline.mails()]).toEqual([1, []]);
    await judged({ sop: '1.2.3.1.2' });
    expect((await verdicts()).at(-1)).toMatchObject({ outcome: 'cannot-tell', previousOutcome: 'compliant' });
  });

  test('ends after the day on which so many are reached, and goes on where it ended', async () => {
    for (const [study, studyDate] of [
      ['1.2.3', '20250102'],
      ['1.2.4', '20250102'],
      ['1.2.5', '20250301'],
      ['1.2.6', '20250331'],
    ] as const)
      await judged({ study, studyDate, patientId: study });
    const first = await replayed({ site, ...days, limit: 1, go: true });
    expect(first).toBe(
      [
        ofDays(),
        `${site}: 2 studies`,
        'Sent 2 studies to be looked at again, which happens once the quiet period has passed.',
        `To go on: the same with --resume ${site}:2025-03-01`,
        '',
      ].join('\n'),
    );
    expect(
      sent()
        .map(({ studyInstanceUid }) => studyInstanceUid)
        .toSorted(),
    ).toEqual(['1.2.3', '1.2.4']);
    pipeline.reset();
    const rest = await replayed({ site, ...days, resume: { site, day: '2025-03-01' }, go: true });
    expect(rest).toContain('Sent 2 studies');
    expect(rest).not.toContain('--resume');
    expect(sent().map(({ studyInstanceUid }) => studyInstanceUid)).toEqual(['1.2.5', '1.2.6']);
  });

  test('takes studies whose day was taken away or is still to come, and says which days it takes', async () => {
    for (const [study, studyDate] of [
      ['1.2.3', '19000101'],
      ['1.2.4', '19600101'],
      ['1.2.5', '21001231'],
      ['1.2.6', '18000101'],
    ] as const)
      await judged({ study, studyDate, patientId: study });
    expect(await replayed({ site, go: true })).toContain(`Studies of ${site} dated from 1900-01-01 to 2100-12-31.\n`);
    expect(sent().map(({ studyInstanceUid }) => studyInstanceUid)).toEqual(['1.2.3', '1.2.4', '1.2.5']);
    pipeline.reset();
    await replayed({ site, from: '1799-12-01', until: '1800-01-31', go: true });
    expect(sent().map(({ studyInstanceUid }) => studyInstanceUid)).toEqual(['1.2.6']);
  });

  test('of days takes every registered site, and no other day', async () => {
    await judged({ studyDate: '20240229' });
    await judged({ study: '1.2.4', studyDate: '20240301', patientId: 'other' });
    await replayed({ from: '2024-02-29', until: '2024-02-29', go: true });
    expect(sent().map((message) => [message.site, message.studyInstanceUid])).toEqual([[site, '1.2.3']]);
  });

  test('that AWS refuses in the middle says where to go on', async () => {
    await judged();
    await judged({ study: '1.2.4', studyDate: '20250301', patientId: 'other' });
    const throttled = new RequestThrottled({ message: '', $metadata: {} });
    pipeline.sqs.on(SendMessageCommand).resolvesOnce({}).rejects(throttled);
    await expect(replayed({ site, ...days, go: true })).rejects.toThrow(
      `The replay ended: AWS refused it (RequestThrottled); check the names, AWS_REGION and the credentials. To go on: the same with --resume ${site}:2025-01-02`,
    );
  });

  test('prints nothing of a patient and no UID', async () => {
    await judged();
    program.version = '1.1.0';
    const said = (await replayed({ site, ...days })) + (await replayed({ site, ...days, go: true }));
    for (const fact of [...patientFacts, '1.2.3']) expect(said).not.toContain(fact);
  });
});
