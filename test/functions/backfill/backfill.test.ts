import { GetObjectCommand, S3ServiceException } from '@aws-sdk/client-s3';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { clinicContactKey, objectKeyDigest } from '../../../core/records/index.ts';
import type { Batch } from '../../../functions/backfill/archivedItems.ts';
import { file, zipOf } from '../../core/archive/packedArchives.ts';
import { listedAt, listing } from '../harness/bucketListing.ts';
import { type Item, tableNames } from '../harness/embeddedTables.ts';
import { loadEvaluate, loadIngest, loadNotify } from '../harness/loadedFunctions.ts';
import { verdictsAmong } from '../harness/pipeline.ts';
import { pipelineOfTests } from '../harness/pipelineOfTests.ts';
import { created, lambdaContext } from '../harness/queueMessages.ts';
import { mrFile, patientFacts } from '../harness/smallObjects.ts';

const { pipeline, nameSite, newSite, output } = await pipelineOfTests();
const ingest = await loadIngest();
const evaluate = await loadEvaluate();
const notify = await loadNotify();
const { handler } = await import('../../../functions/backfill/handler.ts');
const backfill = (batch: Batch): Promise<Batch> => handler(batch, lambdaContext);
let site: string;
beforeEach(async () => {
  site = await newSite();
  await pipeline.tables.put(tableNames.directory, { ...clinicContactKey(site, 1), email: 'mri@north.example' });
});

const put = (key: string, bytes: Uint8Array | string) => pipeline.bucket.put(key, bytes);
function listed(
  keys: readonly string[],
  differing: { bucket?: string; quiet?: boolean; lastModified?: number } = {},
): Batch {
  const { bucket = 'studies', quiet = true, lastModified = listedAt } = differing;
  return {
    BatchInput: { site, bucket, quiet },
    Items: listing(pipeline.bucket, keys, lastModified),
  };
}
const live = (key: string, sequencer = '0055AED6DCD90281E5') => created(pipeline.bucket, { key, sequencer });
const items = () => pipeline.itemsOf(site);
const instances = async () => (await items()).filter(({ sk }) => String(sk).startsWith('INSTANCE#'));
const verdicts = async () => verdictsAmong(await items());
const settle = () => pipeline.settleMessages().map(({ body }) => body);

describe('a batch of a bucket', () => {
  test('becomes what the events of its objects would have made of it', async () => {
    const keys = [`incoming/${site}/exam/a+ü.dcm`, `incoming/${site}/exam/notes.txt`];
    put(keys[0] ?? '', mrFile());
    put(keys[1] ?? '', 'Dear colleague,');
    expect((await backfill(listed(keys))).Items).toEqual([]);
    const backfilled = await items();
    site = `${site}-live`;
    await pipeline.register(site);
    const others = keys.map((key) => key.replace(/site-\d+/, site));
    put(others[0] ?? '', mrFile());
    put(others[1] ?? '', 'Dear colleague,');
    await ingest(others.map((key) => live(key)));
    const kinds = (all: readonly Item[]) => all.map(({ sk }) => String(sk).replace(/#[0-9a-f]{32}$/, ''));
    expect(kinds(backfilled)).toEqual(kinds(await items()));
  });

  test('comes again and changes nothing, but that the study was looked at', async () => {
    const key = `incoming/${site}/exam/a`;
    put(key, mrFile());
    await backfill(listed([key]));
    const once = await items();
    await backfill(listed([key]));
    const again = await items();
    const settled = (all: readonly Item[]) =>
      all.map(({ arrivals, quietArrivals, lastArrivalMs, quietAtMs, ...item }) => item);
    expect(settled(again)).toEqual(settled(once));
    await evaluate(...settle());
    await evaluate(...settle());
    expect(await verdicts()).toHaveLength(1);
  });

  test('gives way to what an event said, and a later version to an earlier one of a listing', async () => {
    const key = `incoming/${site}/exam/a`;
    const thickness = async () => (await instances()).map(({ sequencer }) => sequencer);
    put(key, mrFile({ sliceThickness: '1' }));
    await backfill(listed([key], { lastModified: listedAt }));
    const first = await thickness();
    await backfill(listed([key], { lastModified: listedAt + 60 }));
    const second = await thickness();
    expect(String(second) > String(first)).toBe(true);
    await backfill(listed([key], { lastModified: listedAt }));
    expect(await thickness()).toEqual(second);
    await ingest([live(key)]);
    await backfill(listed([key], { lastModified: listedAt + 120 }));
    expect(await thickness()).toEqual(['0055AED6DCD90281E5'.padStart(40, '0')]);
  });

  test('elsewhere is read there, and recorded as if it lay in a folder of the site', async () => {
    put('mr/2020/a b.dcm', mrFile());
    await backfill(listed(['mr/2020/a b.dcm'], { bucket: 'hospital-archive' }));
    const [read] = pipeline.bucket.s3.commandCalls(GetObjectCommand).map(({ args: [{ input }] }) => input);
    expect(read).toMatchObject({ Bucket: 'hospital-archive', Key: 'mr/2020/a b.dcm' });
    const digest = objectKeyDigest(`incoming/${site}/hospital-archive/mr/2020/a b.dcm`);
    expect(await instances()).toMatchObject([{ keyDigest: digest }]);
  });

  test('holds objects of another site, folders and frozen objects: they are left out, and said to be', async () => {
    const mine = `incoming/${site}/a`;
    put(mine, mrFile());
    put('incoming/somebody-else/b', mrFile({ sop: '1.2.3.1.2' }));
    put(`incoming/${site}/frozen`, mrFile({ sop: '1.2.3.1.3' }));
    put(`incoming/${site}/exam/`, '');
    const batch = listed([mine, 'incoming/somebody-else/b', `incoming/${site}/frozen`, `incoming/${site}/exam/`]);
    const Items = batch.Items.map((item) =>
      item.Key.endsWith('frozen') ? { ...item, StorageClass: 'GLACIER' } : item,
    );
    expect((await backfill({ ...batch, Items })).Items).toEqual([]);
    expect(await instances()).toHaveLength(1);
    expect(output.text()).toContain('"others":1,"frozen":1');
  });

  test('of which an object cannot be read before it is restored, is taken without it', async () => {
    put(`incoming/${site}/a`, mrFile());
    const refusal = { name: 'InvalidObjectState', $fault: 'client', $metadata: { httpStatusCode: 403 } } as const;
    pipeline.bucket.s3.on(GetObjectCommand).rejects(new S3ServiceException({ ...refusal, message: 'frozen' }));
    expect((await backfill(listed([`incoming/${site}/a`]))).Items).toEqual([]);
    expect(output.text()).toContain('"gone":1');
  });

  test('of which an object has a key that we may not use, fails until the key lets us: no reject stands in the way then', async () => {
    put(`incoming/${site}/a`, mrFile());
    const refusal = { name: 'AccessDenied', $fault: 'client', $metadata: { httpStatusCode: 403 } } as const;
    pipeline.bucket.s3.on(GetObjectCommand).rejects(new S3ServiceException({ ...refusal, message: 'kms:Decrypt' }));
    await expect(backfill(listed([`incoming/${site}/a`]))).rejects.toThrow('None of 1 objects could be taken');
    expect(await items()).toEqual([]);
  });

  test('of an unregistered site fails, and records nothing', async () => {
    site = 'stranger';
    put('incoming/stranger/a', mrFile());
    await expect(backfill(listed(['incoming/stranger/a']))).rejects.toThrow('register it, then redrive');
    expect(await items()).toEqual([]);
  });

  test('that is none is refused', async () => {
    await expect(backfill({ Items: [] } as unknown as Batch)).rejects.toThrow();
  });
});

describe('what fails in a batch', () => {
  test('is what comes back of it, when the rest was taken', async () => {
    const keys = ['a', 'b'].map((name) => `incoming/${site}/${name}`);
    for (const [index, key] of keys.entries()) put(key, mrFile({ sop: `1.2.3.1.${index}`, study: `1.2.${index + 3}` }));
    pipeline.bucket.s3.on(GetObjectCommand, { Key: keys[1] }).rejects(new Error('no answer'));
    const left = await backfill(listed(keys));
    expect(left).toEqual({ BatchInput: listed(keys).BatchInput, Items: [listed(keys).Items[1]] });
    pipeline.reset();
    expect((await backfill(left)).Items).toEqual([]);
    expect(await instances()).toHaveLength(2);
  });

  test('fails the call when it is all of it, so that the next try waits; the message names no object', async () => {
    const key = `incoming/${site}/Zzyzx`;
    put(key, mrFile());
    pipeline.sqs.on(SendMessageCommand).rejects(new Error('Zzyzx'));
    const error = await backfill(listed([key])).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: 'BatchNotTakenError', message: expect.not.stringContaining('Zzyzx') });
  });

  test('for want of time comes back: each pass takes the first archive at least', async () => {
    const keys = ['a.zip', 'b.zip'].map((name) => `incoming/${site}/${name}`);
    put(keys[0] ?? '', await zipOf([file('1', mrFile())]));
    put(keys[1] ?? '', await zipOf([file('1', mrFile({ study: '1.2.4' }))]));
    const { handler } = await import('../../../functions/backfill/handler.ts');
    const context = { ...lambdaContext, getRemainingTimeInMillis: () => 300_000 };
    vi.useFakeTimers({ now: Date.now(), toFake: ['Date'] });
    const reads = new Map<string, number>();
    // The first read says what an object is; of archives each other one takes most of a run.
    pipeline.bucket.whenRead((key) => {
      reads.set(key, (reads.get(key) ?? 0) + 1);
      if ((reads.get(key) ?? 0) > 1) vi.setSystemTime(Date.now() + 200_000);
    });
    const first = await handler(listed(keys), context);
    expect(first.Items.map(({ Key }) => Key)).toEqual([keys[1]]);
    reads.clear();
    expect((await handler(first, context)).Items).toEqual([]);
  });
});

describe('of a backfilled study', () => {
  const key = () => `incoming/${site}/exam/a`;
  const judgedQuietly = async (bytes = mrFile({ bodyPart: 'BRAIN' })) => {
    put(key(), bytes);
    await backfill(listed([key()]));
    await evaluate(...settle());
  };

  test('there is a verdict, and nobody is told', async () => {
    await judgedQuietly();
    expect(await verdicts()).toMatchObject([{ revision: 1, quiet: true, previousOutcome: null }]);
    expect(pipeline.verdictEvents()).toMatchObject([{ revision: 1, quiet: true }]);
    expect(pipeline.heard()).toEqual([]);
    // Also by a subscription without the filter.
    await notify(...pipeline.events().map(({ Message }) => Message ?? ''));
    expect(pipeline.mails()).toEqual([]);
  });

  test('that was dropped before its site was registered, and read then, all objects count', async () => {
    site = nameSite('late');
    const keys = [key(), `incoming/${site}/exam/notes.txt`];
    put(keys[0] ?? '', mrFile({ bodyPart: 'BRAIN' }));
    put(keys[1] ?? '', 'Dear colleague,');
    await ingest(keys.map((one) => live(one)));
    await pipeline.register(site);
    await backfill(listed(keys));
    await evaluate(...settle());
    const study = (await items()).find(({ sk, outcome }) => sk === 'STUDY' && outcome !== undefined);
    expect(study).toMatchObject({ instances: 1 });
  });

  test('others are looked at again, and nobody is told of those either', async () => {
    const cord = `incoming/${site}/cord/a`;
    put(key(), mrFile({ bodyPart: 'BRAIN' }));
    put(
      cord,
      mrFile({ bodyPart: 'CSPINE', study: '1.2.4', series: '1.2.4.1', sop: '1.2.4.1.1', studyDate: '20250103' }),
    );
    await ingest([live(key())]);
    await evaluate(...settle());
    pipeline.reset();
    await backfill(listed([cord]));
    await evaluate(...settle());
    const looks = settle().map((body) => JSON.parse(body));
    const again = looks.filter(({ studyInstanceUid }) => studyInstanceUid === '1.2.3');
    expect(again).not.toEqual([]);
    for (const look of again) expect(look).toMatchObject({ quiet: true });
    await evaluate(...again.map((look) => JSON.stringify(look)));
    expect(pipeline.heard()).toEqual([]);
  });

  test('somebody is told when that was asked for', async () => {
    put(key(), mrFile({ bodyPart: 'BRAIN' }));
    await backfill(listed([key()], { quiet: false }));
    await evaluate(...settle());
    await notify(...pipeline.heard());
    expect(pipeline.mails()).toHaveLength(1);
  });

  test('the clinic is told when it sends the study, although the verdict is the same, once and not as a correction', async () => {
    await judgedQuietly();
    pipeline.reset();
    await ingest([live(key())]);
    await evaluate(...settle(), ...settle());
    const [first, second, ...others] = await verdicts();
    expect(others).toEqual([]);
    expect(second).toMatchObject({ revision: 2, outcome: first?.outcome, previousOutcome: null });
    expect(second).not.toHaveProperty('quiet');
    await notify(...pipeline.heard(), ...pipeline.heard());
    expect(pipeline.mails()).toHaveLength(1);
    expect(JSON.stringify(pipeline.mails())).not.toMatch(/correct/i);
  });

  test('nobody is told when it was told of before and a backfill reads it again', async () => {
    put(key(), mrFile({ bodyPart: 'BRAIN' }));
    await ingest([live(key())]);
    await evaluate(...settle());
    await backfill(listed([key()]));
    await evaluate(...settle());
    expect(await verdicts()).toHaveLength(1);

    put(`incoming/${site}/exam/b`, mrFile({ bodyPart: 'BRAIN', sop: '1.2.3.1.2', sliceThickness: '9' }));
    pipeline.reset();
    await backfill(listed([`incoming/${site}/exam/b`]));
    await evaluate(...settle());
    const [first, second] = await verdicts();
    expect(second).toMatchObject({ revision: 2, quiet: true, previousOutcome: first?.outcome });
    expect(pipeline.heard()).toEqual([]);
  });

  test('what is sent while the backfill waits to be judged is told', async () => {
    put(key(), mrFile({ bodyPart: 'BRAIN' }));
    put(`incoming/${site}/exam/b`, mrFile({ bodyPart: 'BRAIN', sop: '1.2.3.1.2' }));
    await ingest([live(`incoming/${site}/exam/b`)]);
    await backfill(listed([key()]));
    // The message that the backfill relied on is sent once more.
    await evaluate(...settle());
    await evaluate(...settle());
    expect(await verdicts()).toHaveLength(1);
    expect(pipeline.heard()).toHaveLength(1);
  });
});

test('a backfill leaves nothing of a patient in logs and metrics', async () => {
  const key = `incoming/${site}/Zzyzx^Zelda/ZZPATIENTZZ`;
  put(key, mrFile());
  await backfill(listed([key]));
  pipeline.sqs.on(SendMessageCommand).rejects(new Error('Zzyzx'));
  await backfill(listed([key])).catch(() => undefined);
  expect(output.text()).toContain('ObjectsReceived');
  for (const fact of [...patientFacts, '1.2.3.1', 'incoming/']) expect(output.text()).not.toContain(fact);
});
