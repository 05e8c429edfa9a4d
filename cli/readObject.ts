import { type FileHandle, open } from 'node:fs/promises';
import { archiveFormatOf } from '../core/archive/index.ts';
import { type HeaderReading, readDicomJson, readHeaderByRange } from '../core/dicom/index.ts';
import { FileShrankError, readRange } from './fileRange.ts';
import { type FoundFile, fileErrorReason } from './findFiles.ts';
import { looksLikeJson } from './looksLikeJson.ts';

/** What one file (or standard input) held. */
export type ReadObject = {
  readonly path: string;
  readonly bytesRead: number;
  readonly bytesTotal: number;
  /** One for a DICOM file; one for each data set of a DICOM JSON document. */
  readonly readings: readonly HeaderReading[];
};

const firstBytes = 16 * 1024;
export const longestJson = 256 * 1024 * 1024;

/** Reads the header of one file by ranges: never its pixels. Whatever is wrong with the file is a rejected reading. */
export async function readFileObject({ path, pathBytes }: FoundFile): Promise<ReadObject> {
  try {
    await using file = await open(pathBytes ?? path, 'r');
    return await readOpenFile(path, file);
  } catch (error) {
    const reason = error instanceof FileShrankError ? error.message : fileErrorReason(error);
    return rejected(path, 0, 'unreadable', reason);
  }
}

async function readOpenFile(path: string, file: FileHandle): Promise<ReadObject> {
  const { size } = await file.stat();
  const start = await readRange(file, 0, Math.min(firstBytes, size));
  if (looksLikeJson(start)) {
    if (size > longestJson) {
      return tooLongJson(path, size);
    }
    return readJsonText(path, new TextDecoder().decode(await readRange(file, 0, size)), size);
  }
  const fetchRange = async (from: number, end: number): Promise<Uint8Array> =>
    end <= start.length ? start.subarray(from, end) : await readRange(file, from, end);
  const { reading, bytesRead } = await readHeaderByRange(fetchRange, size);
  return { path, bytesRead, bytesTotal: size, readings: [asArchive(reading, start)] };
}

/** Not every archive shows to the header reader as one (an old tar has no mark): whoever reads on looks for this code. */
export function asArchive(reading: HeaderReading, start: Uint8Array): HeaderReading {
  if (reading.kind !== 'rejected' || archiveFormatOf(start.subarray(0, 512)) === null) return reading;
  return { ...reading, code: 'archive-not-supported' };
}

export function tooLongJson(path: string, bytes: number): ReadObject {
  const reason = `A JSON document of more than ${longestJson / 1024 / 1024} MiB is not read; split it by series.`;
  return rejected(path, bytes, 'limit-exceeded', reason);
}

/** Reads the DICOM JSON Model (PS3.18 Annex F) from text: an array of data sets, or one. */
export function readJsonText(path: string, text: string, bytes: number): ReadObject {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    // The parser's own message quotes the document, which may name the patient.
    const reason = 'This is not DICOM: neither a DICOM file nor a valid JSON document.';
    return { ...rejected(path, bytes, 'not-dicom', reason), bytesRead: bytes };
  }
  return { path, bytesRead: bytes, bytesTotal: bytes, readings: readDicomJson(document) };
}

function rejected(
  path: string,
  bytes: number,
  code: 'unreadable' | 'limit-exceeded' | 'not-dicom',
  reason: string,
): ReadObject {
  return {
    path,
    bytesRead: 0,
    bytesTotal: bytes,
    readings: [{ kind: 'rejected', code, reason, identity: null }],
  };
}
