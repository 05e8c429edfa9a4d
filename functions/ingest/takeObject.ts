import { archiveFormatOf, endsAsZip, looksSelfExtracting, selfExtractingTail } from '../../core/archive/index.ts';
import { readHeaderByRange } from '../../core/dicom/index.ts';
import { comparableSequencer, folderPk, objectKeyDigest, readIncomingKey, rejectSk } from '../../core/records/index.ts';
import type { BucketNotice } from './bucketNotice.ts';
import type { ObjectReader } from './objectReader.ts';
import {
  type Arrived,
  arrivedObject,
  folderRejectKey,
  putReject,
  recordCompleteMarker,
  recordReading,
  recordStudyJson,
  rejectInFolder,
  rejectStudyJson,
} from './recordObject.ts';
import { ObjectRefusedError } from './refusedObject.ts';
import type { FoundArchive } from './takeArchive.ts';
import type { RecordDependencies, Taken } from './taken.ts';

export type TakeObjectDependencies = RecordDependencies & {
  readonly isRegistered: (site: string) => Promise<boolean>;
  readonly reader: (notice: BucketNotice) => ObjectReader;
};

/** Far more than any honest `study.json`. */
const studyJsonLimitBytes = 64 * 1024;

/** Reads one object and writes its item; an archive is told and left to be read. Doing it again changes nothing. */
export async function takeObject(
  notice: BucketNotice,
  dependencies: TakeObjectDependencies,
): Promise<Taken | FoundArchive> {
  const key = readIncomingKey(notice.key);
  if (key.kind === 'nothing-to-read') return { kind: 'nothing' };
  if (key.kind === 'invalid-site') return rejectNamelessSite(notice, dependencies);

  const { object } = key;
  const arrived = arrivedObject(notice, object);
  if (!(await dependencies.isRegistered(object.site))) {
    const reason = `The site "${object.site}" is not registered: register it, then drop the folder again.`;
    const reject = { code: 'unregistered-site', reason, bytesTotal: notice.size ?? 0 } as const;
    // It was not looked at: whatever reads it later, a backfill too, knows more.
    const unread = { ...arrived, sequencer: comparableSequencer('') };
    await putReject(unread, folderRejectKey(arrived), reject, dependencies);
    return { kind: 'rejected', code: 'unregistered-site' };
  }
  try {
    return await takeKnown(notice, arrived, dependencies);
  } catch (error) {
    if (!(error instanceof ObjectRefusedError)) throw error;
    const { code, message: reason } = error;
    const bytesTotal = notice.size ?? 0;
    if (object.kind === 'study-json') return rejectStudyJson(arrived, reason, bytesTotal, dependencies);
    return rejectInFolder(arrived, { code, reason, bytesTotal }, dependencies);
  }
}

async function takeKnown(
  notice: BucketNotice,
  arrived: Arrived,
  dependencies: TakeObjectDependencies,
): Promise<Taken | FoundArchive> {
  switch (arrived.object.kind) {
    case 'complete-marker':
      return recordCompleteMarker(arrived, dependencies);
    case 'study-json':
      return takeStudyJson(notice, arrived, dependencies);
    case 'file':
      return takeFile(notice, arrived, dependencies);
  }
}

async function takeStudyJson(
  notice: BucketNotice,
  arrived: Arrived,
  dependencies: TakeObjectDependencies,
): Promise<Taken> {
  const reader = dependencies.reader(notice);
  const bytesTotal = await reader.size();
  if (bytesTotal > studyJsonLimitBytes) {
    const reason = `study.json is ${bytesTotal} bytes long, at most ${studyJsonLimitBytes} are read: shorten it.`;
    return rejectStudyJson(arrived, reason, bytesTotal, dependencies);
  }
  const text = new TextDecoder().decode(await reader.range(0, bytesTotal));
  return recordStudyJson(arrived, text, dependencies, bytesTotal);
}

/** A DICOM object, or an archive: told by its content, since names of files say little. */
async function takeFile(
  notice: BucketNotice,
  arrived: Arrived,
  dependencies: TakeObjectDependencies,
): Promise<Taken | FoundArchive> {
  const { size, range } = dependencies.reader(notice);
  const bytesTotal = await size();
  let start = new Uint8Array();
  const fetchRange = async (from: number, end: number): Promise<Uint8Array> => {
    const bytes = await range(from, end);
    if (from === 0) start = new Uint8Array(bytes.subarray(0, 512));
    return bytes;
  };
  const { reading, bytesRead } = await readHeaderByRange(fetchRange, bytesTotal);
  const isArchive = async (): Promise<boolean> =>
    archiveFormatOf(start) !== null ||
    (looksSelfExtracting(start) && endsAsZip(await range(Math.max(0, bytesTotal - selfExtractingTail), bytesTotal)));
  if (reading.kind === 'rejected' && (await isArchive())) {
    return { kind: 'archive', key: notice.key, arrived, source: { size: bytesTotal, read: range } };
  }
  return recordReading(arrived, reading, { bytesRead, bytesTotal }, dependencies);
}

// "-" is no site's name, so these meet no one's items.
async function rejectNamelessSite(notice: BucketNotice, dependencies: TakeObjectDependencies): Promise<Taken> {
  const reason =
    'The key has no valid site: drop objects below incoming/<site>/, lower-case letters, digits and hyphens.';
  const keyDigest = objectKeyDigest(notice.key);
  const named = { keyDigest, archiveDigest: null, sequencer: comparableSequencer(notice.sequencer) };
  const itemKey = { pk: folderPk('-', objectKeyDigest('')), sk: rejectSk(keyDigest) };
  const reject = { code: 'invalid-site', reason, bytesTotal: notice.size ?? 0 } as const;
  await putReject(named, itemKey, reject, dependencies);
  return { kind: 'rejected', code: 'invalid-site' };
}
