import { type Folder, type ObjectRejectCode, studyKey } from '../../core/records/index.ts';
import { mapBounded } from '../concurrency/mapBounded.ts';
import type { IntakeQueue } from '../queues/intakeQueue.ts';
import { type FailureFacts, failureFacts } from '../telemetry/failureFacts.ts';
import { readBucketNotices } from './bucketNotice.ts';
import { type LateArchive, sendLateArchives } from './lateArchives.ts';
import { ObjectGoneError } from './objectReader.ts';
import { type SettleStudyDependencies, settleStudy, type TouchedStudy } from './settleStudy.ts';
import {
  type FoundArchive,
  type ReadingTime,
  type TakeArchiveDependencies,
  type TakenArchive,
  takeArchive,
} from './takeArchive.ts';
import type { StudyTouch, Taken } from './taken.ts';
import { type TakeObjectDependencies, takeObject } from './takeObject.ts';

export type IntakeMessage = {
  readonly messageId: string;
  readonly body: string;
  /** How often the queue has handed it over, this time included. */
  readonly receives?: number;
};

export type BatchResult = {
  readonly failedMessageIds: ReadonlySet<string>;
  readonly failures: readonly FailureFacts[];
  readonly received: number;
  readonly gone: number;
  readonly rejected: readonly ObjectRejectCode[];
  /** studyKeys. */
  readonly settled: readonly string[];
  /** Of the archives that were sent once more: for how long each has waited, in seconds. */
  readonly sentAgain: readonly number[];
};

export type IngestDependencies = TakeObjectDependencies &
  TakeArchiveDependencies &
  SettleStudyDependencies & {
    /** When reading must end, for the studies to be settled in time. */
    readonly readUntilMs: number;
    /** From the end of a run until another one, which takes again what failed in it, has ended: at the latest. */
    readonly nextTrySeconds: number;
    /** Where archives are sent once more whose turn came too late; `null` where what failed comes again at once. */
    readonly intake: IntakeQueue | null;
  };

const objectsAtOnce = 8;
const studiesAtOnce = 16;

/** The run was over before the object's turn came. */
class BatchOutOfTimeError extends Error {
  override readonly name = 'BatchOutOfTimeError';
}

/** An archive is begun with so much of a run before it: not read to its end, it is too much for a run. */
const nearlyWholeRun = 0.8;
/** Between the end of reading and that of the function. */
export const settlingReserveMs = 20_000;
/** Clocks differ, and what comes again is not asked for at once. */
const marginMs = 60_000;

/**
 * Takes every object of a batch and settles each study that they touched; then its archives one after the other, each with its studies: whatever
 * an archive does, those before it are done. Archives that would have no nearly whole run are not begun, but sent once more. A message failed when
 * any of its objects did, or any study that they touched: it comes again, and what was written is written over.
 */
export async function ingestBatch(
  messages: readonly IntakeMessage[],
  dependencies: IngestDependencies,
): Promise<BatchResult> {
  const failures: { readonly messageIds: readonly string[]; readonly facts: FailureFacts }[] = [];
  const fail: Fail = (messageIds, error) => {
    failures.push({ messageIds, facts: failureFacts(error) });
  };

  const notices = messages.flatMap(({ messageId, body, receives = 1 }) => {
    try {
      return readBucketNotices(body).map((notice) => ({ messageId, receives, notice }));
    } catch (error) {
      fail([messageId], error);
      return [];
    }
  });
  const { readUntilMs, now } = dependencies;
  const wholeRunMs = readUntilMs - now();
  const found = await mapBounded(notices, objectsAtOnce, async ({ messageId, receives, notice }) => {
    try {
      if (now() >= readUntilMs) throw new BatchOutOfTimeError('No time was left for this object: it comes again.');
      return { messageId, receives, notice, taken: await takeUnlessGone(() => takeObject(notice, dependencies)) };
    } catch (error) {
      fail([messageId], error);
      return null;
    }
  });
  const objects: TakenOfMessage[] = [];
  const archives: (LateArchive & { readonly archive: FoundArchive; readonly receives: number })[] = [];
  for (const one of found) {
    if (one === null) continue;
    const { messageId, receives, notice, taken } = one;
    if (taken.kind === 'archive') archives.push({ messageId, receives, notice, archive: taken });
    else objects.push({ messageId, taken });
  }
  const done = [...objects];
  const settled = [...(await settleAll(objects, dependencies, fail))];
  const late: LateArchive[] = [];
  for (const one of archives.toSorted(mostTriedFirst)) {
    if (readUntilMs - now() < nearlyWholeRun * wholeRunMs) {
      late.push(one);
      continue;
    }
    const { messageId, archive } = one;
    try {
      const taken = await takeUnlessGone(() => takeArchive(archive, dependencies, timeOf(dependencies)));
      done.push({ messageId, taken });
      settled.push(...(await settleAll([{ messageId, taken }], dependencies, fail)));
    } catch (error) {
      fail([messageId], error);
    }
  }
  const sentAgain = await sendLateArchives(late, { ...dependencies, fail });

  return {
    failedMessageIds: new Set(failures.flatMap(({ messageIds }) => messageIds)),
    failures: failures.map(({ facts }) => facts),
    received: notices.length,
    gone: done.filter((one) => one.taken.kind === 'gone').length,
    rejected: done.flatMap((one) => rejectCodesOf(one.taken)),
    settled,
    sentAgain,
  };
}

type Tried = { readonly receives: number; readonly notice: { readonly sentAgain: number } };

/** What was received before may be half read, and is waited for until about now. */
function mostTriedFirst(one: Tried, other: Tried): number {
  return other.receives - one.receives || other.notice.sentAgain - one.notice.sentAgain;
}

/** The studyKeys of those that were settled. */
async function settleAll(
  done: readonly TakenOfMessage[],
  dependencies: IngestDependencies,
  fail: Fail,
): Promise<readonly string[]> {
  const touched = await touchedStudies(done, dependencies, fail);
  const settled = await mapBounded(touched, studiesAtOnce, async (study) => {
    try {
      await settleStudy(study, dependencies);
      return [studyKey(await dependencies.identitySecret(), study.site, study.studyInstanceUid)];
    } catch (error) {
      fail(study.messageIds, error);
      return [];
    }
  });
  return settled.flat();
}

type Fail = (messageIds: readonly string[], error: unknown) => void;

type Gone = { readonly kind: 'gone' };
type TakenOfMessage = { readonly messageId: string; readonly taken: Taken | TakenArchive | Gone };

async function takeUnlessGone<Answer>(take: () => Promise<Answer>): Promise<Answer | Gone> {
  try {
    return await take();
  } catch (error) {
    if (error instanceof ObjectGoneError) return { kind: 'gone' };
    throw error;
  }
}

function timeOf({ now, readUntilMs, nextTrySeconds }: IngestDependencies): ReadingTime {
  return {
    isOver: () => now() >= readUntilMs,
    triedAgainMs: readUntilMs + settlingReserveMs + nextTrySeconds * 1000 + marginMs,
  };
}

function rejectCodesOf(taken: TakenOfMessage['taken']): readonly ObjectRejectCode[] {
  if (taken.kind === 'taken-archive') return taken.rejected;
  if (taken.kind === 'rejected') return [taken.code];
  return (taken.kind === 'study' || taken.kind === 'folder') && taken.rejected !== null ? [taken.rejected] : [];
}

function newsOf({
  messageId,
  taken,
}: TakenOfMessage): readonly { readonly messageId: string; readonly taken: Taken }[] {
  if (taken.kind === 'gone') return [];
  if (taken.kind !== 'taken-archive') return [{ messageId, taken }];
  return taken.news.map((each) => ({ messageId, taken: each }));
}

/** A study while it is found out what touched it: by a hundred thousand files, perhaps. */
type Touching = {
  readonly site: string;
  readonly studyInstanceUid: string;
  readonly touches: StudyTouch[];
  readonly folders: Set<string>;
  readonly messageIds: Set<string>;
  news: TouchedStudy['news'];
  complete: boolean;
};

async function touchedStudies(
  done: readonly TakenOfMessage[],
  dependencies: IngestDependencies,
  fail: Fail,
): Promise<readonly TouchedStudy[]> {
  const studies = new Map<string, Touching>();
  const touching = (site: string, studyInstanceUid: string): Touching => {
    const key = JSON.stringify([site, studyInstanceUid]);
    const known = studies.get(key);
    if (known !== undefined) return known;
    const touched = { site, studyInstanceUid, touches: [], folders: new Set<string>(), messageIds: new Set<string>() };
    const begun: Touching = { ...touched, news: 'none', complete: false };
    studies.set(key, begun);
    return begun;
  };
  const news = done.flatMap(newsOf);
  for (const { messageId, taken } of news) {
    if (taken.kind !== 'study') continue;
    const { site, studyInstanceUid, folders } = taken.touch;
    const study = touching(site, studyInstanceUid);
    study.touches.push(taken.touch);
    for (const { digest } of folders) study.folders.add(digest);
    study.messageIds.add(messageId);
  }
  // A folder's news is for the studies of this batch too, which the table lists only when they are settled.
  for (const { messageId, taken } of news) {
    if (taken.kind !== 'folder') continue;
    const { site, folder, says } = taken;
    try {
      const here = [...studies.values()].filter((study) => study.site === site && study.folders.has(folder.digest));
      const inBatch = here.map((study) => study.studyInstanceUid);
      const concerned =
        taken.rejected === null || taken.rejected === 'invalid-study-json'
          ? new Set([...(await dependencies.folders.studiesSeen(site, folder.digest)), ...inBatch])
          : await onlyStudyOf(site, folder, inBatch, dependencies);
      for (const studyInstanceUid of concerned) {
        const study = touching(site, studyInstanceUid);
        if (says !== 'complete') study.news = 'facts';
        else if (study.news === 'none') study.news = 'complete';
        study.complete ||= says !== 'facts';
        study.messageIds.add(messageId);
      }
    } catch (error) {
      fail([messageId], error);
    }
  }
  return [...studies.values()].map(({ messageIds, ...study }) => ({ ...study, messageIds: [...messageIds] }));
}

/** An object without an owner concerns the study beside it if there is just one: in a folder of thousands, none. */
async function onlyStudyOf(
  site: string,
  folder: Folder,
  inBatch: readonly string[],
  { folders }: IngestDependencies,
): Promise<ReadonlySet<string>> {
  const seen = inBatch.length > 1 ? null : await folders.onlyStudy(site, folder.digest);
  const studies = new Set([...inBatch, ...(seen === null ? [] : [seen])]);
  return studies.size === 1 ? studies : new Set();
}
