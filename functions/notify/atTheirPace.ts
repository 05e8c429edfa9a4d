import { SESv2ServiceException } from '@aws-sdk/client-sesv2';
import { httpStatusOf } from '../telemetry/failureFacts.ts';

/** The time of one run of the function, and what it does while it waits. */
export type Pace = {
  readonly remainingMs: () => number;
  readonly wait: (ms: number) => Promise<void>;
  /** From 0 up to 1. */
  readonly random: () => number;
};

/** At most; at least half of each, so that runs that were refused together do not come back together. */
const waitsMs = [1_000, 2_000, 4_000, 4_000, 4_000] as const;

/** As long as SES is waited for (`functions/clients/patience.ts`): no mail is begun that the end of the run could cut off. */
export const mailMs = 13_000;

/**
 * Tells, and where SES says that it is asked too often in a second, waits a little and tells again: a refusal sent nothing, and gave
 * the claim back. The rate is the account's, a new one's a mail a second, and who else uses it is not known here.
 */
export async function atTheirPace<Told>(tell: () => Promise<Told>, pace: Pace): Promise<Told> {
  for (const longestMs of waitsMs) {
    try {
      return await tell();
    } catch (error) {
      const waitMs = Math.round((longestMs * (1 + pace.random())) / 2);
      if (!isTooFast(error) || pace.remainingMs() - waitMs < mailMs) throw error;
      await pace.wait(waitMs);
    }
  }
  return await tell();
}

/** SES takes no more mails for now, of the second or of the day. */
export function isTooMuch(error: unknown): boolean {
  if (!(error instanceof SESv2ServiceException)) return false;
  return httpStatusOf(error) === 429 || tooMuch.has(error.name);
}

const tooMuch = new Set(['TooManyRequestsException', 'ThrottlingException', 'LimitExceededException']);

/** Of the second alone: "Daily message quota exceeded" has the same name as "Maximum sending rate exceeded", and lasts for hours. */
export function isTooFast(error: unknown): boolean {
  if (!isTooMuch(error) || !(error instanceof Error)) return false;
  return error.name !== 'LimitExceededException' && !/quota/i.test(error.message);
}
