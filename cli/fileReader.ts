import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { selfExtractingTail } from '../core/archive/index.ts';
import { firstReadSize, studyHeaderReader } from '../core/dicom/index.ts';
import { FileShrankError } from './fileRange.ts';
import { type FoundFile, fileErrorReason } from './findFiles.ts';
import { looksLikeJson } from './looksLikeJson.ts';
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

/** What of a file it takes to read it. */
export type FileToRead = Pick<FoundFile, 'path' | 'pathBytes'>;

/**
 * Reads the headers of files, one after the other: never their pixels. Whatever is wrong with a file is a rejected reading.
 *
 * The file system is asked synchronously: waiting for a local disk takes less time than arranging the wait. Threads are what hides
 * the latency of a slow one (`readFiles`).
 */
export function fileReader(): (file: FileToRead) => ReadObject {
  const readHeader = studyHeaderReader();
  let buffer = Buffer.allocUnsafeSlow(4 * firstReadSize);

  function readOpenFile(path: string, file: number): ReadObject {
    const size = fstatSync(file).size;
    const first = Math.min(firstReadSize, size);
    readFully(file, buffer, 0, first);
    const start = buffer.subarray(0, first);
    if (looksLikeJson(start)) return readJsonFile(path, file, size);
    let bytesRead = first;
    let atHand = first;
    let reading = readHeader(start, size);
    while (reading.kind === 'need-more') {
      makeRoom(reading.bytes, atHand);
      readFully(file, buffer, reading.from, reading.bytes);
      bytesRead += reading.bytes - reading.from;
      atHand = reading.bytes;
      reading = readHeader(buffer.subarray(0, atHand), size);
    }
    const tail = mayUnpackItself(reading, start) ? readTail(file, atHand, size) : null;
    bytesRead += tail?.fresh ?? 0;
    return {
      path,
      bytesRead,
      bytesTotal: size,
      readings: [asArchive(withoutPatient(reading), start, tail?.bytes ?? null)],
    };
  }

  /** The last bytes of a file; those that are `atHand` are not read again. */
  function readTail(file: number, atHand: number, size: number): { bytes: Uint8Array; fresh: number } {
    const length = Math.min(size, selfExtractingTail);
    const tail = Buffer.allocUnsafe(length);
    const known = Math.max(0, atHand - (size - length));
    buffer.copy(tail, 0, atHand - known, atHand);
    readFully(file, tail, size - length + known, size, size - length);
    return { bytes: tail, fresh: length - known };
  }

  /** Makes the buffer hold `bytes`, the first `kept` of which stay. */
  function makeRoom(bytes: number, kept: number): void {
    if (bytes <= buffer.length) return;
    const larger = Buffer.allocUnsafeSlow(bytes);
    buffer.copy(larger, 0, 0, kept);
    buffer = larger;
  }

  return ({ path, pathBytes }) => {
    let file: number | null = null;
    try {
      file = openSync(pathBytes ?? path, 'r');
      return readOpenFile(path, file);
    } catch (error) {
      const reason = error instanceof FileShrankError ? error.message : fileErrorReason(error);
      return rejectedObject(path, 0, 'unreadable', reason);
    } finally {
      if (file !== null) closeSync(file);
    }
  };
}

function readJsonFile(path: string, file: number, size: number): ReadObject {
  if (size > longestJson) return tooLongJson(path, size);
  const bytes = Buffer.allocUnsafe(size);
  readFully(file, bytes, 0, size);
  return readJsonText(path, bytes);
}

/** Reads bytes `start` to `end` of a file; the buffer begins with byte `origin`. */
function readFully(file: number, buffer: Buffer, start: number, end: number, origin = 0): void {
  let filled = start;
  while (filled < end) {
    const bytesRead = readSync(file, buffer, filled - origin, end - filled, filled);
    if (bytesRead === 0) throw new FileShrankError();
    filled += bytesRead;
  }
}
