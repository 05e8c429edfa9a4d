import { type ArchiveLimits, selfExtractingTail } from '../core/archive/index.ts';
import { firstReadSize, readHeaderByRange } from '../core/dicom/index.ts';
import { inOrder } from './inOrder.ts';
import { looksLikeJson } from './looksLikeJson.ts';
import type { Progress } from './progress.ts';
import { isArchive, readArchiveObject } from './readArchive.ts';
import {
  asArchive,
  longestJson,
  mayUnpackItself,
  type ReadObject,
  readJsonText,
  rejectedObject,
  tooLongJson,
  withoutPatient,
} from './readObject.ts';
import { s3ObjectReason } from './s3Failure.ts';
import type { S3Location } from './s3Location.ts';
import { RangeNotAnsweredError, type S3Object, s3Client, s3Objects, s3ReadsAtOnce } from './s3Objects.ts';
import { isStudyNote, noteObject, tooLongNote } from './studyNote.ts';

/** Reads the header of every object at or below a location: by ranges, never pixels, many at once. */
export async function* readS3(
  location: S3Location,
  archiveLimits: ArchiveLimits,
  progress: Progress,
  interruption: AbortSignal,
): AsyncGenerator<ReadObject, void, void> {
  const client = s3Client(process.env);
  try {
    const objects = counted(s3Objects(client, location, interruption), progress);
    const reads = inOrder(objects, s3ReadsAtOnce, async (object) => {
      const read = isStudyNote(object.path)
        ? await readS3Note(object, archiveLimits, interruption)
        : await readS3Object(object, interruption);
      return { object, read };
    });
    for await (const { object, read } of reads) {
      progress.advance(read.bytesTotal);
      if (isArchive(read)) yield* enterArchive(object, read, archiveLimits, progress, interruption);
      else yield read;
    }
  } finally {
    client.destroy();
  }
}

async function* counted(pages: AsyncGenerator<readonly S3Object[]>, progress: Progress): AsyncGenerator<S3Object> {
  for await (const page of pages) {
    progress.found(page.length);
    yield* page;
  }
  progress.listed();
}

async function* enterArchive(
  archive: S3Object,
  seen: ReadObject,
  archiveLimits: ArchiveLimits,
  progress: Progress,
  interruption: AbortSignal,
): AsyncGenerator<ReadObject, void, void> {
  const reasonOf = (error: unknown) => (interruption.aborted ? null : reasonIn(error));
  for await (const entry of readArchiveObject(archive, seen, archiveLimits, reasonOf)) {
    progress.found(1);
    progress.advance(entry.bytesTotal);
    yield entry;
  }
}

async function readS3Object(object: S3Object, interruption: AbortSignal): Promise<ReadObject> {
  const { path, size } = object;
  try {
    const start = await object.read(0, Math.min(firstReadSize, size));
    if (looksLikeJson(start)) return await readS3Json(object);
    const fetchRange = async (from: number, end: number): Promise<Uint8Array> =>
      end <= start.length ? start.subarray(from, end) : await object.read(from, end);
    const { reading, bytesRead } = await readHeaderByRange(fetchRange, size);
    const tail = mayUnpackItself(reading, start)
      ? await object.read(Math.max(0, size - selfExtractingTail), size)
      : null;
    return {
      path,
      bytesRead: bytesRead + (tail?.length ?? 0),
      bytesTotal: size,
      readings: [asArchive(withoutPatient(reading), start, tail)],
    };
  } catch (error) {
    const reason = reasonIn(error);
    if (interruption.aborted || reason === null) throw error;
    return rejectedObject(path, size, 'unreadable', reason);
  }
}

async function readS3Note(
  { path, size, read }: S3Object,
  limits: ArchiveLimits,
  interruption: AbortSignal,
): Promise<ReadObject> {
  if (size > limits.noteBytes) return noteObject(path, tooLongNote(size, limits));
  try {
    return noteObject(path, { text: new TextDecoder().decode(await read(0, size)) });
  } catch (error) {
    const reason = reasonIn(error);
    if (interruption.aborted || reason === null) throw error;
    return noteObject(path, { fault: reason });
  }
}

function reasonIn(error: unknown): string | null {
  return error instanceof RangeNotAnsweredError ? error.message : s3ObjectReason(error);
}

async function readS3Json({ path, size, read }: S3Object): Promise<ReadObject> {
  if (size > longestJson) return tooLongJson(path, size);
  return readJsonText(path, await read(0, size));
}
