import type { Indication, Verification } from '../protocol/index.ts';
import table from './data/intervals.json' with { type: 'json' };

export const pmlRisks = ['low', 'medium', 'high'] as const;
export type PmlRisk = (typeof pmlRisks)[number];

export type IntervalFact = {
  /** Id of the edition, whatever its revision. */
  readonly edition: string;
  readonly indication: Indication;
  /** For whom it holds, in words. */
  readonly situation: string;
  /** The PML risk that it is for; `null`: for a situation that neither headers nor `study.json` tell. */
  readonly pmlRisk: PmlRisk | null;
  /** Sooner is early; `null`: there is no too soon. */
  readonly minMonths: number | null;
  /** Later is overdue. */
  readonly maxMonths: number | null;
  readonly citation: string;
  readonly verification: Verification;
};

/** How often each edition asks for an MRI, with how sure that is. A test holds the file to this type, so that no start has to. */
export const intervalFacts = table.intervals as readonly IntervalFact[];

/** So many days beside a limit still count as on time: ours, no edition gives any. */
export const intervalGraceDays: number = table.graceDays;
