import { open } from 'node:fs/promises';
import {
  type ArchiveLimits,
  type ArchiveSource,
  archiveFormatOf,
  countedSource,
  looksSelfExtracting,
  readArchivedHeaders,
} from '../core/archive/index.ts';
import { type HeaderReading, studyHeaderReader } from '../core/dicom/index.ts';
import { FileShrankError, readRange } from './fileRange.ts';
import { type FoundFile, fileErrorReason } from './findFiles.ts';
import { type ObjectReading, type ReadObject, rejectedObject, withoutPatient } from './readObject.ts';
import { noteObject } from './studyNote.ts';

const entriesAtOnce = 16;

/** Whether what was read is an archive, to be entered by its content whatever its name. */
export function isArchive({ readings }: ReadObject): boolean {
  return readings.some(isArchiveReading);
}

/** Reads every entry of an archive on disk, as `readArchiveObject` does. */
export async function* readArchiveFile(
  { path, pathBytes }: FoundFile,
  seen: ReadObject,
  limits: ArchiveLimits,
): AsyncGenerator<ReadObject, void, void> {
  const reasonOf = (error: unknown) => (error instanceof FileShrankError ? error.message : fileErrorReason(error));
  try {
    await using file = await open(pathBytes ?? path, 'r');
    const { size } = await file.stat();
    yield* readArchiveObject({ size, read: (start, end) => readRange(file, start, end) }, seen, limits, reasonOf);
  } catch (error) {
    yield { ...rejectedObject(path, seen.bytesTotal, 'unreadable', reasonOf(error)), bytesRead: seen.bytesRead };
  }
}

/**
 * Reads the header of every entry of an archive, `study.zip/inner/IM1` for a path. A `study.json` is
 * a note, `_COMPLETE` is passed over. What cannot be read is a rejected reading, of the entry or of the archive.
 *
 * @param seen the archive, as it was read for a file
 * @param reasonOf why the source could not be read, from what it threw; `null` for what is thrown on
 */
export async function* readArchiveObject(
  source: ArchiveSource,
  seen: ReadObject,
  limits: ArchiveLimits,
  reasonOf: (error: unknown) => string | null,
): AsyncGenerator<ReadObject, void, void> {
  const counted = countedSource(source, seen.bytesRead);
  const { path } = seen;
  let told = 0;
  try {
    const options = { limits, concurrency: entriesAtOnce };
    for await (const item of readArchivedHeaders(counted, options, studyHeaderReader())) {
      if (item.kind === 'note') {
        if (item.note === 'study.json') yield noteObject(`${path}/${item.path}`, { text: item.text });
        continue;
      }
      // To see that it is an archive, its beginning was read before.
      const bytesRead = item.bytesRead + (told === 0 ? seen.bytesRead : 0);
      told += bytesRead;
      // Another format, such as 7-Zip: what was seen of it says so by name. A part of a split ZIP says itself what it is.
      if (item.path === null && isArchiveReading(item.reading) && (await isForeign(source))) {
        yield { ...seen, bytesRead };
        continue;
      }
      const inside = item.path === null ? path : `${path}/${item.path}`;
      yield { path: inside, bytesRead, bytesTotal: item.bytesTotal, readings: [withoutPatient(item.reading)] };
    }
  } catch (error) {
    const reason = reasonOf(error);
    if (reason === null) throw error;
    const bytesTotal = told === 0 ? source.size : 0;
    yield { ...rejectedObject(path, bytesTotal, 'unreadable', reason), bytesRead: counted.bytesRead() - told };
  }
}

async function isForeign({ size, read }: ArchiveSource): Promise<boolean> {
  const start = await read(0, Math.min(512, size));
  return archiveFormatOf(start) === null && !looksSelfExtracting(start);
}

function isArchiveReading(reading: HeaderReading | ObjectReading): boolean {
  return reading.kind === 'rejected' && reading.code === 'archive-not-supported';
}
