import { appendFile, cp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runNode } from './runNode.ts';
import { firstOfEachSeries, type TemporaryFolder, temporaryFolder, writeSample } from './temporaryFolder.ts';

const repository = fileURLToPath(new URL('../../', import.meta.url));

let root: TemporaryFolder;
/** A copy of all that the command is made of, to be changed and bundled. */
let tree: string;
let study: string;

beforeAll(async () => {
  root = await temporaryFolder();
  tree = join(root.path, 'tree');
  for (const part of ['cli', 'core', 'functions', 'protocols', 'package.json', 'package-lock.json', 'tsconfig.json']) {
    await cp(join(repository, part), join(tree, part), { recursive: true });
  }
  await symlink(join(repository, 'node_modules'), join(tree, 'node_modules'));
  study = await writeSample(root.path, 'follow-up-three-misses', firstOfEachSeries());
  expect(await build()).toMatchObject({ status: 0, stderr: '' });
});
afterAll(() => root[Symbol.asyncDispose]());

const build = () => runNode(join(tree, 'cli/build/bundleCommand.js'), []);
const run = (args: readonly string[]) => runNode(join(tree, 'cli/ms-mri-check.js'), args);

async function usesBundle(): Promise<boolean> {
  const { freshBundle } = await import(pathToFileURL(join(tree, 'cli/freshBundle.js')).href);
  return freshBundle(pathToFileURL(join(tree, 'dist/'))) !== null;
}

test('the bundle answers what the sources answer, byte by byte', async () => {
  const commands = [
    ['--help'],
    ['--version'],
    ['check', study],
    ['check', study, '--format', 'json'],
    ['check', study, '--format', 'html', '--indication', 'diagnosis'],
    ['acquisitions', study],
    ['protocols', 'show', 'magnims-cmsc-naims-2021'],
    ['check', join(root.path, 'no-such-folder')],
    ['site', 'list'],
  ];
  expect(await usesBundle()).toBe(true);
  const bundled = await Promise.all(commands.map(run));
  const list = await readFile(join(tree, 'dist/inputs.json'));
  await rm(join(tree, 'dist/inputs.json'));
  expect(await usesBundle()).toBe(false);
  expect(bundled).toStrictEqual(await Promise.all(commands.map(run)));
  await writeFile(join(tree, 'dist/inputs.json'), list);
});

test('a thread of the bundle reads what one of the sources reads', async () => {
  const found = await readdir(study, { recursive: true, withFileTypes: true });
  const images = found.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const files = [...images, join(study, 'none')].map((path) => ({ path, pathBytes: null }));
  const answers = ['cli', 'dist'].map((folder) => readOnThread(join(tree, folder, 'readingThread.js'), files));
  const [fromSources, fromBundle] = await Promise.all(answers);
  expect(fromBundle).toContain('"SOPInstanceUID"');
  expect(fromBundle).toContain('There is no such file or folder.');
  expect(fromBundle).toBe(fromSources);
});

async function readOnThread(thread: string, files: readonly unknown[]): Promise<string> {
  // The key of a run, which the main thread hands to all: without it no two threads would mark a patient alike.
  const worker = new Worker(thread, { workerData: { patientMarkKey: 'key of this test' } });
  try {
    return await new Promise((resolve, reject) => {
      worker.on('error', reject);
      worker.on('message', (message: string) => {
        if (message === 'ready') worker.postMessage(files);
        else resolve(message);
      });
    });
  } finally {
    await worker.terminate();
  }
}

test('a fault of the bundled program names its place in the sources, and a changed source is run at once', async () => {
  const source = join(tree, 'cli/showProtocols.ts');
  const lines = (await readFile(source, 'utf8')).split('\n');
  const place = lines.findIndex((line) => line.startsWith('export function listProtocols')) + 1;
  lines.splice(place, 0, "  if (protocols.length > 0) throw new Error('on purpose');");
  await writeFile(source, lines.join('\n'));

  expect(await usesBundle()).toBe(false);
  const fromSources = await run(['protocols', 'list']);
  expect(await build()).toMatchObject({ status: 0, stderr: '' });
  expect(await usesBundle()).toBe(true);
  const fromBundle = await run(['protocols', 'list']);
  for (const { status, stderr } of [fromSources, fromBundle]) {
    expect(status).toBe(70);
    expect(stderr).toContain('Error: on purpose\n');
    expect(stderr).toContain(`/cli/showProtocols.ts:${place + 1}:`);
  }
  expect(fromBundle.stderr).not.toContain('/dist/');
});

test('a source that does not parse is said by the build, and leaves no bundle', async () => {
  await appendFile(join(tree, 'cli/exitStatus.ts'), '\nexport const = 1;\n');
  const { status, stderr } = await build();
  expect(status).toBe(1);
  expect(stderr).toContain('cli/exitStatus.ts:');
  expect(await usesBundle()).toBe(false);
});

test('without esbuild the build says so and is no error', async () => {
  await rm(join(tree, 'node_modules'));
  expect(await build()).toStrictEqual({
    status: 0,
    stdout: 'The command is not bundled, since esbuild is not installed; it runs from its sources and starts later.\n',
    stderr: '',
  });
});
