import { execFileSync } from 'node:child_process';
import { chmodSync, linkSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fileReader } from '../../cli/fileReader.ts';
import { type FoundFile, findFiles, type UnreadablePath } from '../../cli/findFiles.ts';
import { type TemporaryFolder, temporaryFolder, writeBelow } from './temporaryFolder.ts';

const never = new AbortController().signal;
let root: TemporaryFolder;

beforeAll(async () => {
  root = await temporaryFolder();
});
afterAll(() => root[Symbol.asyncDispose]());

/** Everything that is found, and in how many batches. */
async function found(...paths: readonly string[]) {
  const files: FoundFile[] = [];
  const unreadable: UnreadablePath[] = [];
  let batches = 0;
  for await (const batch of findFiles(paths, never)) {
    batches += 1;
    files.push(...batch.files);
    unreadable.push(...batch.unreadable);
  }
  return { files, unreadable, batches };
}

async function namesBelow(folder: string) {
  const { files, unreadable } = await found(folder);
  const relative = (path: string) => path.slice(folder.length + 1);
  return {
    files: files.map(({ path }) => relative(path)),
    unreadable: unreadable.map(({ path, reason }) => [relative(path), reason]),
  };
}

test('files are found folder by folder in the order of their names, the notes of the centre apart', async () => {
  const folder = join(root.path, 'ordered');
  for (const path of ['b/2', 'b/10', 'a', 'c', 'b/d/1', 'study.json', 'b/_COMPLETE', 'B']) {
    await writeBelow(folder, path, '');
  }
  expect(await found(folder)).toStrictEqual({
    files: ['B', 'a', 'b/10', 'b/2', 'b/d/1', 'c'].map((path) => ({
      path: join(folder, path),
      pathBytes: null,
      named: false,
    })),
    unreadable: [],
    batches: 1,
  });
  const named = join(folder, 'study.json');
  expect((await found(named, join(folder, 'b/'))).files.map(({ path, named: byUser }) => [path, byUser])).toStrictEqual(
    [
      [named, true],
      [join(folder, 'b/10'), false],
      [join(folder, 'b/2'), false],
      [join(folder, 'b/d/1'), false],
    ],
  );
});

test('a large folder is found in batches, so that reading begins before listing ends', async () => {
  const folder = join(root.path, 'large');
  mkdirSync(folder);
  for (let index = 0; index < 1000; index += 1) writeFileSync(join(folder, `IM${1000 + index}`), '');
  const { files, batches } = await found(folder);
  expect(files.map(({ path }) => path)).toStrictEqual(
    Array.from({ length: 1000 }, (_, index) => join(folder, `IM${1000 + index}`)),
  );
  expect(batches).toBe(4);
});

test('an interruption ends the listing', async () => {
  const interruption = new AbortController();
  const listing = findFiles([join(root.path, 'large')], interruption.signal);
  await listing.next();
  interruption.abort();
  await expect(listing.next()).rejects.toThrow('aborted');
});

test('each name of a file that has two is found, and a folder is entered once whatever leads to it', async () => {
  const folder = join(root.path, 'linked');
  await writeBelow(folder, 'first/image', 'x');
  linkSync(join(folder, 'first/image'), join(folder, 'first/same-image'));
  symlinkSync('..', join(folder, 'first/upwards'));
  symlinkSync('first', join(folder, 'second'));
  symlinkSync('first/image', join(folder, 'third'));
  symlinkSync('itself', join(folder, 'itself'));
  symlinkSync('nowhere', join(folder, 'nowhere-link'));
  expect(await namesBelow(folder)).toStrictEqual({
    files: ['first/image', 'first/same-image', 'third'],
    unreadable: [
      ['itself', 'It is a symbolic link that leads to itself.'],
      ['nowhere-link', 'There is no such file or folder.'],
    ],
  });
});

test('a pipe or a device is never opened', async () => {
  const folder = join(root.path, 'special');
  await writeBelow(folder, 'image', 'x');
  symlinkSync('/dev/zero', join(folder, 'endless'));
  execFileSync('mkfifo', [join(folder, 'pipe')]);
  const reason = 'This is neither a file nor a folder, and was not opened.';
  expect(await namesBelow(folder)).toStrictEqual({
    files: ['image'],
    unreadable: [
      ['endless', reason],
      ['pipe', reason],
    ],
  });
});

test('folders a thousand deep are walked, until their path is too long for the file system', async () => {
  const folder = join(root.path, 'deep');
  const walkable = join(folder, ...Array.from({ length: 1000 }, () => 'd'));
  mkdirSync(walkable, { recursive: true });
  writeFileSync(join(walkable, 'image'), '');
  // Deeper than a path may be long, which only a process that stands in a folder can make.
  const long = 'l'.repeat(200);
  execFileSync(
    process.execPath,
    [
      '-e',
      `for (let depth = 0; depth < 30; depth += 1) { fs.mkdirSync('${long}'); process.chdir('${long}'); } fs.writeFileSync('image', '')`,
    ],
    { cwd: folder },
  );
  const { files, unreadable } = await found(folder);
  expect(files.map(({ path }) => path)).toStrictEqual([join(walkable, 'image')]);
  expect(unreadable).toStrictEqual([
    {
      path: expect.stringMatching(/l$/),
      reason: 'Its path is too long for the file system; name a folder further down, from inside the one above it.',
    },
  ]);
  expect(unreadable[0]?.path.length).toBeGreaterThan(3900);
  execFileSync('rm', ['-rf', folder]);
});

test.runIf(process.platform === 'linux')(
  'a name that is not UTF-8 (which other systems refuse) is read by its bytes and shown with them',
  async () => {
    const folder = join(root.path, 'latin');
    mkdirSync(folder);
    const inFolder = (...names: readonly string[]) => Buffer.from(join(folder, ...names), 'latin1');
    writeFileSync(inFolder('M\xfcller'), 'first');
    writeFileSync(inFolder('M\xf6ller'), 'second');
    writeFileSync(join(folder, 'Mäller'), 'third');
    writeFileSync(join(folder, 'M\ufffdller'), 'fourth');
    mkdirSync(inFolder('ser\xeda'));
    writeFileSync(inFolder('ser\xeda', 'image'), 'fifth');
    const { files, unreadable } = await found(folder);
    expect(unreadable).toStrictEqual([]);
    const read = files.map(fileReader());
    expect(read.map(({ path, bytesTotal }) => [path.slice(folder.length + 1), bytesTotal])).toStrictEqual([
      ['M\\xF6ller', 6],
      ['M\\xFCller', 5],
      ['Mäller', 5],
      ['M\ufffdller', 6],
      ['ser\\xEDa/image', 5],
    ]);
  },
);

test('a file that vanishes between listing and reading has that for a reason', async () => {
  const folder = join(root.path, 'vanishing');
  await writeBelow(folder, 'image', 'x');
  const { files } = await found(folder);
  rmSync(join(folder, 'image'));
  expect(files.map(fileReader())).toMatchObject([
    { bytesRead: 0, readings: [{ code: 'unreadable', reason: 'There is no such file or folder.' }] },
  ]);
});

describe.runIf(process.getuid?.() !== 0)('as a user who may not read everything (skipped for root)', () => {
  test('a folder that may not be listed is named, and its neighbours are read', async () => {
    const folder = join(root.path, 'locked');
    await writeBelow(folder, 'closed/image', 'x');
    await writeBelow(folder, 'open/image', 'x');
    chmodSync(join(folder, 'closed'), 0);
    expect(await namesBelow(folder)).toStrictEqual({
      files: ['open/image'],
      unreadable: [
        ['closed', 'Permission to read it is denied; change its permissions or run as a user who may read it.'],
      ],
    });
    chmodSync(join(folder, 'closed'), 0o700);
  });
});
