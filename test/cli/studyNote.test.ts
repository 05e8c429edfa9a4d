import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { notesFor } from '../../cli/studyNote.ts';
import { zipOf } from '../core/archive/packedArchives.ts';
import { checkDocument } from './contractSchema.ts';
import { runCli } from './runCli.ts';
import {
  firstOfEachSeries,
  type TemporaryFolder,
  temporaryFolder,
  writeBelow,
  writeSample,
} from './temporaryFolder.ts';

let root: TemporaryFolder;
let prior: string;

beforeAll(async () => {
  root = await temporaryFolder();
  prior = await writeSample(join(root.path, 'prior'), 'diagnosis-compliant', firstOfEachSeries());
});
afterAll(() => root[Symbol.asyncDispose]());

/** A study of the brain beside a `study.json`. */
async function studyWith(name: string, note: unknown): Promise<string> {
  const folder = await writeSample(join(root.path, name), 'follow-up-three-misses', firstOfEachSeries());
  await writeBelow(folder, 'study.json', typeof note === 'string' ? note : JSON.stringify(note));
  return folder;
}

async function checkJson(...args: readonly string[]) {
  const { status, stdout, stderr } = await runCli(['check', ...args, '--format', 'json']);
  const [study] = checkDocument.parse(JSON.parse(stdout)).studies;
  if (study === undefined) throw new Error('There is no study.');
  const judged = [...new Set(study.verdicts.map(({ region, indication }) => `${region} ${indication}`))];
  return { status, stderr, judged, rejected: study.reading.rejected, study };
}

describe('a study.json beside the images', () => {
  test('leaves what is judged to the options, is remarked where it is used, and is no file of the study', async () => {
    const folder = await studyWith('said', { indication: 'monitoring', regions: ['orbit'], pmlRisk: 'high' });
    const { judged, rejected, stderr } = await checkJson(folder, '--protocol', '2021');
    expect({ judged, rejected, stderr }).toStrictEqual({
      judged: ['brain diagnosis', 'brain monitoring', 'brain pml-safety'],
      rejected: [],
      stderr: `ms-mri-check: ${join(folder, 'study.json')} says of the study of 2025-05-06: PML risk high.\n`,
    });
  });

  test('is outranked by options, one by one', async () => {
    const folder = await studyWith('outranked', { symptoms: ['optic-nerve'], pmlRisk: 'high' });
    const asked = await checkJson(folder, '--protocol', '2024', '--symptom', 'optic-nerve', '--pml-risk', 'low');
    expect(asked.stderr).toBe('');
  });

  test('says the symptoms on which a level depends', async () => {
    const folder = await studyWith('symptoms', { symptoms: ['optic-nerve'] });
    const levelOf = async (...more: readonly string[]) => {
      const { study } = await checkJson(folder, '--protocol', '2024', ...more);
      const requirements = study.verdicts.flatMap((verdict) => verdict.requirements);
      return requirements.find(({ id }) => id === 'brain.with-orbit')?.level;
    };
    expect(await levelOf()).toBe('recommended');
    expect(await levelOf('--symptom', 'gait')).toBe('optional');
  });

  test('is remarked, as an option is, where no edition asks anything of the symptom', async () => {
    const folder = await studyWith('misspelt', { symptoms: ['optic-neuritis'] });
    const plain = await checkJson(folder, '--protocol', '2024', '--symptom', 'optic-nerve');
    expect(plain.stderr).toBe('');
    const noted = await checkJson(folder, '--protocol', '2024');
    expect(noted.stderr.split('\n')).toStrictEqual([
      `ms-mri-check: ${join(folder, 'study.json')} says of the study of 2025-05-06: symptoms optic-neuritis.`,
      'ms-mri-check: No chosen edition asks anything of the symptom "optic-neuritis"; known: optic-nerve.',
      '',
    ]);
    expect(noted.status).toBe(plain.status);
    const words = ['--symptom', 'opticnerve', '--symptom', 'gait', '--symptom', 'optic-nerve', '--symptom', 'gait'];
    const several = await checkJson(folder, '--protocol', '2024', ...words);
    expect(several.stderr).toBe(
      'ms-mri-check: No chosen edition asks anything of the symptoms "opticnerve" and "gait"; known: optic-nerve.\n',
    );
    const without = await checkJson(folder, '--protocol', '2021', '--symptom', 'optic-nerve');
    expect(without.stderr).toBe(
      'ms-mri-check: No chosen edition asks anything of the symptom "optic-nerve"; none of them depends on a symptom.\n',
    );
    const either = await checkJson(folder, '--protocol', '2021', '--protocol', '2024', '--symptom', 'optic-nerve');
    expect(either.stderr).toBe('');
  });

  test('says how many objects to expect: fewer are listed as a fault of the upload', async () => {
    const folder = await studyWith('expected', { expectedInstances: 1000 });
    const here = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.dcm')).length;
    expect((await checkJson(folder)).rejected).toStrictEqual([
      {
        path: join(folder, 'study.json'),
        code: 'incomplete-study',
        reason: `study.json announces 1000 objects, ${here} are here: what is missing may be among the others.`,
      },
    ]);
    await writeBelow(folder, 'study.json', JSON.stringify({ expectedInstances: here }));
    expect((await checkJson(folder)).rejected).toStrictEqual([]);
  });

  test('that cannot be used is listed with the reason, and the study is judged without it', async () => {
    const folder = await studyWith('unusable', { indication: 'screening' });
    const { judged, rejected, stderr } = await checkJson(folder);
    expect(judged).toHaveLength(3);
    expect(stderr).toBe('');
    expect(rejected).toMatchObject([
      {
        path: join(folder, 'study.json'),
        code: 'invalid-study-json',
        reason: expect.stringContaining('study.json was not used: indication:'),
      },
    ]);
    await writeBelow(folder, 'study.json', ' '.repeat(64 * 1024 + 1));
    expect((await checkJson(folder)).rejected[0]?.reason).toContain('at most 65536 are read');
  });

  test('counts in an archive, beside one, and where it was named itself', async () => {
    const folder = await studyWith('packed', '');
    const names = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.dcm'));
    const images = await Promise.all(
      names.map(async (path) => ({ path, content: await readFile(join(folder, path)) })),
    );
    const note = { path: 'study.json', content: Buffer.from('{"pmlRisk": "low"}') };
    const within = await writeBelow(root.path, 'within/exam.zip', await zipOf([...images, note]));
    expect((await checkJson(within)).stderr).toContain('PML risk low');
    const beside = await writeBelow(root.path, 'beside/exam.zip', await zipOf(images));
    const named = await writeBelow(root.path, 'beside/study.json', '{"pmlRisk": "high"}');
    for (const paths of [[join(root.path, 'beside')], [beside, named]]) {
      const { stderr, rejected } = await checkJson(...paths);
      expect(stderr).toContain('PML risk high');
      expect(rejected).toStrictEqual([]);
    }
  });
});

describe('the PML risk', () => {
  const timing = async (folder: string, ...more: readonly string[]) => {
    const { study } = await checkJson(folder, '--prior', prior, '--indication', 'pml-safety', ...more);
    return study.comparison?.interval?.judgements.map(({ situations }) => situations.map(({ situation }) => situation));
  };

  test('of the option chooses the interval, of study.json where there is no option', async () => {
    const unsaid = await studyWith('risk-unsaid', {});
    const high = await studyWith('risk-high', { pmlRisk: 'high' });
    const both = [['high PML risk (on natalizumab)', 'low PML risk']];
    expect(await timing(unsaid)).toStrictEqual(both);
    expect(await timing(unsaid, '--pml-risk', 'low')).toStrictEqual([['low PML risk']]);
    expect(await timing(high)).toStrictEqual([['high PML risk (on natalizumab)']]);
    expect(await timing(high, '--pml-risk', 'low')).toStrictEqual([['low PML risk']]);
    expect(await timing(high, '--pml-risk', 'unknown')).toStrictEqual(both);
  });

  test('that is none is refused', async () => {
    expect(await runCli(['check', prior, '--pml-risk', 'some'])).toMatchObject({ status: 64, stdout: '' });
  });
});

test('of several notes those above a study count, the deepest first', () => {
  const note = { text: '{}' };
  const notes = ['a/study.json', 'a/b/study.json', 'a/c/study.json', 'study.json', 'a/b/x/study.json'].map((path) => ({
    path,
    note,
  }));
  const paths = (...folders: readonly string[]) => notesFor(new Set(folders), notes).map(({ path }) => path);
  expect(paths('a/b')).toStrictEqual(['a/b/study.json', 'a/study.json', 'study.json']);
  expect(paths('a/c/d/e', 'a/b/x')).toStrictEqual([
    'a/b/x/study.json',
    'a/b/study.json',
    'a/c/study.json',
    'a/study.json',
    'study.json',
  ]);
  expect(paths('ab')).toStrictEqual(['study.json']);
  expect(notesFor(new Set(['s3://bucket/a/b']), [{ path: 's3://bucket/a/study.json', note }])).toHaveLength(1);
});
