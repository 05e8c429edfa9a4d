import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readHeader } from '../../core/dicom/index.ts';
import { withOtherUids } from './otherUids.ts';

export type Corpus = { readonly folder: string; readonly paths: readonly string[]; readonly bytes: number };

/**
 * Repeats the DICOM images of a folder until there are `files`, each repetition as studies of its own with other UIDs.
 */
export function repeatedCorpus(source: string, folder: string, files: number): Corpus {
  const images = readdirSync(source, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted()
    .flatMap((path) => {
      const bytes = readFileSync(path);
      const reading = readHeader(bytes, bytes.length);
      if (reading.kind !== 'mr-image') return [];
      const { StudyInstanceUID, SeriesInstanceUID, SOPInstanceUID } = reading.header;
      return [{ bytes, uids: [StudyInstanceUID, SeriesInstanceUID, SOPInstanceUID] }];
    });
  if (images.length === 0) throw new Error(`There is no MR image in ${source}.`);
  mkdirSync(folder);
  const paths: string[] = [];
  let total = 0;
  for (let index = 0; index < files; index += 1) {
    const image = images[index % images.length];
    if (image === undefined) break;
    const repetition = Math.floor(index / images.length);
    const path = join(folder, `IM${String(index).padStart(6, '0')}`);
    const bytes = repetition === 0 ? image.bytes : withOtherUids(image.bytes, image.uids, repetition);
    writeFileSync(path, bytes);
    paths.push(path);
    total += bytes.length;
  }
  return { folder, paths, bytes: total };
}
