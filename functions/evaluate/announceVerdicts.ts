import { reportPath, type StudyItem, type VerdictEvent, type VerdictItem } from '../../core/records/index.ts';
import type { SettleQueue } from '../queues/settleQueue.ts';
import type { EarlierStudies } from '../tables/earlierStudies.ts';
import type { StudyVerdicts } from '../tables/studyVerdicts.ts';
import { formerlyKnown, isKnownAsItIs } from './formerlyKnown.ts';

export type AnnounceDependencies = {
  readonly verdicts: Pick<StudyVerdicts, 'readStudy' | 'recordAnnounced' | 'recordKnownAs'>;
  readonly earlier: Pick<EarlierStudies, 'after'>;
  readonly settle: SettleQueue;
  readonly publish: (event: VerdictEvent) => Promise<void>;
};

/**
 * The verdicts up to `latest` that were not published yet, in order. A verdict is written before it is announced, so a crash between
 * the two leaves one behind: the next look at the study, its own retry or a later arrival, catches up.
 */
export async function unannouncedVerdicts(
  study: StudyItem,
  latest: VerdictItem,
  { readVerdict }: Pick<StudyVerdicts, 'readVerdict'>,
): Promise<readonly VerdictItem[]> {
  const found: VerdictItem[] = [];
  for (let revision = (study.announcedRevision ?? 0) + 1; revision <= latest.revision; revision += 1) {
    const verdict =
      revision === latest.revision ? latest : await readVerdict(study.site, study.studyInstanceUid, revision);
    if (verdict !== null) found.push(verdict);
  }
  return found;
}

/**
 * Publishes these verdicts once the patient's later studies are looked at again, which are compared with this one. Only then, and
 * after `tellOtherStudies`, is it written down by which patient and day they know it.
 * A crash after publishing publishes again; receivers know an event by studyKey and revision.
 */
export async function announceVerdicts(
  study: StudyItem,
  unannounced: readonly VerdictItem[],
  dependencies: AnnounceDependencies,
): Promise<void> {
  const { verdicts, publish } = dependencies;
  const former = formerlyKnown(study);
  if (unannounced.length > 0 || former !== null) await lookAtLaterStudies(study, former, dependencies);
  if (!isKnownAsItIs(study)) await verdicts.recordKnownAs(study);
  for (const verdict of unannounced) {
    await publish(verdictEvent(study, verdict));
    await verdicts.recordAnnounced(study, verdict.revision);
  }
}

/** The objects of a study have changed, or it is new, or another patient's: a comparison with it says something else now. */
async function lookAtLaterStudies(
  study: StudyItem,
  former: StudyItem | null,
  { earlier, verdicts, settle }: AnnounceDependencies,
): Promise<void> {
  const uids = new Set([...(await earlier.after(study)), ...(former === null ? [] : await earlier.after(former))]);
  // Of another day, it may be later than it was itself.
  uids.delete(study.studyInstanceUid);
  for (const studyInstanceUid of uids) {
    const later = await verdicts.readStudy(study.site, studyInstanceUid);
    if (later === null) continue;
    await settle.send({ site: study.site, studyInstanceUid, arrival: later.arrivals, complete: false });
  }
}

/** The contract's event: nothing of the patient and no UID of the study. */
export function verdictEvent(study: StudyItem, verdict: VerdictItem): VerdictEvent {
  const { site, studyKey } = study;
  const { revision, outcome, previousOutcome, protocols, quiet } = verdict;
  return {
    schema: 'ms-mri-check/verdict-event/1',
    site,
    studyKey,
    revision,
    outcome,
    previousOutcome,
    ...(quiet === true ? { quiet } : {}),
    protocols,
    reportPath: reportPath(site, studyKey, revision),
  };
}
