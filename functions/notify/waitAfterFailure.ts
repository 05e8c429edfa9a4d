import { SESv2ServiceException } from '@aws-sdk/client-sesv2';
import { httpStatusOf } from '../telemetry/failureFacts.ts';
import { isTooFast, isTooMuch } from './atTheirPace.ts';
import { MalformedContactError, NoticeOutOfTimeError } from './tellClinic.ts';

const minute = 60;
const hour = 60 * minute;

/**
 * How long to wait before the next try, in seconds: after the first, the second, and so on. The first is longer than the lease of a claim
 * (`functions/tables/deliveries.ts`). Together they are longer than most outages, and nearly the day after which SES' quota begins anew; SQS hides a
 * message for 12 hours at most.
 */
const waits = [3 * minute, 10 * minute, 30 * minute, 2 * hour, 6 * hour, 11 * hour] as const;

/** After so many tries the message is a dead letter: the queue's `maxReceiveCount`. */
export const mostTries = waits.length + 1;

/**
 * Of what only a person can mend the waits do not grow: the alarm of the dead letters is to go off soon. Nor where it goes on.
 *
 * @param sent how many were told in this run
 */
export function waitAfterFailure(failures: readonly unknown[], tries: number, sent = 0): number {
  const wait = waits[Math.max(tries, 1) - 1] ?? 0;
  return goesOn(failures, sent) || failures.every(needsSomebody) ? Math.min(wait, waits[0]) : wait;
}

/** Nothing is wrong: there are more contacts than a run has time for, at the pace of SES, and the next one tells more of them. */
export function goesOn(failures: readonly unknown[], sent: number): boolean {
  return sent > 0 && failures.every((error) => error instanceof NoticeOutOfTimeError || isTooFast(error));
}

function needsSomebody(error: unknown): boolean {
  if (error instanceof MalformedContactError) return true;
  if (error instanceof SESv2ServiceException) return isRefusal(error) && !isTooMuch(error);
  // A message that is none of ours.
  return error instanceof Error && error.name === 'ZodError';
}

function isRefusal(error: SESv2ServiceException): boolean {
  const status = httpStatusOf(error);
  return status !== null && status >= 400 && status < 500;
}
