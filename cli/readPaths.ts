import { addAbortSignal } from 'node:stream';
import { UsageError } from './commandError.ts';
import { type FoundFile, type FoundFiles, findFiles, type UnreadablePath } from './findFiles.ts';
import { type Progress, showProgress } from './progress.ts';
import { isArchive, readArchiveFile } from './readArchive.ts';
import { longestJson, type ReadObject, readFileObject, readJsonText, tooLongJson } from './readObject.ts';
import { isS3Path, type S3Location, s3Location } from './s3Location.ts';

/** Files open at once: enough to hide a network drive's latency, few enough to keep memory flat. */
const concurrency = 16;

/** Reads all that was named on the command line; `-` is DICOM JSON on standard input. In the order of the paths. */
export async function readPaths(paths: readonly string[], interruption: AbortSignal): Promise<readonly ReadObject[]> {
  if (paths.filter((path) => path === '-').length > 1) throw new UsageError('"-" can be given once only.');
  const locations = paths.filter(isS3Path).map(s3Location);
  const fromInput = paths.includes('-') ? [await readStandardInput(interruption)] : [];
  const found = findFiles(
    paths.filter((path) => path !== '-' && !isS3Path(path)),
    interruption,
  );
  return [...fromInput, ...(await readFound(found, interruption)), ...(await readLocations(locations, interruption))];
}

async function readLocations(
  locations: readonly S3Location[],
  interruption: AbortSignal,
): Promise<readonly ReadObject[]> {
  if (locations.length === 0) return [];
  // The AWS SDK takes longer to load than a study to read.
  const { readS3 } = await import('./readS3.ts');
  const progress = showProgress(process.stderr);
  const objects: ReadObject[] = [];
  try {
    for (const location of locations) {
      for await (const object of readS3(location, progress, interruption)) objects.push(object);
    }
  } finally {
    progress.end();
  }
  return objects;
}

async function readFound(found: AsyncGenerator<FoundFiles>, interruption: AbortSignal): Promise<readonly ReadObject[]> {
  const progress = showProgress(process.stderr);
  const objects: ReadObject[] = [];
  const refused: ReadObject[] = [];
  async function enterArchive(file: FoundFile, seen: ReadObject): Promise<void> {
    for await (const entry of readArchiveFile(file, seen)) {
      interruption.throwIfAborted();
      objects.push(entry);
      progress.found(1);
      progress.advance(entry.bytesTotal);
    }
  }
  try {
    for await (const { files, unreadable } of found) {
      progress.found(files.length);
      refused.push(...unreadable.map(unreadablePath));
      const read = await readBatch(files, progress, interruption);
      for (const [index, file] of files.entries()) {
        const object = read[index];
        if (object === undefined) continue;
        if (isArchive(object)) await enterArchive(file, object);
        else objects.push(object);
      }
    }
    progress.listed();
  } finally {
    progress.end();
  }
  return [...objects, ...refused];
}

function unreadablePath({ path, reason }: UnreadablePath): ReadObject {
  const readings: ReadObject['readings'] = [{ kind: 'rejected', code: 'unreadable', reason, identity: null }];
  return { path, bytesRead: 0, bytesTotal: 0, readings };
}

async function readBatch(
  files: readonly FoundFile[],
  progress: Progress,
  interruption: AbortSignal,
): Promise<readonly ReadObject[]> {
  const objects = new Array<ReadObject>(files.length);
  const queue = files.entries();
  async function work(): Promise<void> {
    for (const [index, file] of queue) {
      interruption.throwIfAborted();
      const object = await readFileObject(file);
      objects[index] = object;
      progress.advance(object.bytesTotal);
    }
  }
  await Promise.all(Array.from({ length: concurrency }, work));
  return objects;
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
  return readJsonText('-', new TextDecoder().decode(Buffer.concat(chunks)), length);
}
