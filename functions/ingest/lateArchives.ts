import { mapBounded } from '../concurrency/mapBounded.ts';
import type { IntakeQueue } from '../queues/intakeQueue.ts';
import { longestDelaySeconds } from '../queues/settleQueue.ts';
import { type BucketNotice, sentOnceMore } from './bucketNotice.ts';

/** The time for an archive that came late in its batch was over: on its own it may have time enough. */
export class ArchiveOutOfTimeError extends Error {
  override readonly name = 'ArchiveOutOfTimeError';
}

export type LateArchive = { readonly messageId: string; readonly notice: BucketNotice };

/** Most runs read one archive at least, those that were sent most often first: past this, a day, something else is wrong, and the message fails. */
const mostOften = 100;
const sendsAtOnce = 16;
/** So that those of one batch do not meet in one again: each has a run of its own, as far as there are containers. */
const secondsApart = 2;

/** Longer each time: whatever takes the containers' time passes, and others come in between. */
const secondsLater = 60;

export type SendLateDependencies = {
  readonly intake: IntakeQueue | null;
  readonly now: () => number;
  readonly fail: (messageIds: readonly string[], error: unknown) => void;
};

/**
 * Sends archives whose turn came too late to the intake queue once more: a failed message would come again half an hour later, beside the
 * same neighbours, and only so many times. Where there is no queue to send them to, or the sending fails, the message does.
 *
 * @returns of each that was sent, for how long it has waited, in seconds
 */
export async function sendLateArchives(
  late: readonly LateArchive[],
  { intake, now, fail }: SendLateDependencies,
): Promise<readonly number[]> {
  const sent = await mapBounded([...late.entries()], sendsAtOnce, async ([index, { messageId, notice }]) => {
    try {
      if (intake === null || notice.sentAgain >= mostOften) {
        throw new ArchiveOutOfTimeError('No time was left for this archive: it comes again.');
      }
      const delaySeconds = index * secondsApart + notice.sentAgain * secondsLater;
      await intake.send(sentOnceMore(notice), Math.min(delaySeconds, longestDelaySeconds));
      return [Math.max(0, (now() - notice.eventTimeMs) / 1000)];
    } catch (error) {
      fail([messageId], error);
      return [];
    }
  });
  return sent.flat();
}
