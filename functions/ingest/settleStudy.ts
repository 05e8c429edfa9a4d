import {
  type FolderItem,
  type StudyItem,
  sitePk,
  studyFacts,
  studyKey,
  studyPointerKey,
} from '../../core/records/index.ts';
import { mapBounded } from '../concurrency/mapBounded.ts';
import type { SettleQueue } from '../queues/settleQueue.ts';
import type { Folders } from '../tables/folders.ts';
import type { StudyArrivals } from '../tables/studyArrivals.ts';
import { graceSeconds } from './graceSeconds.ts';
import { isLookToCome } from './nextLook.ts';
import type { SettledHere } from './settledHere.ts';
import type { StudyTouch } from './taken.ts';

/** A study that the batch touched: by objects of its own, by news of its folder, or both. */
export type TouchedStudy = {
  readonly site: string;
  readonly studyInstanceUid: string;
  readonly touches: readonly StudyTouch[];
  /** What a folder of it says anew: facts, or just that everything is there. */
  readonly news: 'none' | 'complete' | 'facts';
  /** This batch brought the word that everything is there. */
  readonly complete: boolean;
  readonly messageIds: readonly string[];
};

/** A study of an archive may lie in thousands. */
const foldersAtOnce = 16;

export type SettleStudyDependencies = {
  readonly studies: StudyArrivals;
  readonly folders: Folders;
  readonly settle: SettleQueue;
  readonly settledHere: SettledHere;
  readonly identitySecret: () => Promise<string>;
  readonly now: () => number;
  readonly quietSeconds: number;
  /** The batch is of a backfill that nobody is to be told of. */
  readonly quiet?: boolean;
};

/**
 * Records that a study was touched and asks for it to be looked at.
 *
 * The order matters. Its objects are written already. Then the folders list the study, then the study counts the arrival, and
 * only then the folders are read: a `study.json` taken by someone else meanwhile either finds the study in its folder or is
 * found here. Last it is written down that the message was sent: an arrival may be counted by someone who dies before sending,
 * and whose own message does not come again because a copy of it was handled by someone else.
 *
 * The images of a study come in many batches. Once a message was sent that nobody has yet, those that follow only count: it will find that
 * the study has moved on, and be sent once more for when it will have been quiet (`readiness`: "overtaken").
 *
 *     batch        1 ── message, due in 120 s ──────────────▶ look: moved on ── due in 20 s ──▶ look: judge
 *     batches      ·   2   3   4   5 … counted at 20 s
 */
export async function settleStudy(touched: TouchedStudy, dependencies: SettleStudyDependencies): Promise<void> {
  const { site, studyInstanceUid } = touched;
  const { settle, settledHere, quietSeconds, now } = dependencies;
  const study = await recordTouch(touched, dependencies);
  // A folder may list a study whose own batch has not finished; that batch will see what the folder says. So will those that bring more of
  // one that was judged, and does not wait to be called complete.
  if (study === null) return;
  const lookToCome = isLookToCome(study, now(), quietSeconds);
  const folderDigests = digestsOf(touched);
  // News of a folder takes `nextLookMs` away with its count: while it stands, even if it is over, there was none.
  const isFolderKnown = study.nextLookMs !== undefined && settledHere.has(study.pk, folderDigests);
  const { claimed, counted } = isFolderKnown ? nothingSaid : await readFolders(touched, study, dependencies);
  if (claimed || !lookToCome) {
    const delay = claimed ? delaySeconds(counted, quietSeconds) : quietSeconds;
    const dueMs = now() + delay * 1000;
    await settle.send({ site, studyInstanceUid, arrival: study.arrivals, complete: claimed && counted }, delay);
    // Of what is called complete each straggler asks for itself: the look that is to come would be too late for it.
    await dependencies.studies.recordSent(study, claimed ? null : dueMs);
  }
  if (!claimed) settledHere.add(study.pk, folderDigests);
}

/** What folders say of when a study is to be judged. */
type Said = {
  /** Everything is there. */
  readonly claimed: boolean;
  /** How much that is. */
  readonly counted: boolean;
};
const nothingSaid: Said = { claimed: false, counted: false };

async function readFolders(
  touched: TouchedStudy,
  study: StudyItem,
  dependencies: SettleStudyDependencies,
): Promise<Said> {
  const folderItems = await dependencies.folders.read(touched.site, study.folders ?? new Set());
  if (touched.touches.length > 0) await settleNeighbours(touched, folderItems, dependencies);
  const facts = studyFacts(folderItems, study.firstArrivalMs);
  return {
    claimed: touched.complete || facts.complete,
    counted: facts.studyJson?.expectedInstances !== undefined,
  };
}

function digestsOf({ touches }: TouchedStudy): ReadonlySet<string> {
  return new Set(touches.flatMap(({ folders }) => folders.map(({ digest }) => digest)));
}

/** A study that was the only one of its folder, and counts what lies there without an owner, is so no more. */
async function settleNeighbours(
  { site, studyInstanceUid, messageIds }: TouchedStudy,
  folderItems: readonly FolderItem[],
  dependencies: SettleStudyDependencies,
): Promise<void> {
  const others = new Set(folderItems.flatMap(({ rejectsOf = studyInstanceUid }) => rejectsOf));
  others.delete(studyInstanceUid);
  for (const other of others) {
    await settleStudy(
      { site, studyInstanceUid: other, touches: [], news: 'facts', complete: false, messageIds },
      dependencies,
    );
  }
}

// With the number of objects known, evaluate can see whether this was the last one. Without it, every straggler begins the
// grace anew: judged at once, each of them would make a revision and a mail.
function delaySeconds(counted: boolean, quietSeconds: number): number {
  return counted ? 0 : graceSeconds(quietSeconds);
}

async function recordTouch(touched: TouchedStudy, dependencies: SettleStudyDependencies): Promise<StudyItem | null> {
  const { site, studyInstanceUid, touches } = touched;
  const { studies, folders, now, quietSeconds, quiet = false } = dependencies;
  const quietAtMs = (): number => now() + quietSeconds * 1000;
  if (touches.length === 0) {
    const record = touched.news === 'complete' ? studies.recordNewsIfWaiting : studies.recordFolderNews;
    return record(site, studyInstanceUid, now(), quietAtMs(), quiet);
  }

  const key = studyKey(await dependencies.identitySecret(), site, studyInstanceUid);
  await studies.putStudyPointer({ ...studyPointerKey(site, key), studyInstanceUid });
  await mapBounded([...digestsOf(touched)], foldersAtOnce, (digest) =>
    folders.putStudySeen(site, digest, studyInstanceUid),
  );

  // The same of several, whatever their order, so that a redelivery changes nothing.
  const studyDate = smallest(touches.map((touch) => touch.studyDate));
  const patientPk = smallest(touches.map((touch) => touch.patientPk));
  const birthDateKey = smallest(touches.map((touch) => touch.birthDateKey));
  return studies.recordArrival(
    {
      site,
      studyInstanceUid,
      studyKey: key,
      firstArrivalMs: touches.reduce((first, { eventTimeMs }) => Math.min(first, eventTimeMs), Infinity),
      lastArrivalMs: touches.reduce((last, { eventTimeMs }) => Math.max(last, eventTimeMs), -Infinity),
      folders: touches.flatMap((touch) => touch.folders),
      news: touched.news !== 'none',
      quietAtMs: quietAtMs(),
      ...(quiet ? { quiet } : {}),
      ...(studyDate === null ? {} : { studyDate, sitePk: sitePk(site, studyDate) }),
      ...(patientPk === null ? {} : { patientPk }),
      ...(birthDateKey === null ? {} : { birthDateKey }),
    },
    now(),
  );
}

function smallest(values: readonly (string | null)[]): string | null {
  return values.filter((value) => value !== null).sort()[0] ?? null;
}
