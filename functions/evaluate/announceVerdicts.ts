import { reportPath, type StudyItem, type VerdictEvent, type VerdictItem } from '../../core/records/index.ts';
import type { StudyVerdicts } from '../tables/studyVerdicts.ts';

export type AnnounceDependencies = {
  readonly verdicts: Pick<StudyVerdicts, 'readVerdict' | 'recordAnnounced'>;
  readonly publish: (event: VerdictEvent) => Promise<void>;
};

/**
 * Publishes every verdict up to `latest` that was not published yet, in order. A verdict is written before it is announced,
 * so a crash between the two leaves one behind: the next look at the study, its own retry or a later arrival, catches up.
 * A crash after publishing publishes again; receivers know an event by studyKey and revision.
 */
export async function announceVerdicts(
  study: StudyItem,
  latest: VerdictItem,
  { verdicts, publish }: AnnounceDependencies,
): Promise<void> {
  for (let revision = (study.announcedRevision ?? 0) + 1; revision <= latest.revision; revision += 1) {
    const verdict =
      revision === latest.revision ? latest : await verdicts.readVerdict(study.site, study.studyInstanceUid, revision);
    if (verdict === null) continue;
    await publish(verdictEvent(study, verdict));
    await verdicts.recordAnnounced(study, revision);
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
