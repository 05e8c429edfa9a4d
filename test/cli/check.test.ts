import { execFileSync, spawn } from 'node:child_process';
import { existsSync, linkSync, statSync } from 'node:fs';
import { mkdir, readdir, readFile, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkDocument } from './contractSchema.ts';
import { exitOf, runCli, startCli } from './runCli.ts';
import {
  firstOfEachSeries,
  type TemporaryFolder,
  temporaryFolder,
  withoutElement,
  writeBelow,
  writeSample,
} from './temporaryFolder.ts';

let root: TemporaryFolder;
let compliant: string;
let threeMisses: string;
let small: string;

beforeAll(async () => {
  root = await temporaryFolder();
  compliant = await writeSample(root.path, 'diagnosis-compliant');
  threeMisses = await writeSample(root.path, 'follow-up-three-misses');
  small = await writeSample(join(root.path, 'small'), 'follow-up-three-misses', firstOfEachSeries());
});
afterAll(() => root[Symbol.asyncDispose]());

async function checkJson(...args: readonly string[]) {
  const { status, stdout, stderr } = await runCli(['check', ...args, '--format', 'json']);
  return { status, stderr, document: checkDocument.parse(JSON.parse(stdout)) };
}

/** The requirements that are required and not met, with what would mend them, of a document's first study. */
function faultsOf(document: Awaited<ReturnType<typeof checkJson>>['document']) {
  const requirements = document.studies[0]?.verdicts.flatMap((verdict) => verdict.requirements) ?? [];
  return requirements.flatMap(({ id, level, status, nearest }) =>
    level === 'required' && status === 'not-met' ? [{ id, remedy: nearest?.remedy ?? null }] : [],
  );
}

describe('check', () => {
  test('a study that follows the guideline exits 0, with the document alone on standard output', async () => {
    const { status, stderr, document } = await checkJson(compliant, '--indication', 'diagnosis');
    expect(faultsOf(document)).toStrictEqual([]);
    expect({ status, stderr }).toStrictEqual({ status: 0, stderr: '' });
    const files = await readdir(compliant, { recursive: true, withFileTypes: true });
    const dicomFiles = files.filter((file) => file.name.endsWith('.dcm')).length;
    expect(document.studies.map(({ reading }) => [reading.files, reading.instances, reading.rejected])).toStrictEqual([
      [dicomFiles, dicomFiles, []],
    ]);
  });

  test('a study with three faults exits 1 and names each with its remedy', async () => {
    const { status, stderr, document } = await checkJson(threeMisses, '--indication', 'diagnosis');
    expect({ status, stderr }).toStrictEqual({ status: 1, stderr: '' });
    expect(faultsOf(document)).toStrictEqual([
      { id: 'brain.flair', remedy: expect.stringContaining('slice thickness 5 mm → at most 3 mm; gap 1 mm → none') },
      { id: 'brain.t2', remedy: 'slice thickness 4 mm → at most 3 mm' },
      { id: 'brain.t1-post', remedy: 'acquired without contrast → after contrast' },
    ]);

    const text = await runCli(['check', threeMisses, '--indication', 'diagnosis']);
    expect(text).toMatchObject({ status: 1, stderr: '' });
    for (const { remedy } of faultsOf(document)) {
      expect(text.stdout.replaceAll(/\s+/g, ' ')).toContain(`to mend: ${remedy}`);
    }
  });

  test('--format html prints one self-contained page with the same verdicts', async () => {
    const { status, stdout, stderr } = await runCli([
      'check',
      threeMisses,
      '--indication',
      'diagnosis',
      '--format',
      'html',
    ]);
    expect({ status, stderr }).toStrictEqual({ status: 1, stderr: '' });
    expect(stdout).toMatch(/^<!doctype html>[\s\S]*<\/html>\n?$/i);
    expect(stdout).toContain('slice thickness 4 mm → at most 3 mm');
    expect(stdout).not.toMatch(/<script|https?:\/\/(?!doi\.org)/);
  });

  test('without MagneticFieldStrength that requirement, and nothing else, cannot be told', async () => {
    const unstated = await writeSample(join(root.path, 'unstated'), 'diagnosis-compliant', (bytes) =>
      withoutElement(bytes, 0x0018, 0x0087, 'DS'),
    );
    const answers = async (folder: string) => {
      const { document } = await checkJson(folder);
      return document.studies[0]?.verdicts.flatMap(({ region, indication, requirements }) =>
        requirements.map(({ id, status }) => `${region} ${indication} ${id}: ${status}`),
      );
    };
    const [stated = [], missing] = [await answers(compliant), await answers(unstated)];
    expect(stated.filter((answer) => answer.endsWith('field-strength: met')).length).toBeGreaterThan(0);
    expect(missing).toStrictEqual(
      stated.map((answer) => answer.replace('field-strength: met', 'field-strength: cannot-tell')),
    );
    expect((await runCli(['check', unstated, '--region', 'cord', '--indication', 'diagnosis'])).status).toBe(2);
  });

  test('what is no MR image gets its own reason each, and the rest is judged', async () => {
    const folder = await writeSample(join(root.path, 'mixed'), 'follow-up-three-misses', firstOfEachSeries());
    const [image = ''] = await dicomFilesBelow(folder);
    const bytes = await readFile(image);
    await writeBelow(folder, 'junk/cut-off.dcm', bytes.subarray(0, 700));
    await writeBelow(folder, 'junk/empty.dcm', '');
    await writeBelow(folder, 'junk/letter.txt', 'Dear colleague,\n');
    await writeBelow(
      folder,
      'junk/random.bin',
      Uint8Array.from({ length: 4096 }, (_, index) => (index * 7919 + 13) % 251),
    );
    await writeBelow(folder, 'junk/notes.json', '{"a": 1}');
    await writeBelow(folder, 'junk/broken.json', '{"PatientName": "Doe^Jane", ');
    await writeBelow(folder, 'junk/images.zip', Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.alloc(200)]));
    await symlink('nowhere', join(folder, 'junk/broken-link'));
    await symlink('..', join(folder, 'junk/loop'));

    const { document, stderr } = await checkJson(folder);
    expect(stderr).toBe('');
    expect(document.studies).toHaveLength(1);
    const rejected = document.studies[0]?.reading.rejected ?? [];
    expect(Object.fromEntries(rejected.map(({ path, code }) => [path.slice(folder.length + 6), code]))).toStrictEqual({
      'broken-link': 'unreadable',
      'broken.json': 'not-dicom',
      'cut-off.dcm': 'truncated-header',
      'empty.dcm': 'empty',
      'images.zip': 'archive-damaged',
      'letter.txt': 'not-dicom',
      'notes.json': 'not-dicom',
      'random.bin': 'not-dicom',
    });
    const reasons = rejected.filter(({ code }) => code !== 'not-dicom').map(({ reason }) => reason);
    expect(new Set(reasons).size).toBe(reasons.length);
    expect(JSON.stringify(rejected)).not.toContain('Doe');
    expect(document.studies[0]?.acquisitions.length).toBeGreaterThan(3);
  });

  test('a FLAIR whose files are cut off before their UIDs cannot be told: it is not known to be absent', async () => {
    const isFlair = (path: string) => path.includes('dark-fluid');
    const cutOff = await writeSample(join(root.path, 'cut-off'), 'diagnosis-compliant', (bytes, path) =>
      isFlair(path) ? bytes.subarray(0, 300) : bytes,
    );
    const absent = await writeSample(join(root.path, 'absent-flair'), 'diagnosis-compliant', (bytes, path) =>
      isFlair(path) ? null : bytes,
    );
    const answerOf = async (folder: string) => {
      const { status, document } = await checkJson(folder, '--region', 'brain', '--indication', 'diagnosis');
      const { reading, verdicts } = document.studies[0] ?? {};
      const flair = verdicts?.flatMap(({ requirements }) => requirements).find(({ id }) => id === 'brain.flair');
      const codes = [...new Set(reading?.rejected.map(({ code }) => code))];
      return { status, studies: document.studies.length, codes, flair: flair?.status };
    };
    expect(await answerOf(cutOff)).toStrictEqual({
      status: 2,
      studies: 1,
      codes: ['truncated-header'],
      flair: 'cannot-tell',
    });
    expect(await answerOf(absent)).toStrictEqual({ status: 1, studies: 1, codes: [], flair: 'not-met' });
  });

  test('reads the head of each file only', async () => {
    const big = await writeSample(join(root.path, 'big'), 'follow-up-three-misses', (bytes, path) =>
      path.endsWith('.json')
        ? null
        : Buffer.concat([bytes, Buffer.alloc(1_000_000)]).subarray(0, path.endsWith('1.dcm') ? undefined : 0),
    );
    const { document } = await checkJson(big);
    const reading = document.studies[0]?.reading;
    expect(reading?.bytesTotal).toBeGreaterThan(1_000_000);
    expect((reading?.bytesRead ?? 0) / (reading?.bytesTotal ?? 1)).toBeLessThan(0.1);
  });

  test('DICOM JSON is read from a file and from standard input alike', async () => {
    const document = JSON.stringify([mrDataSet('1.2.3.1'), mrDataSet('1.2.3.2')]);
    const path = await writeBelow(root.path, 'metadata.json', document);
    const fromFile = await runCli(['check', path, '--format', 'json']);
    const fromInput = await runCli(['check', '-', '--format', 'json'], document);
    expect(checkDocument.parse(JSON.parse(fromFile.stdout)).studies[0]?.reading).toStrictEqual({
      files: 1,
      instances: 2,
      bytesRead: document.length,
      bytesTotal: document.length,
      rejected: [],
    });
    expect(fromInput).toStrictEqual(fromFile);
  });

  test('a study older than every edition: no verdict, exit 3, and how to choose an edition', async () => {
    const path = await writeBelow(root.path, 'old.json', JSON.stringify([mrDataSet('1', '20050301')]));
    const text = await runCli(['check', path]);
    expect(text.status).toBe(3);
    expect(text.stdout).toContain('No guideline edition of this catalogue was in force');
    expect((await checkJson(path)).document.studies[0]?.verdicts).toStrictEqual([]);
    for (const choice of [
      ['--as-of', '2024-01-01'],
      ['--protocol', 'magnims-cmsc-naims-2021@1'],
    ]) {
      expect((await checkJson(path, ...choice)).document.studies[0]?.verdicts.length).toBeGreaterThan(0);
    }
  });

  test('a study without an MR image is recorded as not applicable and exits 3', async () => {
    const ct = {
      ...mrDataSet('1'),
      '00080016': { vr: 'UI', Value: ['1.2.840.10008.5.1.4.1.1.2'] },
      '00080060': { vr: 'CS', Value: ['CT'] },
    };
    const path = await writeBelow(root.path, 'ct.json', JSON.stringify([ct]));
    const { status, document } = await checkJson(path);
    expect(status).toBe(3);
    expect(document.studies).toMatchObject([
      {
        studyInstanceUid: '1.2.3',
        studyDate: '2025-01-01',
        acquisitions: [],
        verdicts: [{ outcome: 'not-applicable' }],
      },
    ]);
  });

  test('where nothing is readable it exits 66 and the document still names each reason', async () => {
    const folder = join(root.path, 'nothing');
    await writeBelow(folder, 'letter.txt', 'Dear colleague,');
    const { status, stderr, document } = await checkJson(folder);
    expect(status).toBe(66);
    expect(stderr).toBe(
      'ms-mri-check: nothing readable: none of 1 file could be used; the result names the reason for each.\n',
    );
    expect(document.studies).toMatchObject([
      { studyInstanceUid: null, verdicts: [], reading: { rejected: [{ code: 'not-dicom' }] } },
    ]);

    await mkdir(join(root.path, 'hollow'));
    expect(await checkJson(join(root.path, 'hollow'))).toMatchObject({ status: 66, document: { studies: [] } });
  });

  test('a study whose files are all cut off before they say so is not taken for none', async () => {
    const folder = join(root.path, 'two');
    const whole = await writeSample(join(folder, 'A'), 'diagnosis-compliant');
    const [cut] = [...(await readdir(whole, { recursive: true }))].filter((name) => name.endsWith('.dcm'));
    const bytes = await readFile(join(whole, cut ?? ''));
    await writeBelow(join(folder, 'B'), 'series/1.dcm', bytes.subarray(0, 200));
    const { status, document } = await checkJson(folder);
    expect(
      document.studies.map(({ studyInstanceUid, reading }) => [studyInstanceUid !== null, reading.rejected.length]),
    ).toEqual([
      [true, 0],
      [false, 1],
    ]);
    expect(status).toBe(2);
    expect((await checkJson(whole)).status).toBe(0);
  });

  test('--out into a pipe or a device writes there, and leaves it what it is', async () => {
    const pipe = join(root.path, 'pipe');
    execFileSync('mkfifo', [pipe]);
    const reader = spawn('cat', [pipe]);
    const [{ status }, written] = await Promise.all([
      runCli(['check', small, '--format', 'json', '--out', pipe]),
      text(reader.stdout),
    ]);
    expect(status).toBe(1);
    expect(checkDocument.parse(JSON.parse(written)).studies).toHaveLength(1);
    expect(statSync(pipe).isFIFO()).toBe(true);
  });

  test('--out holds the whole document, and standard output nothing', async () => {
    const out = join(root.path, 'report.json');
    const toFile = await runCli(['check', small, '--format', 'json', '--out', out]);
    const toOutput = await runCli(['check', small, '--format', 'json']);
    expect(toFile).toStrictEqual({ ...toOutput, stdout: '' });
    expect(await readFile(out, 'utf8')).toBe(toOutput.stdout);
  });

  test('Ctrl-C exits 130 and leaves no file', async () => {
    const folder = join(root.path, 'interrupted');
    await mkdir(folder);
    const child = startCli(['check', '-', '--format', 'json', '--out', join(folder, 'report.json')]);
    const exit = exitOf(child);
    // More than a pipe holds: it is only taken when the command has begun to read.
    child.stdin.on('error', () => {});
    child.stdin.write(Buffer.alloc(1_000_000, ' '), () => child.kill('SIGINT'));
    expect(await exit).toBe(130);
    expect(await readdir(folder)).toStrictEqual([]);
  });

  test('Ctrl-C amid thousands of files exits 130 and leaves no file', async () => {
    const [folder, out] = [join(root.path, 'thousands'), join(root.path, 'interrupted-out')];
    await mkdir(out);
    const image = await writeBelow(folder, '0', '');
    for (let index = 1; index < 40_000; index += 1) linkSync(image, join(folder, String(index)));
    const child = startCli(['check', '-', folder, '--format', 'json', '--out', join(out, 'report.json')]);
    const exit = exitOf(child);
    child.stdin.end(`[${' '.repeat(1_000_000)}]`, () => setTimeout(() => child.kill('SIGTERM'), 50));
    expect(await exit).toBe(130);
    expect(await readdir(out)).toStrictEqual([]);
  });

  test('a name that would drive a terminal is shown without its controls, and kept in JSON as escapes', async () => {
    const folder = join(root.path, 'hostile-names');
    const name = 'a\u001b[2J\u009b31m\u202ecod.b\u2028<script>';
    await writeBelow(folder, name, 'no image');
    const text = await runCli(['check', folder]);
    const json = await runCli(['check', folder, '--format', 'json']);
    const html = await runCli(['check', folder, '--format', 'html']);
    for (const { stdout, stderr } of [text, json, html]) {
      expect((stdout + stderr).replaceAll('\n', '')).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
    }
    expect(html.stdout).not.toContain('<script>');
    expect(
      checkDocument.parse(JSON.parse(json.stdout)).studies[0]?.reading.rejected.map(({ path }) => path),
    ).toStrictEqual([join(folder, name)]);
    const absent = await runCli(['check', join(folder, 'absent\u001b[2J')]);
    expect(absent).toMatchObject({
      status: 66,
      stderr: expect.stringMatching(/absent: There is no such file or folder.\n$/),
    });
  });

  test('a reader that closes the pipe is no fault', async () => {
    const child = startCli(['check', small, '--indication', 'diagnosis']);
    child.stdout.destroy();
    let stderr = '';
    child.stderr.on('data', (chunk) => {
      stderr += chunk;
    });
    expect({ status: await exitOf(child), stderr }).toStrictEqual({ status: 1, stderr: '' });
  });
});

describe('wrong usage exits 64, says what to do, and prints nothing', () => {
  test.each([
    [['check'], /missing required argument/],
    [['chekc', '.'], /unknown command/],
    [
      ['check', '.', '--protocol', 'magnims-2051'],
      /There is no protocol "magnims-2051". Known are: .*magnims-cmsc-naims-2021@1/,
    ],
    [['check', '.', '--protocol', 'magnims-cmsc-naims-2021@999'], /Known are: /],
    [['check', '.', '--indication', 'headache'], /Allowed choices are diagnosis, monitoring, pml-safety, all/],
    [['check', '.', '--region', 'knee'], /Allowed choices are brain, cord, orbit, all/],
    [['check', '.', '--as-of', '2023-02-29'], /day of the calendar/],
    [['check', '.', '--format', 'xml'], /Allowed choices are text, json, html/],
    [['check', '.', '--archive-limit', 'entries'], /--archive-limit entries: give a name and a whole number/],
    [['check', '.', '--archive-limit', 'dogs=1'], /There is no archive limit "dogs"\. The limits are entries, depth, /],
    [
      ['check', '.', '--archive-limit', 'depth=0'],
      /archive limit depth is 0: give a whole number from 1 to 8 \(default 2\)/,
    ],
    [['check', '.', '--archive-limit', 'depth=2x'], /archive limit depth is "2x": give a whole number/],
    [['check', '.', '--archive-limit', 'depth='], /archive limit depth is "": give a whole number/],
    [['check', '.', '--archive-limit', 'depth=2', '--archive-limit', 'depth=3'], /depth can be given once only/],
    [['acquisitions', '.', '--archive-limit', '__proto__=1'], /There is no archive limit "__proto__"/],
    [['check', '-', '--prior', '-'], /"-" can be given once only/],
    [['check', 's3://'], /name a bucket, as in s3:\/\/bucket\/prefix/],
    [['check', 's3:bucket'], /name a bucket/],
    [['check', 's3://no bucket/prefix'], /"no bucket" can be no bucket's name/],
    [['check', '.', '--out', 'no/such/folder/x.json'], /cannot write into its folder/],
    [['acquisitions', '.', '--format', 'html'], /Allowed choices are text, json/],
    [['protocols', 'diff', 'cmsc-2016', 'b'], /There is no protocol "b"/],
    [['protocols', 'diff', 'cmsc-2016'], /missing required argument 'B'/],
    [['protocols', 'lint'], /missing required argument 'FILE'/],
    [['replay', '--site', 'north'], /Name the stack with --stack/],
    [['replay', '--stack', 's'], /Say which studies: --site, or --from and --until, or --site and --study/],
    [['replay', '--stack', 's', '--site', 'North!'], /"North!" is no site name/],
    [['replay', '--stack', 's', '--study', '1.2.3'], /--study needs --site/],
    [['replay', '--stack', 's', '--site', 'a', '--study', 'x y'], /this is no DICOM UID/],
    [['replay', '--stack', 's', '--site', 'a', '--study', '1.2', '--limit', '3'], /leave out --from, --until, --limit/],
    [['replay', '--from', '2025-02-30'], /a day of the calendar/],
    [['replay', '--from', '2025-02-02', '--until', '2025-02-01'], /--from 2025-02-02 is later than --until 2025-02-01/],
    [['replay', '--site', 'a', '--resume', 'a'], /a site and a day, as north:2025-03-18/],
    [['replay', '--site', 'a', '--limit', '0'], /a whole number from 1/],
    [['replay', '--site', 'a', '--dry-run', '--go'], /'--dry-run' cannot be used with option '--go'/],
    [['redrive'], /Name the stack with --stack, or queues with --queue/],
    [['redrive', '--show', '3', '--go'], /'--show <N>' cannot be used with option '--go'/],
    [['release', 'x'], /not yet supported in this version/],
    [['site', 'add', 'north', '--name', 'N', '--table', 't', '--telling', 'automatically'], /not yet supported/],
    [['site', 'add', 'North!', '--name', 'North', '--table', 't'], /"North!" is no site name/],
    [['site', 'add', 'north', '--name', 'North', '--table', 't', '--email', 'nobody'], /no e-mail address/],
  ])('%j', async (args, sentence) => {
    const { status, stdout, stderr } = await runCli(args);
    expect({ status, stdout }).toStrictEqual({ status: 64, stdout: '' });
    expect(stderr).toMatch(sentence);
  });
});

test('a path that is not there exits 66 and is named', async () => {
  expect(await runCli(['check', join(root.path, 'absent')])).toStrictEqual({
    status: 66,
    stdout: '',
    stderr: `ms-mri-check: ${join(root.path, 'absent')}: There is no such file or folder.\n`,
  });
});

const realFiles = fileURLToPath(new URL('../../../shared/dicom', import.meta.url));
describe.runIf(existsSync(realFiles))(
  `real files of several vendors in ${realFiles} (skipped where they are not)`,
  () => {
    test('are all read into the document of the contract', async () => {
      const { document, stderr } = await checkJson(realFiles);
      expect(stderr).toBe('');
      expect(document.studies.length).toBeGreaterThan(10);
    });
  },
);

async function dicomFilesBelow(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter(({ name }) => name.endsWith('.dcm')).map((entry) => join(entry.parentPath, entry.name));
}

/** The least that makes an MR image of the brain in the DICOM JSON Model (PS3.18 Annex F). */
function mrDataSet(sopInstanceUid: string, studyDate = '20250101') {
  return {
    '00080016': { vr: 'UI', Value: ['1.2.840.10008.5.1.4.1.1.4'] },
    '00080018': { vr: 'UI', Value: [sopInstanceUid] },
    '00080020': { vr: 'DA', Value: [studyDate] },
    '00080060': { vr: 'CS', Value: ['MR'] },
    '0020000D': { vr: 'UI', Value: ['1.2.3'] },
    '0020000E': { vr: 'UI', Value: ['1.2.3.4'] },
  };
}
