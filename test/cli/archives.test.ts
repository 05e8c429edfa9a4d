import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { generateSample } from '../../samples/index.ts';
import { file, noise, type PackedFile, tarOf, tgzOf, zipOf } from '../core/archive/packedArchives.ts';
import { checkDocument } from './contractSchema.ts';
import { runCli } from './runCli.ts';
import { type TemporaryFolder, temporaryFolder, writeBelow } from './temporaryFolder.ts';

let root: TemporaryFolder;
/** Three images of each series of a study with faults. */
const study = imagesOf('follow-up-three-misses');

beforeAll(async () => {
  root = await temporaryFolder();
});
afterAll(() => root[Symbol.asyncDispose]());

function imagesOf(sample: string, after: Uint8Array = new Uint8Array()): readonly PackedFile[] {
  const taken = new Map<string, number>();
  return [...generateSample(sample, { pixels: 'none' })].flatMap(({ path, bytes }) => {
    const number = (taken.get(dirname(path)) ?? 0) + 1;
    taken.set(dirname(path), number);
    return path.endsWith('.dcm') && number <= 3 ? [file(path, Buffer.concat([bytes, after]))] : [];
  });
}

async function checkJson(path: string, ...more: readonly string[]) {
  const args = ['check', path, '--indication', 'diagnosis', '--format', 'json', ...more];
  const { status, stdout, stderr } = await runCli(args);
  return { status, stderr, studies: checkDocument.parse(JSON.parse(stdout)).studies };
}

describe('an archive, named or met in a folder, told by its content', () => {
  const packings: readonly (readonly [string, (files: readonly PackedFile[]) => Promise<Uint8Array>])[] = [
    ['deflated.zip', (files) => zipOf(files)],
    ['stored.zip', (files) => zipOf(files, { compress: false })],
    ['study.tar', tarOf],
    ['study.tgz', tgzOf],
    ['without-a-suffix', (files) => zipOf(files)],
  ];
  test.each(packings)('%s is judged as its files are in a folder', async (name, pack) => {
    const loose = join(root.path, `loose-${name}`);
    for (const { path, content } of study) await writeBelow(loose, path, content);
    const packed = join(root.path, `packed-${name}`);
    const archive = await writeBelow(packed, name, await pack([...study, file('study.json', '{}')]));

    const asFiles = await checkJson(loose);
    for (const path of [archive, packed]) {
      const { status, stderr, studies } = await checkJson(path);
      expect({ status, stderr }).toStrictEqual({ status: asFiles.status, stderr: '' });
      expect(studies.map(({ verdicts, acquisitions }) => ({ verdicts, acquisitions }))).toStrictEqual(
        asFiles.studies.map(({ verdicts, acquisitions }) => ({ verdicts, acquisitions })),
      );
      expect(studies[0]?.reading).toMatchObject({
        files: study.length,
        instances: study.length,
        bytesTotal: asFiles.studies[0]?.reading.bytesTotal,
        rejected: [],
      });
    }
  });

  test('of a large one, only its directory and the heads of its entries are read', async () => {
    const large = imagesOf('follow-up-three-misses', noise(500_000));
    const path = await writeBelow(root.path, 'large.zip', await zipOf(large));
    const { reading } = (await checkJson(path)).studies[0] ?? {};
    expect(reading).toMatchObject({ files: large.length, instances: large.length, rejected: [] });
    expect((reading?.bytesRead ?? 0) / (reading?.bytesTotal ?? 1)).toBeLessThan(0.05);
    expect(reading?.bytesRead).toBeGreaterThan(0);
  });

  test('inside another, and beside loose files', async () => {
    const [first, ...others] = study;
    const folder = join(root.path, 'beside');
    await writeBelow(
      folder,
      'outer.zip',
      await zipOf([file('inner.tar', await tarOf(others)), file('letter.txt', 'Dear')]),
    );
    await writeBelow(folder, 'loose/IM1', first?.content ?? '');
    const { studies } = await checkJson(folder);
    expect(studies.map(({ reading }) => [reading.instances, reading.rejected.map(({ path }) => path)])).toStrictEqual([
      [study.length, [join(folder, 'outer.zip/letter.txt')]],
    ]);
  });

  test('that is cut off, encrypted or of another format is named with its reason, and an absent sequence is in doubt', async () => {
    const [whole, tarred] = [await zipOf(study), await tgzOf(study)];
    const cases: readonly (readonly [string, Uint8Array, string])[] = [
      ['cut.zip', whole.subarray(0, whole.length / 2), 'archive-damaged'],
      ['cut.tgz', tarred.subarray(0, tarred.length / 2), 'archive-damaged'],
      ['locked.zip', encrypted(whole), 'archive-encrypted'],
      [
        'study.rar',
        Buffer.concat([Buffer.from('Rar!\x1a\x07\x01\x00', 'latin1'), noise(1000)]),
        'archive-not-supported',
      ],
    ];
    for (const [name, bytes, code] of cases) {
      const path = await writeBelow(root.path, name, bytes);
      const { studies } = await checkJson(path);
      const rejected = studies.flatMap(({ reading }) => reading.rejected);
      expect([name, ...new Set(rejected.map((one) => one.code))]).toContain(code);
      for (const { reason } of rejected) expect(reason).toMatch(/[.!] [A-Z].*\.$|: .*\.$/);
    }
    const folder = join(root.path, 'partly');
    const withoutFlair = study.filter(({ path }) => !/flair|dark-fluid/i.test(path));
    for (const { path, content } of withoutFlair) await writeBelow(folder, path, content);
    await writeBelow(folder, 'rest.zip', whole.subarray(0, whole.length / 2));
    const flair = (await checkJson(folder)).studies[0]?.verdicts
      .flatMap(({ region, requirements }) => (region === 'brain' ? requirements : []))
      .find(({ id }) => id === 'brain.flair');
    expect(flair?.status).toBe('cannot-tell');
  });

  test('that is altered is no ground for any verdict, one with bytes behind it is', async () => {
    const packed = await tgzOf(study);
    const altered = packed.slice();
    altered[altered.length - 6] = (altered.at(-6) ?? 0) ^ 1;
    const judged = await checkJson(await writeBelow(root.path, 'altered.tgz', altered));
    expect(judged.status).toBe(2);
    expect(judged.studies.flatMap(({ reading }) => reading.rejected.map(({ code }) => code))).toEqual([
      'archive-altered',
    ]);
    const signed = await checkJson(
      await writeBelow(root.path, 'signed.tgz', Buffer.concat([packed, Buffer.from('x')])),
    );
    const asPacked = await checkJson(await writeBelow(root.path, 'sound.tgz', packed));
    expect(signed.studies.map(({ verdicts }) => verdicts)).toEqual(asPacked.studies.map(({ verdicts }) => verdicts));
  });

  test('is read as far as the given limits go', async () => {
    const path = await writeBelow(root.path, 'limited.tar', await tarOf(study));
    const [only] = (await checkJson(path, '--archive-limit', 'entries=2', '--archive-limit', 'depth=1')).studies;
    expect(only?.reading).toMatchObject({
      instances: 2,
      rejected: [
        {
          path,
          code: 'archive-limit',
          reason: expect.stringMatching(/^The archive holds more than 2 files; the others were not read\./),
        },
      ],
    });
  });

  test('a part of a split archive says so, another format its name', async () => {
    const whole = await zipOf(study);
    const lastPart = Buffer.from(whole);
    lastPart.writeUInt16LE(1, lastPart.length - 18);
    const sevenZip = Buffer.concat([Buffer.from("7z\xbc\xaf'\x1c", 'latin1'), noise(1000)]);
    const reasons = await Promise.all(
      [
        ['split.zip', lastPart],
        ['study.7z', sevenZip],
      ].map(async ([name, bytes]) => {
        const path = await writeBelow(root.path, String(name), bytes ?? '');
        const { studies } = await checkJson(path);
        return studies.flatMap(({ reading }) => reading.rejected.map(({ code, reason }) => [code, reason]));
      }),
    );
    expect(reasons).toStrictEqual([
      [['archive-not-supported', 'The archive is one part of several. Join the parts into one archive and send that.']],
      [
        [
          'archive-not-supported',
          'This is a 7-Zip archive, which is not read: send a ZIP or tar archive, or the DICOM files themselves.',
        ],
      ],
    ]);
  });

  test('that unpacks itself is read, any other program is none', async () => {
    const program = Buffer.concat([Buffer.from('MZ', 'latin1'), noise(9_000)]);
    const folder = join(root.path, 'disc');
    await writeBelow(folder, 'study.exe', Buffer.concat([program, await zipOf(study)]));
    await writeBelow(folder, 'viewer.exe', program);
    await writeBelow(folder, 'stub.exe', program.subarray(0, 300));
    const { studies } = await checkJson(folder);
    expect(studies.map(({ reading }) => [reading.instances, reading.rejected])).toStrictEqual([
      [
        study.length,
        ['stub.exe', 'viewer.exe'].map((name) => ({
          path: join(folder, name),
          code: 'not-dicom',
          reason: 'This is no DICOM file. It looks like a Windows program.',
        })),
      ],
    ]);
  });

  test('of several studies counts for each what was read of it', async () => {
    const other = imagesOf('diagnosis-compliant').slice(0, Math.floor(study.length / 2));
    const packed = await writeBelow(root.path, 'both.zip', await zipOf([...study, ...other]));
    const readings = (await checkJson(packed)).studies.map(({ reading }) => reading);
    expect(readings.map(({ instances }) => instances).toSorted()).toStrictEqual(
      [other.length, study.length].toSorted(),
    );
    for (const { bytesRead, bytesTotal, instances } of readings) {
      expect(bytesRead / instances).toBeLessThan(8_192);
      expect(bytesTotal).toBeGreaterThan(0);
    }
  });

  test('that cannot be read at all counts with its size', async () => {
    const cut = (await zipOf(study)).subarray(0, 9_999);
    const { studies } = await checkJson(await writeBelow(root.path, 'unread.zip', cut));
    expect(studies[0]?.reading).toMatchObject({ files: 1, instances: 0, bytesTotal: 9_999 });
  });

  test('a gzip file of one object is read as that object', async () => {
    const folder = join(root.path, 'single');
    await writeBelow(folder, 'IM1.dcm.gz', gzipSync(Buffer.from(study[0]?.content ?? '')));
    await writeBelow(folder, 'notes.txt.gz', gzipSync('no image'));
    const { studies } = await checkJson(folder);
    expect(studies.map(({ reading }) => [reading.instances, reading.rejected.map(({ code }) => code)])).toStrictEqual([
      [1, ['not-dicom']],
    ]);
  });
});

/** Sets the bit of encryption in every local header and in the directory (APPNOTE 4.4.4). */
function encrypted(zip: Uint8Array): Uint8Array {
  const bytes = Buffer.from(zip);
  for (const [mark, flagsAt] of [
    ['PK\x03\x04', 6],
    ['PK\x01\x02', 8],
  ] as const) {
    for (let at = bytes.indexOf(mark, 0, 'latin1'); at >= 0; at = bytes.indexOf(mark, at + 4, 'latin1')) {
      bytes[at + flagsAt] = (bytes[at + flagsAt] ?? 0) | 1;
    }
  }
  return bytes;
}
