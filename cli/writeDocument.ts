import { randomUUID } from 'node:crypto';
import { rmSync, type Stats } from 'node:fs';
import { access, constants, rename, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { UsageError } from './commandError.ts';
import { fileErrorReason } from './findFiles.ts';

/**
 * Where the document goes: standard output, or a file that is there whole or not at all. That the file can be written
 * is looked at first, since reading a study takes a while.
 */
export async function prepareDocument(out: string | undefined): Promise<(document: string) => Promise<void>> {
  if (out === undefined) return writeStandardOutput;
  const existing = await stat(out).catch(() => null);
  await expectWritable(out, existing);
  // A pipe or a device is written into: renamed over, it would be gone.
  const isFile = existing === null || existing.isFile();
  return (document) => (isFile ? writeWhole(out, document) : writeInto(out, document));
}

function writeStandardOutput(document: string): Promise<void> {
  return new Promise((resolve) => {
    // A reader that has closed the pipe has seen enough: the status is still the result's.
    process.stdout.write(document, () => resolve());
  });
}

async function expectWritable(out: string, existing: Stats | null): Promise<void> {
  if (existing?.isDirectory()) throw new UsageError(`--out ${out}: this is a folder; name a file in it.`);
  try {
    await access(existing === null || existing.isFile() ? dirname(out) : out, constants.W_OK);
  } catch (error) {
    throw new UsageError(`--out ${out}: cannot write into its folder. ${fileErrorReason(error)}`);
  }
}

async function writeInto(out: string, document: string): Promise<void> {
  try {
    await writeFile(out, document, { flag: 'w' });
  } catch (error) {
    throw new UsageError(`--out ${out}: cannot write it. ${fileErrorReason(error)}`);
  }
}

async function writeWhole(out: string, document: string): Promise<void> {
  const partial = `${out}.${randomUUID()}.part`;
  const remove = () => rmSync(partial, { force: true });
  // An interruption does not wait for a disk.
  process.once('exit', remove);
  try {
    await writeFile(partial, document, { flag: 'wx' });
    await rename(partial, out);
  } catch (error) {
    throw new UsageError(`--out ${out}: cannot write it. ${fileErrorReason(error)}`);
  } finally {
    remove();
    process.off('exit', remove);
  }
}
