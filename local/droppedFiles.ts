import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join, relative, resolve, sep } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { studyJsonSchema } from '../core/records/index.ts';
import { generateSample } from '../samples/index.ts';
import { LocalStackError } from './localStackError.ts';
import { separateFolders } from './separateFolders.ts';

/** A file to drop; its content is read only when its turn comes. */
export type DroppedFile = { readonly path: string; readonly bytes: () => Promise<Uint8Array> };

/** What is dropped as one: a folder under the site's, and the files in it. */
export type Drop = { readonly folder: string; readonly files: readonly DroppedFile[] };

/**
 * A sample study, its `study.json` first and saying how many objects are to come: a busy machine reads slower than the quiet period of the
 * local stack lasts, and a pause is then not taken for the end.
 */
export async function sampleDrop(name: string, options: Parameters<typeof generateSample>[1] = {}): Promise<Drop> {
  const files: { readonly path: string; readonly bytes: Uint8Array }[] = [];
  for (const file of generateSample(name, options)) {
    files.push(file);
    // Making one takes a while: lets a Ctrl-C through.
    await setImmediate();
  }
  const images = files.filter(({ path }) => path !== noteName);
  const note = files.find(({ path }) => path === noteName);
  const facts = note === undefined ? {} : studyJsonSchema.parse(JSON.parse(new TextDecoder().decode(note.bytes)));
  const announced = new TextEncoder().encode(JSON.stringify({ ...facts, expectedInstances: images.length }));
  return {
    folder: name,
    files: [{ path: noteName, bytes: announced }, ...images].map(({ path, bytes }) => ({
      path,
      bytes: async () => bytes,
    })),
  };
}

const noteName = 'study.json';

/**
 * What lies at each path, a folder with everything in it or a single file, each to go into a folder of its own.
 *
 * @throws {LocalStackError} when one is not there or holds no file.
 */
export async function pathDrops(paths: readonly string[]): Promise<readonly Drop[]> {
  return separateFolders(await Promise.all(paths.map(pathDrop)));
}

async function pathDrop(path: string): Promise<Drop> {
  const root = resolve(path);
  const found = await stat(root).catch(() => null);
  if (found === null) throw new LocalStackError(`${path} is not there: give a folder with a study, or a file`);
  const files = found.isDirectory() ? await filesUnder(root) : [root];
  if (files.length === 0) throw new LocalStackError(`${path} holds no file`);
  const base = found.isDirectory() ? root : resolve(root, '..');
  return {
    folder: basename(root),
    files: files.map((file) => ({ path: relative(base, file).split(sep).join('/'), bytes: () => readFile(file) })),
  };
}

async function filesUnder(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}
