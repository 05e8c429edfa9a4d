import { type Folder, type ObjectRejectCode, studyKey } from '../../core/records/index.ts';
import { mapBounded } from '../concurrency/mapBounded.ts';
import { type FailureFacts, failureFacts } from '../telemetry/failureFacts.ts';
import { readBucketNotices } from './bucketNotice.ts';
import { ObjectGoneError } from './objectReader.ts';
import { type SettleStudyDependencies, settleStudy, type TouchedStudy } from './settleStudy.ts';
import { type FoundArchive, type TakeArchiveDependencies, type TakenArchive, takeArchive } from './takeArchive.ts';
import type { Taken } from './taken.ts';
import { type TakeObjectDependencies, takeObject } from './takeObject.ts';

export type IntakeMessage = { readonly messageId: string; readonly body: string };

export type BatchResult = {
  readonly failedMessageIds: ReadonlySet<string>;
  readonly failures: readonly FailureFacts[];
  readonly received: number;
  readonly gone: number;
  readonly rejected: readonly ObjectRejectCode[];
  /** studyKeys. */
  readonly settled: readonly string[];
};

export type IngestDependencies = TakeObjectDependencies &
  TakeArchiveDependencies &
  SettleStudyDependencies & {
    /** When reading must end, for the studies to be settled in time. */
    readonly readUntilMs: number;
  };

const objectsAtOnce = 8;

/** The time for an archive that was not the first of its batch was over: on its own it may have time enough. */
class ArchiveOutOfTimeError extends Error {
  override readonly name = 'ArchiveOutOfTimeError';
}

/**
 * Takes every object of a batch, then its archives one after the other, then settles each study that the batch touched. A message failed when
 * any of its objects did, or any study that they touched: it comes again, and what was written is written over.
 */
export async function ingestBatch(
  messages: readonly IntakeMessage[],
  dependencies: IngestDependencies,
): Promise<BatchResult> {
  const failures: { readonly messageIds: readonly string[]; readonly facts: FailureFacts }[] = [];
  const fail = (messageIds: readonly string[], error: unknown) =>
    failures.push({ messageIds, facts: failureFacts(error) });

  const notices = messages.flatMap(({ messageId, body }) => {
    try {
      return readBucketNotices(body).map((notice) => ({ messageId, notice }));
    } catch (error) {
      fail([messageId], error);
      return [];
    }
  });
  const found = await mapBounded(notices, objectsAtOnce, async ({ messageId, notice }) => {
    try {
      return { messageId, taken: await takeUnlessGone(() => takeObject(notice, dependencies)) };
    } catch (error) {
      fail([messageId], error);
      return null;
    }
  });
  const done: TakenOfMessage[] = [];
  let archives = 0;
  for (const one of found) {
    if (one === null) continue;
    const { messageId, taken } = one;
    if (taken.kind !== 'archive') {
      done.push({ messageId, taken });
      continue;
    }
    archives += 1;
    try {
      done.push({ messageId, taken: await takeUnlessGone(() => takeInTime(taken, archives === 1, dependencies)) });
    } catch (error) {
      fail([messageId], error);
    }
  }

  const touched = await touchedStudies(done, dependencies, fail);
  const settled = await mapBounded(touched, objectsAtOnce, async (study) => {
    try {
      await settleStudy(study, dependencies);
      return [studyKey(await dependencies.identitySecret(), study.site, study.studyInstanceUid)];
    } catch (error) {
      fail(study.messageIds, error);
      return [];
    }
  });

  return {
    failedMessageIds: new Set(failures.flatMap(({ messageIds }) => messageIds)),
    failures: failures.map(({ facts }) => facts),
    received: notices.length,
    gone: done.filter((one) => one.taken.kind === 'gone').length,
    rejected: done.flatMap((one) => rejectCodesOf(one.taken)),
    settled: settled.flat(),
  };
}

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

/** Only what is too much for a whole run is recorded as too much; what came after another archive comes again. */
async function takeInTime(
  archive: FoundArchive,
  isFirst: boolean,
  dependencies: IngestDependencies,
): Promise<TakenArchive> {
  return takeArchive(archive, dependencies, () => {
    const isOver = dependencies.now() >= dependencies.readUntilMs;
    if (isOver && !isFirst) throw new ArchiveOutOfTimeError('No time was left for this archive: it comes again.');
    return isOver;
  });
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

async function touchedStudies(
  done: readonly TakenOfMessage[],
  dependencies: IngestDependencies,
  fail: (messageIds: readonly string[], error: unknown) => void,
): Promise<readonly TouchedStudy[]> {
  const studies = new Map<string, TouchedStudy>();
  const touch = (news: TouchedStudy) => {
    const key = JSON.stringify([news.site, news.studyInstanceUid]);
    const known = studies.get(key);
    studies.set(key, {
      ...news,
      touches: [...(known?.touches ?? []), ...news.touches],
      news: news.news || known?.news === true,
      complete: news.complete || known?.complete === true,
      messageIds: [...(known?.messageIds ?? []), ...news.messageIds],
    });
  };
  const news = done.flatMap(newsOf);
  for (const { messageId, taken } of news) {
    if (taken.kind !== 'study') continue;
    const { site, studyInstanceUid } = taken.touch;
    touch({ site, studyInstanceUid, touches: [taken.touch], news: false, complete: false, messageIds: [messageId] });
  }
  // A folder's news is for the studies of this batch too, which the table lists only when they are settled.
  for (const { messageId, taken } of news) {
    if (taken.kind !== 'folder') continue;
    const { site, folder, complete } = taken;
    try {
      const here = [...studies.values()].filter(
        (study) =>
          study.site === site && study.touches.some((one) => one.folders.some((f) => f.digest === folder.digest)),
      );
      const inBatch = here.map((study) => study.studyInstanceUid);
      const concerned =
        taken.rejected === null || taken.rejected === 'invalid-study-json'
          ? new Set([...(await dependencies.folders.studiesSeen(site, folder.digest)), ...inBatch])
          : await onlyStudyOf(site, folder, inBatch, dependencies);
      for (const studyInstanceUid of concerned) {
        touch({ site, studyInstanceUid, touches: [], news: true, complete, messageIds: [messageId] });
      }
    } catch (error) {
      fail([messageId], error);
    }
  }
  return [...studies.values()];
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
