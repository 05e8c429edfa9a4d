import { GetObjectCommand } from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import {
  currentObjects,
  instanceOf,
  instanceSk,
  instancesIn,
  objectKeyDigest,
  packedText,
  rejectItemSchema,
} from '../../../core/records/index.ts';
import { file, noise, tarOf, tgzOf, zipOf } from '../../core/archive/packedArchives.ts';
import { hand } from '../harness/pipeline.ts';
import { pipelineOfTests } from '../harness/pipelineOfTests.ts';
import { created, type Delivery } from '../harness/queueMessages.ts';
import { mrFile, patientFacts, uidsOf } from '../harness/smallObjects.ts';

const { pipeline, newSite, output } = await pipelineOfTests();
const { handler } = await import('../../../functions/ingest/handler.ts');
const ingest = (deliveries: readonly Delivery[], remainingMs = 300_000) =>
  hand((event, context) => handler(event, { ...context, getRemainingTimeInMillis: () => remainingMs }), deliveries);
let site: string;
beforeEach(async () => {
  site = await newSite('packed');
});
afterEach(() => {
  vi.unstubAllEnvs();
});

const drop = (key: string, bytes: Uint8Array | string) => pipeline.bucket.put(`incoming/${site}/${key}`, bytes);
const notice = (key: string, sequencer = '01') =>
  created(pipeline.bucket, { key: `incoming/${site}/${key}`, sequencer });
const digest = (key: string) => objectKeyDigest(`incoming/${site}/${key}`);
const items = () => pipeline.itemsOf(site);
const sent = () => pipeline.settleMessages().map(({ body, delay }) => ({ ...JSON.parse(body), delay }));
const rejects = async () => (await items()).filter(({ sk }) => String(sk).startsWith('REJECT#'));
const seconds = (study: string) => study.replace(/^1\.2\./, '');

/** Images of a study, in a folder for each series. */
function images(study = '1.2.3', count = 4, thickness = '1') {
  return Array.from({ length: count }, (_, index) =>
    file(`S${seconds(study)}/IM${index + 1}`, mrFile({ ...uidsOf(study, index + 1), sliceThickness: thickness })),
  );
}

const itemsOf = (study: string) => pipeline.studyItemsOf(site, study);
/** Those of sets as if each had an item of its own. */
const instancesOf = async (study: string) => instancesIn(await itemsOf(study));
const sets = async () => (await items()).filter(({ sk }) => String(sk).startsWith('INSTANCES#'));

/** What a table holds of the images, without what differs between an archive and a folder. */
async function imagesOf(study: string) {
  const found = await instancesOf(study);
  return found.map((item) => [instanceOf(item), packedText(item.header), item.bytesTotal] as const).toSorted();
}

/** Series and SOP instance UIDs of the instances of a study that count now, and the codes of its rejects. */
async function currentOf(study: string) {
  const found = (await itemsOf(study)).filter(({ sk }) => String(sk).startsWith('REJECT#'));
  const current = currentObjects(
    await instancesOf(study),
    found.map((item) => rejectItemSchema.parse(item)),
  );
  return [...current.instances.map(instanceOf).sort(), ...current.rejects.map(({ code }) => code)];
}

describe('an archive that is dropped', () => {
  test.each([
    ['exam/study.zip', () => zipOf(images())],
    ['exam/stored.zip', () => zipOf(images(), { compress: false })],
    ['exam/study.tar', () => tarOf(images())],
    ['exam/study.tgz', () => tgzOf(images())],
    ['exam/no-suffix', () => zipOf(images())],
  ])('%s is recorded as its files would be, in one item', async (key, pack) => {
    drop(key, await pack());
    expect(await ingest([notice(key)])).toEqual([]);
    const packed = await imagesOf('1.2.3');
    expect(await sets()).toHaveLength(1);
    expect(sent()).toEqual([{ site, studyInstanceUid: '1.2.3', arrival: 1, complete: false, delay: 120 }]);
    const instance = (await instancesOf('1.2.3')).find(
      ({ sk }) => sk === instanceSk('1.2.3.1', '1.2.3.1.2', digest(`${key}/S3/IM2`)),
    );
    expect(instance).toMatchObject({
      keyDigest: digest(`${key}/S3/IM2`),
      archiveDigest: digest(key),
      sequencer: '01'.padStart(40, '0'),
    });
    const study = (await items()).find(({ pk, sk }) => pk === `STUDY#${site}#1.2.3` && sk === 'STUDY');
    expect(study?.folders).toEqual(new Set(['exam', key, `${key}/S3`].map(objectKeyDigest)));

    site = `loose-${site}`;
    await pipeline.register(site);
    const loose = images();
    for (const { path, content } of loose) drop(`exam/${path}`, content);
    await ingest(loose.map(({ path }) => notice(`exam/${path}`)));
    expect(packed).toEqual(await imagesOf('1.2.3'));
    expect(packed).toHaveLength(4);
  });

  test('is read by ranges of the version of its event, pixels left out', async () => {
    const large = images('1.2.3', 6).map(({ path, content }) => file(path, Buffer.concat([content, noise(300_000)])));
    const zip = await zipOf(large, { compress: false });
    drop('a.zip', zip);
    await ingest([notice('a.zip')]);
    const reads = pipeline.bucket.s3.commandCalls(GetObjectCommand).map(({ args: [{ input }] }) => input);
    const bytes = reads.map(({ Range = '' }) => {
      const [from = 0, to = 0] = Range.replace('bytes=', '').split('-').map(Number);
      return to - from + 1;
    });
    expect(reads.every(({ IfMatch }) => /^".+"$/.test(IfMatch ?? ''))).toBe(true);
    expect(bytes.reduce((sum, each) => sum + each, 0)).toBeLessThan(zip.length * 0.12);
    expect(await imagesOf('1.2.3')).toHaveLength(6);
  });

  test('again changes nothing but the count of arrivals', async () => {
    drop('exam/a.zip', await zipOf([...images(), file('letter.txt', 'Dear'), file('study.json', '{}')]));
    await ingest([notice('exam/a.zip')]);
    const once = await items();
    await ingest([notice('exam/a.zip')]);
    const times = { quietAtMs: expect.any(Number), nextLookMs: expect.any(Number) };
    expect(await items()).toEqual(
      once
        .map((item) => ('arrivals' in item ? { ...item, ...times, arrivals: 2, sentArrival: 2 } : item))
        .map((item) => ('untilMs' in item ? { ...item, untilMs: expect.any(Number) } : item)),
    );
    expect(sent().map(({ arrival }) => arrival)).toEqual([1, 2]);
  });

  test('may hold several studies, one study may lie in several, and beside them as loose files', async () => {
    const [first, second, third, fourth] = images();
    if (first === undefined || second === undefined || third === undefined || fourth === undefined) throw new Error();
    drop('exam/a.zip', await zipOf([first, second, ...images('1.2.4', 2)]));
    drop('exam/b.tgz', await tgzOf([third]));
    drop('exam/IM4', fourth.content);
    await ingest(['exam/a.zip', 'exam/b.tgz', 'exam/IM4'].map((key) => notice(key)));
    expect(await currentOf('1.2.3')).toHaveLength(4);
    expect(await currentOf('1.2.4')).toHaveLength(2);
    expect(
      sent()
        .map(({ studyInstanceUid }) => studyInstanceUid)
        .sort(),
    ).toEqual(['1.2.3', '1.2.4']);
  });

  test('of one of three is gone: the others are taken', async () => {
    for (const [index, key] of ['a.zip', 'b.zip', 'c.zip'].entries())
      drop(key, await zipOf(images(`1.2.${index + 3}`)));
    const notices = ['a.zip', 'b.zip', 'c.zip'].map((key) => notice(key));
    pipeline.bucket.delete(`incoming/${site}/b.zip`);
    expect(await ingest(notices)).toEqual([]);
    expect(
      sent()
        .map(({ studyInstanceUid }) => studyInstanceUid)
        .sort(),
    ).toEqual(['1.2.3', '1.2.5']);
  });

  test('that S3 cannot give now comes again, and its neighbours do not', async () => {
    drop('a.zip', await zipOf(images()));
    drop('b.zip', await zipOf(images('1.2.4')));
    pipeline.bucket.s3.on(GetObjectCommand, { Key: `incoming/${site}/a.zip` }).rejectsOnce(new Error('slow down'));
    const failing = notice('a.zip');
    expect(await ingest([failing, notice('b.zip')])).toEqual([failing.id]);
    expect(sent().map(({ studyInstanceUid }) => studyInstanceUid)).toEqual(['1.2.4']);
  });
});

describe('study.json and _COMPLETE', () => {
  const facts = { indication: 'monitoring' };

  test('in the archive count for its studies, in whatever order they are packed', async () => {
    for (const [name, packed] of [
      ['first.zip', [file('study.json', JSON.stringify({ ...facts, complete: true })), ...images()]],
      ['last.zip', [...images('1.2.4'), file('study.json', JSON.stringify({ ...facts, complete: true }))]],
      ['marked.zip', [file('_COMPLETE', ''), ...images('1.2.5')]],
    ] as const) {
      drop(`exam/${name}`, await zipOf(packed));
      await ingest([notice(`exam/${name}`)]);
    }
    expect(sent().map(({ studyInstanceUid, delay }) => [studyInstanceUid, delay])).toEqual([
      ['1.2.3', 20],
      ['1.2.4', 20],
      ['1.2.5', 20],
    ]);
    const folder = (await items()).find(({ pk }) => pk === `FOLDER#${site}#${objectKeyDigest('exam/first.zip')}`);
    expect(folder).toMatchObject({ sk: 'FOLDER', depth: 2, studyJson: { ...facts, complete: true } });
  });

  test.each(['exam/', ''])('beside the archive, in "%s", count for its studies too', async (folder) => {
    drop(`${folder}a.zip`, await zipOf(images()));
    drop(`${folder}study.json`, JSON.stringify({ complete: true, expectedInstances: 4 }));
    await ingest([notice(`${folder}a.zip`)]);
    await ingest([notice(`${folder}study.json`)]);
    expect(sent()).toMatchObject([
      { complete: false, delay: 120 },
      { complete: true, delay: 0 },
    ]);
  });

  test('that cannot be used are rejected under the archive', async () => {
    drop('exam/a.zip', await zipOf([...images(), file('study.json', '{"indication": "Zzyzx"}')]));
    await ingest([notice('exam/a.zip')]);
    expect(await rejects()).toMatchObject([
      {
        pk: `FOLDER#${site}#${objectKeyDigest('exam/a.zip')}`,
        sk: `REJECT#${digest('exam/a.zip/study.json')}`,
        archiveDigest: digest('exam/a.zip'),
        code: 'invalid-study-json',
        reason: expect.not.stringContaining('Zzyzx'),
      },
    ]);
  });
});

describe('an archive that cannot be read', () => {
  test('and shows no study is rejected beside what lies with it, which is told', async () => {
    drop('exam/IM1', images()[0]?.content ?? '');
    await ingest([notice('exam/IM1')]);
    drop('exam/a.zip', (await zipOf(images())).subarray(0, 1000));
    expect(await ingest([notice('exam/a.zip')])).toEqual([]);
    expect(await rejects()).toMatchObject([
      {
        pk: `FOLDER#${site}#${objectKeyDigest('exam')}`,
        sk: `REJECT#${digest('exam/a.zip')}`,
        keyDigest: digest('exam/a.zip'),
        code: 'archive-damaged',
        bytesTotal: 1000,
      },
    ]);
    expect(sent().map(({ arrival }) => arrival)).toEqual([1, 2]);
    expect(output.text()).toContain('"reason":"archive-damaged"');
  });

  test('to its end is rejected with every study that it shows', async () => {
    const whole = await tarOf([...images(), ...images('1.2.4')]);
    const cut = whole.subarray(0, Buffer.from(whole).indexOf('S4/IM3') + 600);
    drop('exam/a.tar', cut);
    await ingest([notice('exam/a.tar')]);
    expect((await rejects()).map(({ pk, code }) => [pk, code])).toEqual([
      [`FOLDER#${site}#${objectKeyDigest('exam/a.tar/S4')}`, 'archive-damaged'],
      [`STUDY#${site}#1.2.3`, 'archive-damaged'],
      [`STUDY#${site}#1.2.4`, 'archive-damaged'],
    ]);
    expect(sent()).toHaveLength(2);
  });

  test('beyond a limit of the environment variable is recorded with what was read', async () => {
    vi.resetModules();
    vi.stubEnv('ARCHIVE_LIMITS', '{"entries":2}');
    const { handler } = await import('../../../functions/ingest/handler.ts');
    drop('exam/a.tar', await tarOf(images()));
    expect(await hand(handler, [notice('exam/a.tar')])).toEqual([]);
    expect(await currentOf('1.2.3')).toEqual(['1.2.3.1#1.2.3.1.1', '1.2.3.1#1.2.3.1.2', 'archive-limit']);
  });

  test('cannot be read with limits that are none: the function does not start', async () => {
    vi.resetModules();
    vi.stubEnv('ARCHIVE_LIMITS', '{"entries":0}');
    await expect(import('../../../functions/ingest/handler.ts')).rejects.toThrow(
      'The archive limit entries is 0: give a whole number from 1 to 1000000 (default 250000).',
    );
  });
});

describe('an archive that is dropped again under its key', () => {
  test('replaces what it said of the studies that it holds, and leaves those that it holds no more', async () => {
    drop('daily.zip', await zipOf([...images(), ...images('1.2.4')]));
    await ingest([notice('daily.zip', '01')]);
    drop('daily.zip', await zipOf([...images('1.2.3', 2, '5'), ...images('1.2.5')]));
    await ingest([notice('daily.zip', '02')]);
    expect(await currentOf('1.2.3')).toEqual(['1.2.3.1#1.2.3.1.1', '1.2.3.1#1.2.3.1.2']);
    expect(await currentOf('1.2.4')).toHaveLength(4);
    expect(await currentOf('1.2.5')).toHaveLength(4);
  });

  test('without some images leaves those that another archive, or a loose file, holds too', async () => {
    const all = images();
    drop('a.zip', await zipOf(all.slice(0, 2)));
    drop('b.zip', await zipOf(all.slice(1)));
    const loose = all[3];
    if (loose === undefined) throw new Error('There are four images.');
    drop('exam/IM4', loose.content);
    await ingest([notice('exam/IM4', '01'), notice('a.zip', '02')]);
    await ingest([notice('b.zip', '03')]);
    drop('b.zip', await zipOf(images('1.2.3', 9).slice(8)));
    await ingest([notice('b.zip', '04')]);
    expect((await currentOf('1.2.3')).toSorted()).toEqual([1, 2, 4, 9].map((number) => `1.2.3.1#1.2.3.1.${number}`));
  });

  test('whole, clears the reason for which its cut version was rejected', async () => {
    const whole = await tarOf(images());
    drop('exam/a.tar', whole.subarray(0, Buffer.from(whole).indexOf('S3/IM3') + 600));
    await ingest([notice('exam/a.tar', '01')]);
    expect(await currentOf('1.2.3')).not.toHaveLength(4);
    drop('exam/a.tar', whole);
    await ingest([notice('exam/a.tar', '02')]);
    expect(await currentOf('1.2.3')).toEqual([1, 2, 3, 4].map((number) => `1.2.3.1#1.2.3.1.${number}`));
  });

  test('its earlier event, late, changes nothing', async () => {
    drop('a.zip', await zipOf(images('1.2.3', 2)));
    const [early, late] = [notice('a.zip', '01'), notice('a.zip', '02')];
    await ingest([late]);
    await ingest([early]);
    expect(await currentOf('1.2.3')).toHaveLength(2);
    expect(
      (await instancesOf('1.2.3')).find(({ sk }) => sk === instanceSk('1.2.3.1', '1.2.3.1.1', digest('a.zip/S3/IM1')))
        ?.sequencer,
    ).toBe('02'.padStart(40, '0'));
  });
});

test('nothing of the patient, names of files included, reaches an item, a message or the output', async () => {
  const folder = 'Zzyzx^Zelda';
  const packed = [
    file(`${folder}/19311117 ZZPATIENTZZ.dcm`, mrFile()),
    file(`${folder}/19311117.txt`, 'Zzyzx^Zelda ZZPATIENTZZ'),
    file(`${folder}/cut.dcm`, mrFile({ sop: '1.2.3.9' }).slice(0, 400)),
    file(`${folder}/ZZPATIENTZZ.zip`, 'PK\x03\x04 damaged'),
    file(`${folder}/study.json`, '{"indication": "ZZPATIENTZZ"}'),
  ];
  for (const [key, bytes] of [
    ['Zzyzx^Zelda.zip', await zipOf(packed)],
    ['ZZPATIENTZZ.zip', (await zipOf(packed)).subarray(0, 900)],
    ['ZZPATIENTZZ.tar', (await tarOf(packed)).subarray(0, 4000)],
  ] as const) {
    drop(key, bytes);
    expect(await ingest([notice(key)])).toEqual([]);
  }
  const seen = JSON.stringify([await items(), sent()], (_, value) =>
    value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value,
  );
  expect(seen).toContain('INSTANCE#');
  for (const fact of patientFacts) {
    expect(seen).not.toContain(fact);
    expect(output.text()).not.toContain(fact);
  }
});
