import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkDocument } from './contractSchema.ts';
import { runCli } from './runCli.ts';
import { type TemporaryFolder, temporaryFolder, writeBelow, writeSample } from './temporaryFolder.ts';

let root: TemporaryFolder;
let shipped: string;

beforeAll(async () => {
  root = await temporaryFolder();
  shipped = await readFile(new URL('../../protocols/poland-2020.yaml', import.meta.url), 'utf8');
});
afterAll(() => root[Symbol.asyncDispose]());

const own = (change: (text: string) => string = (text) => text) =>
  writeBelow(root.path, 'ours.yaml', change(shipped.replace('id: poland-2020', 'id: our-site')));

test('protocols list says which are chosen by themselves', async () => {
  const { status, stdout } = await runCli(['protocols', 'list']);
  expect(status).toBe(0);
  expect(stdout).toMatch(/^cmsc-2016@1 {2}superseded, in force 2016-03-01 to 2021-08-01 /m);
  expect(stdout).toMatch(/^cmsc-2018@1 {2}draft, only where named /m);
  expect(stdout).toMatch(/^poland-2020@1 {2}active, in force since 2020-01-01, only where named \(PL\) /m);
});

test('protocols diff says in words what changed', async () => {
  const { status, stdout, stderr } = await runCli(['protocols', 'diff', 'cmsc-2016', 'magnims-cmsc-naims-2021']);
  expect({ status, stderr }).toStrictEqual({ status: 0, stderr: '' });
  expect(stdout).toContain('slice gap of DWI: none → 10 to 30 % (judged: at most 30 %)\n');
});

test('protocols show says acquisitions as radiologists do, and what is judged of what the source says', async () => {
  const { status, stdout, stderr } = await runCli(['protocols', 'show', 'magnims-cmsc-naims-2021']);
  expect({ status, stderr }).toStrictEqual({ status: 0, stderr: '' });
  expect(stdout).toMatch(/^ +one T1w, after contrast, 2D, axial: slice thickness at most 3 mm, /m);
  expect(stdout).toMatch(/^ +one DWI.*: slice thickness at most 5 mm, slice gap 10 to 30 % \(judged: at most 30 %\)$/m);
  expect(stdout).toMatch(/^ +every acquisition: field strength at least 1\.5 T$/m);
  expect(stdout).toMatch(/^ +one T2w or T2\*w, axial: /m);
  expect(stdout).toMatch(/^ +PML safety: required \(/m);
  expect(stdout).not.toMatch(/2D or 3D 3D|contrast after contrast|T2starw|plane axial|^ +pml-safety:/m);
});

test('an edition may be named by its year alone', async () => {
  const named = await runCli(['protocols', 'diff', 'magnims-2015', 'magnims-cmsc-naims-2021']);
  expect(await runCli(['protocols', 'diff', '2015', '2021@1'])).toStrictEqual(named);
  expect(named.status).toBe(0);
});

describe('protocols lint', () => {
  test('exits 0 for a good file', async () => {
    const path = await own();
    expect(await runCli(['protocols', 'lint', path])).toStrictEqual({
      status: 0,
      stdout: expect.stringMatching(/^\S+ours\.yaml: our-site@1, \d+ requirements, \d+ examples, nothing to mend\n$/),
      stderr: '',
    });
  });

  test('exits 1 and says where and how to mend it', async () => {
    const path = await own((text) => text.replace('max: 3, unit: mm', 'max: 3 ± 0.3, unit: mm'));
    const { status, stdout } = await runCli(['protocols', 'lint', path]);
    expect(status).toBe(1);
    expect(stdout).toMatch(/ours\.yaml:\d+: terms\.at-most-3-mm\.max: a limit has a direction/);
  });

  test('exits 1 for advice alone, and says that the file can be used and what the advice is about', async () => {
    const silent = await own((text) => text.replace(/not-met primary/g, 'not-met'));
    const { status, stdout } = await runCli(['protocols', 'lint', silent]);
    const lines = stdout.trimEnd().split('\n');
    expect({ status, last: lines.at(-1) }).toStrictEqual({
      status: 1,
      last: `${silent}: our-site@1 can be used; what is advised is about its examples`,
    });
    expect(lines.slice(0, -1).every((line) => line.startsWith(`advice: ${silent}:`))).toBe(true);
    const strange = await own((text) =>
      text.replace('min: 5, unit: min, asWritten: 5 to 10 min', 'min: 5, max: 90, unit: min'),
    );
    const both = await runCli(['protocols', 'lint', strange]);
    expect(both.stdout).toMatch(/: our-site@1 can be used; what is advised is about its limits and examples\n$/);
    const help = await runCli(['protocols', 'lint', '--help']);
    expect(help.stdout).toContain('Exit status: 0 nothing to mend; 1 a fault, or an advice alone: ');
  });

  test('refuses the id of a shipped edition in the words of check, but not of the edition itself', async () => {
    const path = await own((text) => text.replace('id: our-site', 'id: cmsc-2016'));
    expect(await runCli(['protocols', 'lint', path])).toStrictEqual({
      status: 1,
      stdout: `${path} has the id "cmsc-2016", which is that of an edition of this catalogue: give it its own.\n`,
      stderr: '',
    });
    const itself = fileURLToPath(new URL('../../protocols/poland-2020.yaml', import.meta.url));
    const { status, stdout } = await runCli(['protocols', 'lint', itself]);
    expect({ status, stdout }).toStrictEqual({ status: 0, stdout: expect.stringContaining('nothing to mend\n') });
  });

  test('exits 66 for a file that is not there', async () => {
    const { status, stderr } = await runCli(['protocols', 'lint', join(root.path, 'absent.yaml')]);
    expect(status).toBe(66);
    expect(stderr).toContain('cannot be read');
  });
});

test('check --symptom raises what an edition asks where the optic nerve is symptomatic', async () => {
  const study = await writeSample(root.path, 'diagnosis-compliant');
  const level = async (...symptoms: readonly string[]) => {
    const args = ['check', study, '--protocol', 'magnims-cmsc-naims-2024', '--region', 'brain', '--format', 'json'];
    const { stdout } = await runCli([...args, ...symptoms]);
    const [verdict] = checkDocument.parse(JSON.parse(stdout)).studies[0]?.verdicts ?? [];
    return verdict?.requirements.find(({ id }) => id === 'brain.with-orbit')?.level;
  };
  expect(await level()).toBe('optional');
  expect(await level('--symptom', 'gait', '--symptom', 'optic-nerve')).toBe('recommended');
  expect((await runCli(['check', study, '--symptom', 'Optic Nerve'])).status).toBe(64);
});

describe('check --protocol FILE.yaml', () => {
  test("judges by a site's own file", async () => {
    const study = await writeSample(root.path, 'diagnosis-compliant');
    const path = await own();
    const { stdout, stderr } = await runCli(['check', study, '--protocol', path, '--format', 'json']);
    expect(stderr).toBe('');
    const verdicts = checkDocument.parse(JSON.parse(stdout)).studies[0]?.verdicts ?? [];
    expect([...new Set(verdicts.map(({ protocol }) => protocol))]).toEqual(['our-site']);
    const text = await runCli(['check', study, '--protocol', path]);
    expect(text.stdout).toContain('our-site, revision 1');
  });

  test('refuses one with faults, as lint would', async () => {
    const path = await own((text) => text.replace('gap: [0.05, 0.36]', 'gap: [0.05, 0.3]'));
    const { status, stdout, stderr } = await runCli(['check', root.path, '--protocol', path]);
    expect({ status, stdout }).toStrictEqual({ status: 64, stdout: '' });
    expect(stderr).toMatch(
      /ours\.yaml:\d+: examples\.0: the example "3D T1w, but gap 0\.3 in acquisition 1" does not hold/,
    );
  });

  test('refuses one that bears the id of a shipped edition', async () => {
    const path = await own((text) => text.replace('id: our-site', 'id: cmsc-2016'));
    const { status, stderr } = await runCli(['check', root.path, '--protocol', path]);
    expect(status).toBe(64);
    expect(stderr).toContain('which is that of an edition of this catalogue: give it its own');
  });

  test('exits 66 for one that is not there', async () => {
    expect((await runCli(['check', root.path, '--protocol', 'absent.yaml'])).status).toBe(66);
  });
});
