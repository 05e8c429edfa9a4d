import type { Indication } from './protocol.ts';
import type { IntervalSituation, PmlRisk } from './scanInterval.ts';

/** Times between MRIs in a protocol file, and how they must be judged by its intervals. */
export type IntervalExample = {
  readonly shows: string;
  readonly indication: Indication;
  /** The one interval that is looked at; left out: all that may hold for a patient of whom no more is known than the PML risk. */
  readonly situation?: IntervalSituation;
  /** Left out: not known. */
  readonly pmlRisk?: PmlRisk;
  readonly after: readonly IntervalCase[];
};

/** A time since the last MRI, or since whatever the interval is counted from. */
export type IntervalCase = {
  /** Whole months; `null`: one of the two days is not known. */
  readonly months: number | null;
  /** Days beyond them; fewer, if negative. */
  readonly days?: number;
  /** "early": the timing, and of one interval its verification where it matters. */
  readonly expect: string;
};
