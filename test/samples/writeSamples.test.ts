import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { SamplesUsageError, writeSamples } from '../../samples/writeSamples.ts';

const name = 'follow-up-three-misses';
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'samples-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function run(...args: readonly string[]): Promise<string> {
  const printed: string[] = [];
  await writeSamples(args, (text) => printed.push(text));
  return printed.join('');
}

test('a study is a folder of series folders and its study.json, written once and replaced only when told to', async () => {
  expect(await run('--out', folder, '--only', name)).toBe(`${join(folder, name)}: 297 files, 47.2 MB\n`);
  expect(await readdir(folder)).toEqual([name]);
  expect((await readdir(join(folder, name))).sort()).toEqual([
    '0101_survey',
    '0201_sag_t1_3d_tfe',
    '0301_ax_flair',
    '0401_ax_t2_tse',
    '0501_ax_dwi',
    '0502_dadc',
    'study.json',
  ]);
  const image = await readFile(join(folder, name, '0301_ax_flair', '0001.dcm'));
  expect(image.toString('latin1', 128, 132)).toBe('DICM');

  await expect(run('--out', folder, '--only', name)).rejects.toThrow(
    `${join(folder, name)} is not empty; choose another --out, or --force to replace it`,
  );

  await writeFile(join(folder, name, 'left-over.dcm'), '');
  await run('--out', folder, '--only', name, '--force', '--complete');
  expect(await readdir(join(folder, name))).not.toContain('left-over.dcm');
  expect(JSON.parse(await readFile(join(folder, name, 'study.json'), 'utf8'))).toEqual({
    indication: 'diagnosis',
    regions: ['brain'],
    complete: true,
  });
});

test.each([
  ['no folder', [], 'where to? Give --out DIR'],
  [
    'an unknown study',
    ['--out', 'x', '--only', 'knee'],
    'there is no sample study "knee"; choose one of: diagnosis-compl',
  ],
  ['a seed that is no number', ['--out', 'x', '--seed', 'abc'], '--seed takes a non-negative integer, not "abc"'],
  ['a negative seed', ['--out', 'x', '--seed=-1'], '--seed takes a non-negative integer, not "-1"'],
  ['an unknown option', ['--out', 'x', '--fast'], "Unknown option '--fast'"],
])('%s is refused, saying what to do', async (_, args, message) => {
  const refused = run(...args);
  await expect(refused).rejects.toThrow(SamplesUsageError);
  await expect(refused).rejects.toThrow(message);
});

test('a file in place of the study folder is refused', async () => {
  await writeFile(join(folder, name), '');
  await expect(run('--out', folder, '--only', name)).rejects.toThrow(/is a file, and a study needs a folder/);
});

test('help names the studies', async () => {
  const help = await run('--help');
  expect(help).toContain('diagnosis-compliant');
  expect(help).toContain(name);
});
