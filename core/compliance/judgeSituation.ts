import { intervalInWords, type ScanInterval, situationInWords, type Verification } from '../protocol/index.ts';
import { plusDays, plusMonths } from './calendar.ts';

export const timings = ['on-time', 'early', 'overdue', 'cannot-tell'] as const;
export type Timing = (typeof timings)[number];

/** One interval of an edition against a study. */
export type JudgedSituation = {
  /** Id of the interval in its edition. */
  readonly id: string;
  /** For whom it holds, in words. */
  readonly situation: string;
  /** What it asks, in words. */
  readonly asked: string;
  readonly minMonths: number | null;
  readonly maxMonths: number | null;
  readonly citation: string;
  readonly verification: Verification;
  readonly timing: Timing;
  /** Whether it is on time by the grace alone. */
  readonly byGrace: boolean;
  /** The first and the last day that are on time without grace; `null` where there is no limit, or none is known. `YYYY-MM-DD` */
  readonly from: string | null;
  readonly until: string | null;
};

type Days = {
  /** The day that the months are counted from; `null` where it is not known. `YYYY-MM-DD` */
  readonly since: string | null;
  /** The day of the study. */
  readonly day: string;
  /** So many days beside a limit still count as on time. */
  readonly graceDays: number;
};

/** One interval against the day of a study. */
export function judgeSituation(interval: ScanInterval, { since, day, graceDays }: Days): JudgedSituation {
  const { id, min, max, citation, verification } = interval;
  const from = since === null || min === undefined ? null : plusMonths(since, min);
  const until = since === null || max === undefined ? null : plusMonths(since, max);
  const timing = since === null ? 'cannot-tell' : timingOf(day, from, until, graceDays);
  return {
    id,
    situation: situationInWords(interval),
    asked: intervalInWords(interval),
    minMonths: min ?? null,
    maxMonths: max ?? null,
    citation,
    verification,
    timing,
    byGrace: timing === 'on-time' && timingOf(day, from, until, 0) !== 'on-time',
    from,
    until,
  };
}

function timingOf(day: string, from: string | null, until: string | null, graceDays: number): Timing {
  if (plusDays(day, graceDays) < (from ?? '')) return 'early';
  return until !== null && day > plusDays(until, graceDays) ? 'overdue' : 'on-time';
}
