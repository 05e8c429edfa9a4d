import type { HeaderReading, ReadImage } from '../../core/dicom/index.ts';
import {
  birthDateKey,
  comparableSequencer,
  dicomUidSchema,
  folderPk,
  type IncomingObject,
  type ItemKey,
  instanceSk,
  type ObjectRejectCode,
  objectKeyDigest,
  packInstance,
  patientKey,
  patientPk,
  readStudyJson,
  rejectSk,
  studyPk,
  type UnpackedInstance,
} from '../../core/records/index.ts';
import { isoDate } from '../../core/report/index.ts';
import type { BucketNotice } from './bucketNotice.ts';
import type { RecordDependencies, StudyTouch, Taken } from './taken.ts';

/** An object of the bucket, or a file in an archive there, as its records name it. */
export type Arrived = {
  readonly object: IncomingObject;
  readonly keyDigest: string;
  /** `null` for an object of its own. */
  readonly archiveDigest: string | null;
  /** Comparable. */
  readonly sequencer: string;
  readonly eventTimeMs: number;
};

export type Bytes = { readonly bytesRead: number; readonly bytesTotal: number };

export type Reject = Partial<Bytes> & {
  readonly code: ObjectRejectCode;
  readonly reason: string;
  readonly modality?: string | null;
  readonly seriesInstanceUid?: string | null;
};

export function arrivedObject(notice: BucketNotice, object: IncomingObject): Arrived {
  return {
    object,
    keyDigest: objectKeyDigest(notice.key),
    archiveDigest: null,
    sequencer: comparableSequencer(notice.sequencer),
    eventTimeMs: notice.eventTimeMs,
  };
}

/** Writes the item of what was read. Doing it again changes nothing. */
export async function recordReading(
  arrived: Arrived,
  reading: HeaderReading,
  bytes: Bytes,
  dependencies: RecordDependencies,
): Promise<Taken> {
  if (reading.kind === 'rejected') {
    const { code, reason, identity } = reading;
    const uid = identity?.StudyInstanceUID ?? '';
    const { Modality: modality = null, SeriesInstanceUID: seriesInstanceUid = null } = identity ?? {};
    const reject: Reject = { code, reason, modality, seriesInstanceUid, ...bytes };
    if (!dicomUidSchema.safeParse(uid).success) return rejectInFolder(arrived, reject, dependencies);
    return rejectInStudy(arrived, uid, reject, dependencies, isoDate(identity?.StudyDate));
  }

  const instance = unpackedInstance(arrived, reading, bytes);
  if (instance === null) {
    const reason = 'A UID of the header is no UID (DICOM PS3.5 section 9): export the object again.';
    return rejectInFolder(arrived, { code: 'invalid-uid', reason, ...bytes }, dependencies);
  }
  const { StudyInstanceUID, SeriesInstanceUID: seriesInstanceUid } = reading.header;
  const item = packInstance(instance);
  if (item === null) {
    const reason = 'The header says more than can be stored of one object, even compressed: split the object.';
    const reject: Reject = { code: 'limit-exceeded', reason, modality: 'MR', seriesInstanceUid, ...bytes };
    return rejectInStudy(arrived, StudyInstanceUID, reject, dependencies);
  }
  await dependencies.studies.putObjectItem(item);
  return takenImage(arrived, reading, dependencies);
}

/** What is to be stored of an image; `null` where one of its UIDs is none. */
export function unpackedInstance(arrived: Arrived, { header }: ReadImage, bytes: Bytes): UnpackedInstance | null {
  const { StudyInstanceUID, SeriesInstanceUID, SOPInstanceUID } = header;
  const uids = [StudyInstanceUID, SeriesInstanceUID, SOPInstanceUID];
  if (!uids.every((uid) => dicomUidSchema.safeParse(uid).success)) return null;
  return {
    pk: studyPk(arrived.object.site, StudyInstanceUID),
    sk: instanceSk(SeriesInstanceUID, SOPInstanceUID, arrived.keyDigest),
    ...origin(arrived),
    ...bytes,
    headerJson: JSON.stringify(header),
  };
}

/** What a stored image says of its study. */
export async function takenImage(
  arrived: Arrived,
  { header, patient }: ReadImage,
  { identitySecret }: Pick<RecordDependencies, 'identitySecret'>,
): Promise<Taken> {
  const { site } = arrived.object;
  const { StudyInstanceUID } = header;
  const secret = await identitySecret();
  const patientDigest = patientKey(secret, site, patient);
  const touch: StudyTouch = {
    ...plainTouch(arrived, StudyInstanceUID),
    studyDate: isoDate(header.shared.StudyDate),
    patientPk: patientDigest === null ? null : patientPk(site, patientDigest),
    birthDateKey: birthDateKey(secret, site, StudyInstanceUID, patient.PatientBirthDate),
  };
  return { kind: 'study', touch, rejected: null };
}

/** Writes what a `study.json` says to the item of its folder. */
export async function recordStudyJson(
  arrived: Arrived,
  text: string,
  dependencies: RecordDependencies,
  bytesTotal = 0,
): Promise<Taken> {
  const reading = readStudyJson(text);
  if (reading.kind === 'invalid') return rejectStudyJson(arrived, reading.reason, bytesTotal, dependencies);
  const { site, folder } = arrived.object;
  await dependencies.folders.putStudyJson(site, folder, reading.facts, arrived);
  const says = reading.facts.complete === true ? 'facts-and-complete' : 'facts';
  return { kind: 'folder', site, folder, says, rejected: null };
}

/** What the one said that it replaces counts no more: it is not there, and may never have been read. */
export async function rejectStudyJson(
  arrived: Arrived,
  reason: string,
  bytesTotal: number,
  dependencies: RecordDependencies,
): Promise<Taken> {
  const { site, folder } = arrived.object;
  await dependencies.folders.putStudyJson(site, folder, null, arrived);
  return rejectInFolder(arrived, { code: 'invalid-study-json', reason, bytesTotal }, dependencies);
}

export async function recordCompleteMarker(
  { object: { site, folder }, eventTimeMs }: Pick<Arrived, 'object' | 'eventTimeMs'>,
  { folders }: RecordDependencies,
): Promise<Taken> {
  await folders.putCompleteMarker(site, folder, eventTimeMs);
  return { kind: 'folder', site, folder, says: 'complete', rejected: null };
}

/** Recorded with the study whose object it is, or may have been. */
export async function rejectInStudy(
  arrived: Arrived,
  studyInstanceUid: string,
  reject: Reject,
  dependencies: RecordDependencies,
  studyDate: string | null = null,
): Promise<Taken> {
  const pk = studyPk(arrived.object.site, studyInstanceUid);
  await putReject(arrived, { pk, sk: rejectSk(arrived.keyDigest) }, reject, dependencies);
  return { kind: 'study', touch: { ...plainTouch(arrived, studyInstanceUid), studyDate }, rejected: reject.code };
}

/** Recorded beside the studies of its folder, which are told that there is news. */
export async function rejectInFolder(
  arrived: Arrived,
  reject: Reject,
  dependencies: RecordDependencies,
): Promise<Taken> {
  const { site, folder } = arrived.object;
  await putReject(arrived, folderRejectKey(arrived), reject, dependencies);
  await dependencies.folders.putRejectMark(site, folder);
  return { kind: 'folder', site, folder, says: 'facts', rejected: reject.code };
}

export function folderRejectKey({ object: { site, folder }, keyDigest }: Arrived): ItemKey {
  return { pk: folderPk(site, folder.digest), sk: rejectSk(keyDigest) };
}

export async function putReject(
  arrived: Pick<Arrived, 'keyDigest' | 'archiveDigest' | 'sequencer'>,
  itemKey: ItemKey,
  reject: Reject,
  dependencies: Pick<RecordDependencies, 'studies'>,
): Promise<void> {
  await dependencies.studies.putObjectItem({
    ...itemKey,
    ...origin(arrived),
    code: reject.code,
    reason: reject.reason,
    modality: reject.modality ?? null,
    ...(typeof reject.seriesInstanceUid === 'string' ? { seriesInstanceUid: reject.seriesInstanceUid } : {}),
    bytesRead: reject.bytesRead ?? 0,
    bytesTotal: reject.bytesTotal ?? 0,
  });
}

function origin({ keyDigest, archiveDigest, sequencer }: Pick<Arrived, 'keyDigest' | 'archiveDigest' | 'sequencer'>) {
  return { keyDigest, sequencer, ...(archiveDigest === null ? {} : { archiveDigest }) };
}

function plainTouch({ object, eventTimeMs }: Arrived, studyInstanceUid: string): StudyTouch {
  const { site, folders } = object;
  return { site, studyInstanceUid, eventTimeMs, folders, studyDate: null, patientPk: null, birthDateKey: null };
}
