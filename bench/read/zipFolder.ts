import { createWriteStream } from 'node:fs';
import { basename } from 'node:path';
import { pipeline } from 'node:stream/promises';
import yazl from 'yazl';
import type { Corpus } from './corpus.ts';

/** Packs the files of a corpus as an export does: each deflated. */
export async function zipFolder({ paths }: Corpus, path: string): Promise<void> {
  const zip = new yazl.ZipFile();
  for (const file of paths) zip.addFile(file, `study/${basename(file)}`);
  zip.end();
  await pipeline(zip.outputStream, createWriteStream(path));
}
