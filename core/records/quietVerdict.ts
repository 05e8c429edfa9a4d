import type { SettleMessage } from './settleMessage.ts';
import type { StudyItem } from './studyRecords.ts';

/** How often a study arrived for somebody to be told of it: not by a backfill. */
export function loudArrivals({ arrivals, quietArrivals = 0 }: StudyItem): number {
  return arrivals - quietArrivals;
}

/** Whether something of the study arrived for somebody to be told of it, and is not judged yet. */
export function isSentLoudly(study: StudyItem): boolean {
  return loudArrivals(study) > (study.judgedLoudArrivals ?? 0);
}

/**
 * Whether nobody is to be told of what is judged now. An arrival that was meant for somebody and is not judged yet makes it
 * loud, whatever a backfill brought beside it, and so does news of another study. Else it is quiet when what waits, or what made
 * this look worth while, is of a backfill or a quiet replay, and always while nothing but a backfill has brought the study. How
 * the look before was is not asked: whoever was told of a study once goes on being told.
 *
 *     arrivals 7 = 4 loud + 3 quiet; 4 of the loud ones judged: quiet while the quiet ones wait
 *     a study that was backfilled is sent again: 5 loud, 4 judged: loud
 *     another study of the patient has it looked at: loud, unless all 7 are quiet
 */
export function isQuiet(study: StudyItem, message: Pick<SettleMessage, 'quiet' | 'aloud'>): boolean {
  if (isSentLoudly(study)) return false;
  if (loudArrivals(study) === 0) return true;
  return message.aloud !== true && (study.waitingSinceMs !== undefined || message.quiet === true);
}
