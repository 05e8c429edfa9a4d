import { readHeaderByRange } from '../../core/dicom/index.ts';
import {
  birthDateKey,
  comparableSequencer,
  dicomUidSchema,
  type Folder,
  folderPk,
  type IncomingObject,
  type ItemKey,
  instanceSk,
  type ObjectRejectCode,
  objectKeyDigest,
  packJson,
  patientKey,
  patientPk,
  readIncomingKey,
  readStudyJson,
  rejectSk,
  studyPk,
} from '../../core/records/index.ts';
import { isoDate } from '../../core/report/index.ts';
import type { Folders } from '../tables/folders.ts';
import type { StudyArrivals } from '../tables/studyArrivals.ts';
import type { BucketNotice } from './bucketNotice.ts';
import type { ObjectReader } from './objectReader.ts';

export type Taken =
  | { readonly kind: 'study'; readonly touch: StudyTouch; readonly rejected: ObjectRejectCode | null }
  | {
      readonly kind: 'folder';
      readonly site: string;
      readonly folder: Folder;
      readonly complete: boolean;
      readonly rejected: ObjectRejectCode | null;
    }
  | { readonly kind: 'rejected'; readonly code: ObjectRejectCode }
  | { readonly kind: 'nothing' };

/** What one object says of its study. */
export type StudyTouch = {
  readonly site: string;
  readonly studyInstanceUid: string;
  readonly eventTimeMs: number;
  readonly folders: readonly Folder[];
  readonly studyDate: string | null;
  readonly patientPk: string | null;
  readonly birthDateKey: string | null;
};

export type TakeObjectDependencies = {
  readonly studies: StudyArrivals;
  readonly folders: Folders;
  readonly isRegistered: (site: string) => Promise<boolean>;
  readonly identitySecret: () => Promise<string>;
  readonly reader: (notice: BucketNotice) => ObjectReader;
};

/** Far more than any honest `study.json`. */
const studyJsonLimitBytes = 64 * 1024;

/** Reads one object and writes its item. Doing it again changes nothing. */
export async function takeObject(notice: BucketNotice, dependencies: TakeObjectDependencies): Promise<Taken> {
  const key = readIncomingKey(notice.key);
  if (key.kind === 'nothing-to-read') return { kind: 'nothing' };
  if (key.kind === 'invalid-site') return rejectNamelessSite(notice, dependencies);

  const { object } = key;
  if (!(await dependencies.isRegistered(object.site))) {
    const reason = `The site "${object.site}" is not registered: register it, then drop the folder again.`;
    await putFolderReject(notice, object, { code: 'unregistered-site', reason }, dependencies);
    return { kind: 'rejected', code: 'unregistered-site' };
  }
  switch (object.kind) {
    case 'complete-marker':
      await dependencies.folders.putCompleteMarker(object.site, object.folder);
      return { kind: 'folder', site: object.site, folder: object.folder, complete: true, rejected: null };
    case 'study-json':
      return takeStudyJson(notice, object, dependencies);
    case 'archive': {
      const reason = 'Archives are not read yet: drop the DICOM files themselves, unpacked.';
      return rejectInFolder(notice, object, { code: 'archive-not-supported', reason }, dependencies);
    }
    case 'dicom':
      return takeDicom(notice, object, dependencies);
  }
}

async function takeStudyJson(
  notice: BucketNotice,
  object: IncomingObject,
  dependencies: TakeObjectDependencies,
): Promise<Taken> {
  const reader = dependencies.reader(notice);
  const size = await reader.size();
  if (size > studyJsonLimitBytes) {
    const reason = `study.json is ${size} bytes long, at most ${studyJsonLimitBytes} are read: shorten it.`;
    return rejectInFolder(notice, object, { code: 'invalid-study-json', reason }, dependencies);
  }
  const reading = readStudyJson(new TextDecoder().decode(await reader.range(0, size)));
  if (reading.kind === 'invalid') {
    return rejectInFolder(notice, object, { code: 'invalid-study-json', reason: reading.reason }, dependencies);
  }
  const { site, folder } = object;
  await dependencies.folders.putStudyJson(site, folder, reading.facts, comparableSequencer(notice.sequencer));
  return { kind: 'folder', site, folder, complete: reading.facts.complete === true, rejected: null };
}

async function takeDicom(
  notice: BucketNotice,
  object: IncomingObject,
  dependencies: TakeObjectDependencies,
): Promise<Taken> {
  const reader = dependencies.reader(notice);
  const bytesTotal = await reader.size();
  const { reading, bytesRead } = await readHeaderByRange(reader.range, bytesTotal);
  const bytes = { bytesRead, bytesTotal };

  if (reading.kind === 'rejected') {
    const { code, reason, identity } = reading;
    const uid = identity?.StudyInstanceUID ?? '';
    const reject: Reject = { code, reason, modality: identity?.Modality ?? null, ...bytes };
    if (!dicomUidSchema.safeParse(uid).success) return rejectInFolder(notice, object, reject, dependencies);
    await putReject(notice, { pk: studyPk(object.site, uid), sk: rejectSk(digestOf(notice)) }, reject, dependencies);
    const touch = { ...plainTouch(notice, object, uid), studyDate: isoDate(identity?.StudyDate) };
    return { kind: 'study', touch, rejected: code };
  }

  const { header, patient } = reading;
  const { StudyInstanceUID, SeriesInstanceUID, SOPInstanceUID } = header;
  if (![StudyInstanceUID, SeriesInstanceUID, SOPInstanceUID].every((uid) => dicomUidSchema.safeParse(uid).success)) {
    const reason = 'A UID of the header is no UID (DICOM PS3.5 section 9): export the object again.';
    return rejectInFolder(notice, object, { code: 'invalid-uid', reason, ...bytes }, dependencies);
  }
  const pk = studyPk(object.site, StudyInstanceUID);
  const packed = packJson(header);
  if (packed === null) {
    const reason = 'The header says more than can be stored of one object, even compressed: split the object.';
    const reject: Reject = { code: 'limit-exceeded', reason, modality: 'MR', ...bytes };
    await putReject(notice, { pk, sk: rejectSk(digestOf(notice)) }, reject, dependencies);
    return { kind: 'study', touch: plainTouch(notice, object, StudyInstanceUID), rejected: 'limit-exceeded' };
  }
  await dependencies.studies.putObjectItem({
    pk,
    sk: instanceSk(SeriesInstanceUID, SOPInstanceUID),
    keyDigest: digestOf(notice),
    sequencer: comparableSequencer(notice.sequencer),
    ...bytes,
    header: packed,
  });
  const secret = await dependencies.identitySecret();
  const patientDigest = patientKey(secret, object.site, patient);
  const touch: StudyTouch = {
    ...plainTouch(notice, object, StudyInstanceUID),
    studyDate: isoDate(header.shared.StudyDate),
    patientPk: patientDigest === null ? null : patientPk(object.site, patientDigest),
    birthDateKey: birthDateKey(secret, object.site, StudyInstanceUID, patient.PatientBirthDate),
  };
  return { kind: 'study', touch, rejected: null };
}

function plainTouch(notice: BucketNotice, object: IncomingObject, studyInstanceUid: string): StudyTouch {
  const { site, folders } = object;
  const { eventTimeMs } = notice;
  return { site, studyInstanceUid, eventTimeMs, folders, studyDate: null, patientPk: null, birthDateKey: null };
}

type Reject = {
  readonly code: ObjectRejectCode;
  readonly reason: string;
  readonly modality?: string | null;
  readonly bytesRead?: number;
  readonly bytesTotal?: number;
};

/** Recorded beside the studies of its folder, which are told that there is news. */
async function rejectInFolder(
  notice: BucketNotice,
  object: IncomingObject,
  reject: Reject,
  dependencies: TakeObjectDependencies,
): Promise<Taken> {
  const { site, folder } = object;
  await putFolderReject(notice, object, reject, dependencies);
  await dependencies.folders.putRejectMark(site, folder);
  return { kind: 'folder', site, folder, complete: false, rejected: reject.code };
}

async function putFolderReject(
  notice: BucketNotice,
  { site, folder }: IncomingObject,
  reject: Reject,
  dependencies: TakeObjectDependencies,
): Promise<void> {
  await putReject(notice, { pk: folderPk(site, folder.digest), sk: rejectSk(digestOf(notice)) }, reject, dependencies);
}

// "-" is no site's name, so these meet no one's items.
async function rejectNamelessSite(notice: BucketNotice, dependencies: TakeObjectDependencies): Promise<Taken> {
  const reason =
    'The key has no valid site: drop objects below incoming/<site>/, lower-case letters, digits and hyphens.';
  const itemKey = { pk: folderPk('-', objectKeyDigest('')), sk: rejectSk(digestOf(notice)) };
  await putReject(notice, itemKey, { code: 'invalid-site', reason }, dependencies);
  return { kind: 'rejected', code: 'invalid-site' };
}

async function putReject(
  notice: BucketNotice,
  itemKey: ItemKey,
  reject: Reject,
  dependencies: TakeObjectDependencies,
): Promise<void> {
  await dependencies.studies.putObjectItem({
    ...itemKey,
    keyDigest: digestOf(notice),
    sequencer: comparableSequencer(notice.sequencer),
    code: reject.code,
    reason: reject.reason,
    modality: reject.modality ?? null,
    bytesRead: reject.bytesRead ?? 0,
    bytesTotal: reject.bytesTotal ?? notice.size ?? 0,
  });
}

function digestOf(notice: BucketNotice): string {
  return objectKeyDigest(notice.key);
}
