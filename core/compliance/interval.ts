import type { Acquisition } from '../acquisition/index.ts';
import {
  type Indication,
  type IntervalGrace,
  type PmlRisk,
  type Protocol,
  type ScanInterval,
  situationFacts,
} from '../protocol/index.ts';
import { monthsBetween } from './calendar.ts';
import { type JudgedSituation, judgeSituation, type Timing } from './judgeSituation.ts';
import { isExamination, isOfRegion } from './selectCandidates.ts';

/** The time from the earlier study to this one, and how it fits what each edition asks. */
export type Interval = {
  /** Whole months, and the days beyond them. */
  readonly months: number;
  readonly days: number;
  readonly judgements: readonly IntervalJudgement[];
};

/** One edition and indication. What `pending` says alone is no fault, and an interval never changes an outcome. */
export type IntervalJudgement = {
  /** Id and revision of the edition. */
  readonly protocol: string;
  readonly revision: number;
  readonly indication: Indication;
  /** What all that may hold for this patient agree on; else `cannot-tell`. */
  readonly timing: Timing;
  /** What the edition's file allows beside its limits; `null`: nothing. */
  readonly grace: IntervalGrace | null;
  readonly situations: readonly JudgedSituation[];
  readonly note: string | null;
};

export type IntervalInput = {
  /** `YYYY-MM-DD`; `null` where it is not known. */
  readonly studyDate: string | null;
  readonly priorDate: string | null;
  readonly acquisitions: readonly Acquisition[];
  readonly priorAcquisitions: readonly Acquisition[];
  /** The editions that the study is judged by. */
  readonly protocols: readonly Protocol[];
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
      const { id, revision, intervalGrace: grace = null, intervals } = protocol;
      const asked = intervals?.filter((interval) => interval.indication === indication);
      if (asked === undefined || asked.length === 0) return [];
      const judged = asked
        .filter((interval) => mayHold(interval, pmlRisk))
        .map((interval): Judged => {
          const isSinceLastMri = situationFacts(interval.situation).countedFrom === 'last-mri';
          const since = isSinceLastMri && isOfBrain ? priorDate : null;
          return [interval, judgeSituation(interval, { since, day: studyDate, graceDays: grace?.days ?? 0 })];
        });
      const situations = judged.map(([, situation]) => situation);
      return [{ protocol: id, revision, indication, ...agreed(judged, isOfBrain), grace, situations }];
    }),
  );
  return { ...elapsed, judgements };
}

type Judged = readonly [ScanInterval, JudgedSituation];

function mayHold({ situation }: ScanInterval, pmlRisk: PmlRisk | null): boolean {
  const { pmlRisk: isFor } = situationFacts(situation);
  return isFor === null || pmlRisk === null || isFor === pmlRisk;
}

/** What all agree on; a passing situation may hold beside the others, never instead of them. */
function agreed(judged: readonly Judged[], isOfBrain: boolean): Pick<IntervalJudgement, 'timing' | 'note'> {
  const cannotTell = (note: string) => ({ timing: 'cannot-tell', note }) as const;
  if (!isOfBrain) return cannotTell('not both studies are known to show the brain');
  const lasting = judged.find(([{ situation }]) => !situationFacts(situation).isPassing)?.[1];
  if (lasting === undefined) return cannotTell('this edition names no interval for what is known of the patient');
  const told = judged.filter(([, { timing }]) => timing !== 'cannot-tell');
  if (told.some(([, { timing }]) => timing !== lasting.timing)) {
    return cannotTell('it depends on what is not known of the patient');
  }
  if (lasting.timing === 'early' && told.length < judged.length) {
    return cannotTell('it may be the re-baseline of a treatment, whose date is not known');
  }
  return { timing: lasting.timing, note: null };
}

function showsBrain(acquisitions: readonly Acquisition[]): boolean {
  return acquisitions.some((acquisition) => isExamination(acquisition) && isOfRegion(acquisition, 'brain'));
}
