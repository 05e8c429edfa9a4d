import { type Folder, type ObjectRejectCode, studyKey } from '../../core/records/index.ts';
import { mapBounded } from '../concurrency/mapBounded.ts';
import { type FailureFacts, failureFacts } from '../telemetry/failureFacts.ts';
import { type BucketNotice, readBucketNotices } from './bucketNotice.ts';
import { ObjectGoneError } from './objectReader.ts';
import { type SettleStudyDependencies, settleStudy, type TouchedStudy } from './settleStudy.ts';
import { type Taken, type TakeObjectDependencies, takeObject } from './takeObject.ts';

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

export type IngestDependencies = TakeObjectDependencies & SettleStudyDependencies;

const objectsAtOnce = 8;

/**
 * Takes every object of a batch, then sends one settle message per study that the batch touched. A message failed when
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
  const taken = await mapBounded(notices, objectsAtOnce, async ({ messageId, notice }) => {
    try {
      return { messageId, taken: await takeUnlessGone(notice, dependencies) };
    } catch (error) {
      fail([messageId], error);
      return null;
    }
  });

  const done = taken.filter((one) => one !== null);
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
    rejected: done.flatMap((one) => rejectCodeOf(one.taken) ?? []),
    settled: settled.flat(),
  };
}

type TakenOrGone = Taken | { readonly kind: 'gone' };
type TakenOfMessage = { readonly messageId: string; readonly taken: TakenOrGone };

async function takeUnlessGone(notice: BucketNotice, dependencies: IngestDependencies): Promise<TakenOrGone> {
  try {
    return await takeObject(notice, dependencies);
  } catch (error) {
    if (error instanceof ObjectGoneError) return { kind: 'gone' };
    throw error;
  }
}

function rejectCodeOf(taken: TakenOrGone): ObjectRejectCode | null {
  if (taken.kind === 'rejected') return taken.code;
  return taken.kind === 'study' || taken.kind === 'folder' ? taken.rejected : null;
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
      complete: news.complete || known?.complete === true,
      messageIds: [...(known?.messageIds ?? []), ...news.messageIds],
    });
  };
  for (const { messageId, taken } of done) {
    if (taken.kind !== 'study') continue;
    const { site, studyInstanceUid } = taken.touch;
    touch({ site, studyInstanceUid, touches: [taken.touch], complete: false, messageIds: [messageId] });
  }
  // A folder's news is for the studies of this batch too, which the table lists only when they are settled.
  for (const { messageId, taken } of done) {
    if (taken.kind !== 'folder') continue;
    const { site, folder, complete } = taken;
    try {
      const here = [...studies.values()].filter(
        (study) =>
          study.site === site && study.touches.some((one) => one.folders.some((f) => f.digest === folder.digest)),
      );
      const inBatch = here.map((study) => study.studyInstanceUid);
      const concerned =
        taken.rejected === null
          ? new Set([...(await dependencies.folders.studiesSeen(site, folder.digest)), ...inBatch])
          : await onlyStudyOf(site, folder, inBatch, dependencies);
      for (const studyInstanceUid of concerned) {
        touch({ site, studyInstanceUid, touches: [], complete, messageIds: [messageId] });
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
