import type { SettleMessage } from './settleMessage.ts';
import type { StudyItem, VerdictItem } from './studyRecords.ts';

/** How often a study arrived for somebody to be told of it: not by a backfill. */
export function loudArrivals({ arrivals, quietArrivals = 0 }: StudyItem): number {
  return arrivals - quietArrivals;
}

/**
 * Whether nobody is to be told of what is judged now. An arrival that was meant for somebody and is not judged yet makes it
 * loud, whatever a backfill brought beside it. Else it is quiet when what waits, or what made this look worth while, is of a
 * backfill; when nothing new came (a replay, another study of the patient), it is as the latest verdict was.
 *
 *     arrivals 7 = 4 loud + 3 quiet; 4 of the loud ones judged: quiet
 *     a study that was backfilled is sent again: 5 loud, 4 judged: loud
 */
export function isQuiet(
  study: StudyItem,
  latest: Pick<VerdictItem, 'quiet'> | null,
  message: Pick<SettleMessage, 'quiet'>,
): boolean {
  if (loudArrivals(study) > (study.judgedLoudArrivals ?? 0)) return false;
  if (study.waitingSinceMs !== undefined || message.quiet === true) return true;
  return latest?.quiet === true;
}
