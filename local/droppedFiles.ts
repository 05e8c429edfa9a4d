import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join, relative, resolve, sep } from 'node:path';
import { generateSample } from '../samples/index.ts';
import { LocalStackError } from './localStackError.ts';

/** A file to drop; its content is made or read only when its turn comes. */
export type DroppedFile = { readonly path: string; readonly bytes: () => Promise<Uint8Array> };

/** What is dropped as one: a folder under the site's, and the files in it. */
export type Drop = { readonly folder: string; readonly files: AsyncIterable<DroppedFile> | Iterable<DroppedFile> };

export function sampleDrop(name: string, options: Parameters<typeof generateSample>[1] = {}): Drop {
  return { folder: name, files: generatedFiles(name, options) };
}

/** A folder with everything in it, or a single file. @throws {LocalStackError} when it is not there or holds no file. */
export async function pathDrop(path: string): Promise<Drop> {
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

function* generatedFiles(name: string, options: Parameters<typeof generateSample>[1]): Generator<DroppedFile> {
  for (const { path, bytes } of generateSample(name, options)) yield { path, bytes: async () => bytes };
}

async function filesUnder(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}
