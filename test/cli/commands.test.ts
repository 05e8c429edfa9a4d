import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { acquisitionsDocument } from './contractSchema.ts';
import { exitOf, runCli, startCli } from './runCli.ts';
import { firstOfEachSeries, type TemporaryFolder, temporaryFolder, writeSample } from './temporaryFolder.ts';

let root: TemporaryFolder;
let small: string;

beforeAll(async () => {
  root = await temporaryFolder();
  small = await writeSample(root.path, 'follow-up-three-misses', firstOfEachSeries());
});
afterAll(() => root[Symbol.asyncDispose]());

test('acquisitions --format json is the document without verdicts', async () => {
  const { status, stdout, stderr } = await runCli(['acquisitions', small, '--format', 'json']);
  expect({ status, stderr }).toStrictEqual({ status: 0, stderr: '' });
  expect(acquisitionsDocument.parse(JSON.parse(stdout)).studies).toHaveLength(1);
});

test('acquisitions says what was recognised, and why', async () => {
  const { status, stdout } = await runCli(['acquisitions', small]);
  expect(status).toBe(0);
  expect(stdout).toMatch(/^301 +FLAIR +2D +axial +brain .*\n +because: inversion recovery, [\s\S]+? \(\d+ %\)$/m);
});

test('protocols lists the editions, and shows one with its sources', async () => {
  for (const args of [['protocols'], ['protocols', 'list']]) {
    expect((await runCli(args)).stdout).toMatch(/^magnims-cmsc-naims-2021@1 {2}active, in force since /m);
  }
  const { status, stdout } = await runCli(['protocols', 'show', 'magnims-cmsc-naims-2021']);
  expect(status).toBe(0);
  expect(stdout).toMatch(/^brain\.flair: /m);
  expect(stdout).toContain('https://doi.org/10.1016/S1474-4422(21)00095-8');
});

test('--help and --version answer on standard output with 0', async () => {
  const help = await runCli(['--help']);
  expect(help).toMatchObject({ status: 0, stderr: '' });
  for (const command of ['check', 'acquisitions', 'protocols', 'site']) expect(help.stdout).toContain(`  ${command} `);
  expect((await runCli(['check', '--help'])).stdout).toContain('Exit status: 0 every verdict compliant');
  expect(await runCli(['--version'])).toStrictEqual({ status: 0, stdout: `${packageJson.version}\n`, stderr: '' });
});

const olderNode = ['/usr/bin/node', '/usr/local/bin/node'].find(isOlderNode);
describe.runIf(olderNode !== undefined)('started on an older Node (skipped where there is none)', () => {
  test('the command runs on the pinned one, with the same output and status', async () => {
    const child = startCli(['check', small, '--region', 'knee'], { node: olderNode });
    const [stderr, status] = await Promise.all([text(child.stderr), exitOf(child)]);
    expect(status).toBe(64);
    expect(stderr).toContain('Allowed choices are brain, cord, orbit, all');
  });
});

function isOlderNode(path: string): boolean {
  if (!existsSync(path)) return false;
  return Number(execFileSync(path, ['--version'], { encoding: 'utf8' }).slice(1).split('.')[0]) < 24;
}
