import type { Indication, Verification } from './protocol.ts';

/** How often an edition asks for an MRI of the brain, for one indication and one situation of the patient. */
export type ScanInterval = {
  /** Stable across revisions, `<indication>.<what>`. */
  readonly id: string;
  readonly indication: Indication;
  readonly situation: IntervalSituation;
  /** Whom the source means by it, where it says more ("JCV-positive, 18 months of natalizumab or more"). */
  readonly who?: string;
  /** Sooner is early; left out: there is no too soon. */
  readonly min?: number;
  /** Later is overdue. */
  readonly max?: number;
  readonly unit: 'months';
  /** The source's own words, where the bounds say less ("about 6 months"). */
  readonly asWritten?: string;
  readonly verification: Verification;
  readonly citation: string;
};

/** So many days beside a bound still count as on time; `source` says whose allowance it is. */
export type IntervalGrace = { readonly days: number; readonly source: string };

export const pmlRisks = ['low', 'medium', 'high'] as const;
export type PmlRisk = (typeof pmlRisks)[number];

type SituationFacts = {
  /** The PML risk that it is for; `null`: neither headers nor `study.json` tell whether a patient is in it. */
  readonly pmlRisk: PmlRisk | null;
  /** What the months are counted from. Nothing that is read dates a treatment. */
  readonly countedFrom: 'last-mri' | 'treatment';
  /** Holds for a while after an event, beside whatever else holds for the patient. */
  readonly isPassing: boolean;
};

const lasting = { pmlRisk: null, countedFrom: 'last-mri', isPassing: false } as const;
const afterTreatment = { pmlRisk: null, countedFrom: 'treatment', isPassing: true } as const;

/** The situations for which editions, and sites, name an interval. */
export const intervalSituations = {
  'every-patient': lasting,
  'on-treatment': lasting,
  'without-treatment': lasting,
  'cis-or-ris': lasting,
  'high-risk-cis': lasting,
  'low-risk-cis-or-ris': lasting,
  'low-pml-risk': { ...lasting, pmlRisk: 'low' },
  'medium-pml-risk': { ...lasting, pmlRisk: 'medium' },
  'high-pml-risk': { ...lasting, pmlRisk: 'high' },
  'natalizumab-switch': { ...lasting, isPassing: true },
  'treatment-start': afterTreatment,
  'treatment-switch': afterTreatment,
} as const satisfies Readonly<Record<string, SituationFacts>>;
export type IntervalSituation = keyof typeof intervalSituations;

/** What is known of a situation, whichever it is. */
export function situationFacts(situation: IntervalSituation): SituationFacts {
  return intervalSituations[situation];
}
