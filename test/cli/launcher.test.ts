import { cp, mkdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runNode } from './runNode.ts';
import { type TemporaryFolder, temporaryFolder, writeBelow } from './temporaryFolder.ts';

let root: TemporaryFolder;
let tree: string;

beforeAll(async () => {
  root = await temporaryFolder();
});
afterAll(() => root[Symbol.asyncDispose]());

/** The real launcher beside a command of one line, from its sources and bundled. */
async function aTree(name: string): Promise<string> {
  tree = join(root.path, name);
  await mkdir(join(tree, 'cli'), { recursive: true });
  for (const file of ['ms-mri-check.js', 'freshBundle.js']) {
    await cp(new URL(`../../cli/${file}`, import.meta.url), join(tree, 'cli', file));
  }
  await writeBelow(tree, 'package.json', '{ "type": "module" }');
  await writeBelow(tree, 'cli/runCommand.ts', says('sources'));
  await writeBelow(tree, 'dist/runCommand.js', says('bundle'));
  await writeBelow(tree, 'dist/chunk.js', 'export {};');
  await list(['../cli/runCommand.ts', 'runCommand.js', 'chunk.js']);
  return tree;
}

function says(what: string): string {
  return `export const runCommand = (args) => console.log('${what}', ...args);`;
}

async function list(names: readonly string[]): Promise<void> {
  const files = await Promise.all(
    names.map(async (name) => {
      const { size, mtimeMs } = await stat(join(tree, 'dist', name));
      return [name, size, mtimeMs];
    }),
  );
  await writeBelow(tree, 'dist/inputs.json', JSON.stringify({ entry: 'runCommand.js', files }));
}

test('the bundle is run, with the arguments, when it was made of exactly these sources', async () => {
  await aTree('fresh');
  expect(await runNode(join(tree, 'cli/ms-mri-check.js'), ['check', 'a b'])).toStrictEqual({
    status: 0,
    stdout: 'bundle check a b\n',
    stderr: '',
  });
});

test.each<readonly [string, (tree: string) => Promise<unknown>]>([
  ['there is no bundle', (folder) => rm(join(folder, 'dist'), { recursive: true })],
  ['a source has another size', (folder) => writeFile(join(folder, 'cli/runCommand.ts'), `${says('sources')}\n`)],
  ['a source was written again', (folder) => utimes(join(folder, 'cli/runCommand.ts'), 1, 1)],
  ['a part of the bundle was written again', (folder) => utimes(join(folder, 'dist/chunk.js'), 1, 1)],
  ['a file of the bundle is cut off', (folder) => writeFile(join(folder, 'dist/chunk.js'), 'exp')],
  ['the list is cut off', (folder) => writeFile(join(folder, 'dist/inputs.json'), '{"entry":"runCommand.js","fi')],
  ['the list is of something else', (folder) => writeFile(join(folder, 'dist/inputs.json'), '[1, null]')],
])('the sources are run when %s', async (what, change) => {
  await change(await aTree(what.replaceAll(' ', '-')));
  expect(await runNode(join(tree, 'cli/ms-mri-check.js'), ['check'])).toStrictEqual({
    status: 0,
    stdout: 'sources check\n',
    stderr: '',
  });
});

test('the sources are run when one that the bundle was made of is gone', async () => {
  await aTree('gone');
  const old = await writeBelow(tree, 'core/old.ts', '');
  await list(['../cli/runCommand.ts', '../core/old.ts', 'runCommand.js']);
  await rm(old);
  expect((await runNode(join(tree, 'cli/ms-mri-check.js'), [])).stdout).toBe('sources\n');
});
