import type { Acquisition } from '../acquisition/index.ts';
import type { Indication } from '../protocol/index.ts';
import { monthsBetween, plusDays, plusMonths } from './calendar.ts';
import { type IntervalFact, intervalFacts, intervalGraceDays, type PmlRisk } from './intervalFacts.ts';
import { isExamination, isOfRegion } from './selectCandidates.ts';

export const timings = ['on-time', 'early', 'overdue', 'cannot-tell'] as const;
export type Timing = (typeof timings)[number];

/** The time from the earlier study to this one, and how it fits what each edition asks. */
export type Interval = {
  /** Whole months, and the days beyond them. */
  readonly months: number;
  readonly days: number;
  readonly judgements: readonly IntervalJudgement[];
};

/** One edition and indication. What `pending` says alone is no fault, and an interval never changes an outcome. */
export type IntervalJudgement = {
  readonly protocol: string;
  readonly indication: Indication;
  /** What all that may hold for this patient agree on; else `cannot-tell`. */
  readonly timing: Timing;
  readonly situations: readonly JudgedSituation[];
  readonly note: string | null;
};

export type JudgedSituation = Omit<IntervalFact, 'edition' | 'indication' | 'pmlRisk'> & {
  readonly timing: Timing;
  /** The first and the last day that are on time, without grace; `null` where there is no limit. `YYYY-MM-DD` */
  readonly from: string | null;
  readonly until: string | null;
};

export type IntervalInput = {
  /** `YYYY-MM-DD`; `null` where it is not known. */
  readonly studyDate: string | null;
  readonly priorDate: string | null;
  readonly acquisitions: readonly Acquisition[];
  readonly priorAcquisitions: readonly Acquisition[];
  /** Ids of the editions that the study is judged by. */
  readonly protocols: readonly string[];
  readonly indications: readonly Indication[];
  /** `null` where nobody said. */
  readonly pmlRisk: PmlRisk | null;
};

/**
 * The time since the earlier MRI against the editions. The intervals are those between MRIs of the brain: where one of the two is
 * not known to show it, they cannot be told. `null` where a date is not known or the earlier study is not earlier.
 */
export function judgeInterval(input: IntervalInput): Interval | null {
  const { studyDate, priorDate, protocols, indications, pmlRisk } = input;
  if (studyDate === null || priorDate === null) return null;
  const elapsed = monthsBetween(priorDate, studyDate);
  if (elapsed === null) return null;
  const isOfBrain = showsBrain(input.acquisitions) && showsBrain(input.priorAcquisitions);
  const judgements = [...new Set(protocols)].flatMap((protocol) =>
    indications.flatMap((indication): readonly IntervalJudgement[] => {
      const ofBoth = intervalFacts.filter((fact) => fact.edition === protocol && fact.indication === indication);
      if (ofBoth.length === 0) return [];
      const facts = ofBoth.filter((fact) => fact.pmlRisk === null || pmlRisk === null || fact.pmlRisk === pmlRisk);
      const situations = facts.map((fact) => judgeSituation(fact, studyDate, priorDate, isOfBrain));
      return [{ protocol, indication, ...agreed(situations, isOfBrain), situations }];
    }),
  );
  return { ...elapsed, judgements };
}

function judgeSituation(fact: IntervalFact, studyDate: string, priorDate: string, isOfBrain: boolean): JudgedSituation {
  const { situation, minMonths, maxMonths, citation, verification } = fact;
  const from = minMonths === null ? null : plusMonths(priorDate, minMonths);
  const until = maxMonths === null ? null : plusMonths(priorDate, maxMonths);
  const timing = isOfBrain ? timingOf(studyDate, from, until) : 'cannot-tell';
  return { situation, minMonths, maxMonths, citation, verification, timing, from, until };
}

function timingOf(day: string, from: string | null, until: string | null): Timing {
  if (from !== null && plusDays(day, intervalGraceDays) < from) return 'early';
  return until !== null && day > plusDays(until, intervalGraceDays) ? 'overdue' : 'on-time';
}

function agreed(
  situations: readonly JudgedSituation[],
  isOfBrain: boolean,
): Pick<IntervalJudgement, 'timing' | 'note'> {
  if (!isOfBrain) return { timing: 'cannot-tell', note: 'not both studies are known to show the brain' };
  const [first] = situations;
  if (first === undefined) return { timing: 'cannot-tell', note: 'this edition names no interval for that PML risk' };
  if (situations.every(({ timing }) => timing === first.timing)) return { timing: first.timing, note: null };
  return { timing: 'cannot-tell', note: 'it depends on what is not known of the patient' };
}

function showsBrain(acquisitions: readonly Acquisition[]): boolean {
  return acquisitions.some((acquisition) => isExamination(acquisition) && isOfRegion(acquisition, 'brain'));
}
