import { archiveFormatOf, endsAsZip, looksSelfExtracting } from '../core/archive/index.ts';
import {
  type AcquisitionHeader,
  type HeaderReading,
  type RejectedObject,
  readDicomJsonText,
} from '../core/dicom/index.ts';
import { type PatientMark, patientMark } from './patientMark.ts';
import type { StudyNote } from './studyNote.ts';

/** What one file (or standard input) held. */
export type ReadObject = {
  readonly path: string;
  readonly bytesRead: number;
  readonly bytesTotal: number;
  /** One for a DICOM file; one for each data set of a DICOM JSON document. */
  readonly readings: readonly ObjectReading[];
  /** Where it is a `study.json`: then it has no readings. */
  readonly note?: StudyNote;
};

/** As `HeaderReading`, without who the patient is: a mark tells two patients apart, and nothing else of them. */
export type ObjectReading =
  | { readonly kind: 'mr-image'; readonly header: AcquisitionHeader; readonly patientMark: PatientMark | null }
  | RejectedObject;

export const longestJson = 128 * 1024 * 1024;

/** Forgets the patient. */
export function withoutPatient(reading: HeaderReading): ObjectReading {
  if (reading.kind !== 'mr-image') return reading;
  return { kind: 'mr-image', header: reading.header, patientMark: patientMark(reading.patient) };
}

/**
 * Not every archive shows to the header reader as one (an old tar has no mark): whoever reads on looks for this code.
 *
 * @param tail the last bytes of a file that `mayUnpackItself`
 */
export function asArchive(reading: ObjectReading, start: Uint8Array, tail: Uint8Array | null): ObjectReading {
  if (reading.kind !== 'rejected') return reading;
  const isArchive = archiveFormatOf(start.subarray(0, 512)) !== null || (tail !== null && endsAsZip(tail));
  return isArchive ? { ...reading, code: 'archive-not-supported' } : reading;
}

/** Whether what was read is a program, that may have an archive behind it. Only its end tells: `selfExtractingTail` bytes. */
export function mayUnpackItself(reading: { readonly kind: string }, start: Uint8Array): boolean {
  return reading.kind === 'rejected' && looksSelfExtracting(start);
}

export function tooLongJson(path: string, bytes: number): ReadObject {
  const reason = `A JSON document of more than ${longestJson / 1024 / 1024} MiB is not read; split it by series.`;
  return rejectedObject(path, bytes, 'limit-exceeded', reason);
}

/** Reads the DICOM JSON Model (PS3.18 Annex F) from text in UTF-8: an array of data sets, or one. */
export function readJsonText(path: string, text: Uint8Array): ReadObject {
  const readings = readDicomJsonText(text).map(withoutPatient);
  return { path, bytesRead: text.length, bytesTotal: text.length, readings };
}

/** A file of which nothing was read. */
export function rejectedObject(
  path: string,
  bytesTotal: number,
  code: 'unreadable' | 'limit-exceeded' | 'not-dicom',
  reason: string,
): ReadObject {
  return { path, bytesRead: 0, bytesTotal, readings: [{ kind: 'rejected', code, reason, identity: null }] };
}
