import { addAbortSignal } from 'node:stream';
import type { ArchiveLimits } from '../core/archive/index.ts';
import { UsageError } from './commandError.ts';
import { type FoundFile, type FoundFiles, findFiles } from './findFiles.ts';
import { type Progress, showProgress } from './progress.ts';
import { isArchive, readArchiveFile } from './readArchive.ts';
import { readFiles } from './readFiles.ts';
import { longestJson, type ReadObject, readJsonText, rejectedObject, tooLongJson } from './readObject.ts';
import { isS3Path, type S3Location, s3Location } from './s3Location.ts';
import { isStudyNote, readNoteFile } from './studyNote.ts';

/** Reads all that was named on the command line; `-` is DICOM JSON on standard input. In the order of the paths. */
export async function readPaths(
  paths: readonly string[],
  archiveLimits: ArchiveLimits,
  interruption: AbortSignal,
): Promise<readonly ReadObject[]> {
  if (paths.filter((path) => path === '-').length > 1) throw new UsageError('"-" can be given once only.');
  const locations = paths.filter(isS3Path).map(s3Location);
  const fromInput = paths.includes('-') ? [await readStandardInput(interruption)] : [];
  const found = findFiles(
    paths.filter((path) => path !== '-' && !isS3Path(path)),
    interruption,
  );
  return [
    ...fromInput,
    ...(await readFound(found, archiveLimits, interruption)),
    ...(await readLocations(locations, archiveLimits, interruption)),
  ];
}

async function readLocations(
  locations: readonly S3Location[],
  archiveLimits: ArchiveLimits,
  interruption: AbortSignal,
): Promise<readonly ReadObject[]> {
  if (locations.length === 0) return [];
  // The AWS SDK takes longer to load than a study to read.
  const { readS3 } = await import('./readS3.ts');
  const progress = showProgress(process.stderr);
  const objects: ReadObject[] = [];
  try {
    for (const location of locations) {
      for await (const object of readS3(location, archiveLimits, progress, interruption)) objects.push(object);
    }
  } finally {
    progress.end();
  }
  return objects;
}

async function readFound(
  found: AsyncGenerator<FoundFiles>,
  archiveLimits: ArchiveLimits,
  interruption: AbortSignal,
): Promise<readonly ReadObject[]> {
  const progress = showProgress(process.stderr);
  const files: FoundFile[] = [];
  const notes: ReadObject[] = [];
  const refused: ReadObject[] = [];
  const reading = readFiles(progress.advance, interruption);
  try {
    for await (const batch of found) {
      progress.found(batch.files.length);
      refused.push(...batch.unreadable.map(({ path, reason }) => rejectedObject(path, 0, 'unreadable', reason)));
      notes.push(...batch.notes.map((file) => readNoteFile(file, archiveLimits)));
      files.push(...batch.files);
      await reading.add(batch.files);
    }
    progress.listed();
    const read = (await reading.finish()).map((object, index) => asNote(object, files[index], archiveLimits));
    const objects = await enterArchives(read, files, archiveLimits, progress, interruption);
    return [...objects, ...notes, ...refused];
  } finally {
    await reading.end();
    progress.end();
  }
}

/** A `study.json` that was named itself, as `exam/*` names it; unless it holds what its name does not say, DICOM JSON. */
function asNote(object: ReadObject, file: FoundFile | undefined, archiveLimits: ArchiveLimits): ReadObject {
  const isNote = file?.named === true && isStudyNote(object.path) && object.readings.every(isNoDicom);
  return isNote ? readNoteFile(file, archiveLimits) : object;
}

function isNoDicom(reading: ReadObject['readings'][number]): boolean {
  return reading.kind === 'rejected' && reading.identity === null;
}

/** Puts what archives hold in their place. */
async function enterArchives(
  objects: readonly ReadObject[],
  files: readonly FoundFile[],
  archiveLimits: ArchiveLimits,
  progress: Progress,
  interruption: AbortSignal,
): Promise<readonly ReadObject[]> {
  if (!objects.some(isArchive)) return objects;
  const entered: ReadObject[] = [];
  for (const [index, object] of objects.entries()) {
    const file = files[index];
    if (file === undefined || !isArchive(object)) {
      entered.push(object);
      continue;
    }
    for await (const entry of readArchiveFile(file, object, archiveLimits)) {
      interruption.throwIfAborted();
      entered.push(entry);
      progress.found(1);
      progress.advance(entry.bytesTotal);
    }
  }
  return entered;
}

async function readStandardInput(interruption: AbortSignal): Promise<ReadObject> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of addAbortSignal(interruption, process.stdin)) {
    if (!Buffer.isBuffer(chunk)) continue;
    length += chunk.length;
    if (length > longestJson) return tooLongJson('-', length);
    chunks.push(chunk);
  }
  return readJsonText('-', Buffer.concat(chunks));
}
