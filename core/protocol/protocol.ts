import type { BodyRegion, ContrastState, Dimension, Plane, Sequence } from '../acquisition/index.ts';
import type { IntervalGrace, ScanInterval } from './scanInterval.ts';

/** One guideline edition, compiled from its YAML file. */
export type Protocol = {
  readonly schema: 'ms-mri-check/protocol/1';
  readonly id: string;
  readonly revision: number;
  readonly status: 'draft' | 'active' | 'superseded';
  readonly title: string;
  readonly scope: string;
  /** `international`, an ISO 3166 country in capitals, or `site`; only international editions are chosen without being named. */
  readonly territory: string;
  readonly publication: Publication;
  /** Further publications of the same edition (MAGNIMS 2015 has one for diagnosis and one for monitoring). */
  readonly companions?: readonly Publication[];
  /** ISO dates; `until` is the first day it no longer holds, `null` while it does. */
  readonly inForce: { readonly from: string; readonly until: string | null };
  /** Rounding in headers: a value this far beyond a limit still counts as on it; `source` says whose allowance it is. */
  readonly tolerance: { readonly mm: number; readonly T: number; readonly percent: number; readonly source: string };
  readonly requirements: readonly Requirement[];
  /** Left out: no day beside a bound of `intervals` counts as on time. */
  readonly intervalGrace?: IntervalGrace;
  /** How often it asks for an MRI; left out where it says nothing of it. */
  readonly intervals?: readonly ScanInterval[];
  readonly changelog: readonly { readonly revision: number; readonly date: string; readonly change: string }[];
};

export type Publication = {
  readonly authors: string;
  readonly journal: string;
  readonly year: number;
  /** `null` where it has not been read. */
  readonly doi: string | null;
};

export const examRegions = ['brain', 'cord', 'orbit'] as const;
/** What a requirement is about; `cord` covers every `*-cord` body region. */
export type ExamRegion = (typeof examRegions)[number];

export const indications = ['diagnosis', 'monitoring', 'pml-safety'] as const;
export type Indication = (typeof indications)[number];

export const levels = ['required', 'recommended', 'optional', 'discouraged'] as const;
export type Level = (typeof levels)[number];

export const verifications = ['primary', 'reproduced', 'pending'] as const;
export type Verification = (typeof verifications)[number];

export type Requirement = {
  /** Stable across revisions, `<region>.<what>`. */
  readonly id: string;
  readonly region: ExamRegion;
  readonly title: string;
  /** What it is and why it matters, for the technologist. */
  readonly rationale: string;
  readonly asks: Ask;
  /** Where this is known not to be there, nothing is asked (without a T1w after contrast no delay can be too short). */
  readonly onlyWhere?: Ask;
  /** An indication that is left out is not asked about. */
  readonly indications: Readonly<Partial<Record<Indication, Demand>>>;
  /** By language (BCP 47): words of its own, where the shared ones of its id do not fit or do not exist. */
  readonly texts?: Readonly<Record<string, RequirementTexts>>;
};

/** What a thing is and why it matters, for the two who read it. */
export type RequirementTexts = {
  readonly patient: { readonly what: string; readonly why: string };
  readonly technologist: { readonly what: string; readonly why: string };
};

/** How strongly one indication asks, and how sure we are that it does. */
export type Demand = {
  readonly level: Level;
  readonly verification: Verification;
  readonly citation: string;
  /**
   * The part of what is asked that `verification` speaks of. Where it is met, whatever is missing beyond it is `pending`
   * (Wattjes 2021: FLAIR at follow-up was read in a quotation, that 2D needs two planes there was not).
   */
  readonly verifiedPart?: Ask;
  /** When `ask` is met, `level` holds instead (Wattjes 2021: axial T2 is optional where a good 3D FLAIR exists). */
  readonly unless?: { readonly ask: Ask; readonly level: Level; readonly because: string };
  /** Where the person is known to have the symptom, `level` holds instead (2024: the optic nerve when it is symptomatic). */
  readonly when?: { readonly symptom: string; readonly level: Level; readonly because: string };
};

/** A tree of what must be found. */
export type Ask = OneAcquisition | EveryAcquisition | AnyOf | AtLeast | RegionImaged;

/** One acquisition of one of these sequences, in the requirement's region, that meets every constraint. */
export type OneAcquisition = {
  readonly kind: 'one';
  readonly sequence: readonly Sequence[];
  /** Derived images count only where this is true. */
  readonly derived?: boolean;
  readonly constraints: readonly Constraint[];
};

/** Every original acquisition of the region, but localizers and OTHER, meets every constraint. */
export type EveryAcquisition = { readonly kind: 'every'; readonly constraints: readonly Constraint[] };

export type AnyOf = { readonly kind: 'anyOf'; readonly of: readonly Ask[] };

/** All of them is `count` equal to the number of `of`. */
export type AtLeast = { readonly kind: 'atLeast'; readonly count: number; readonly of: readonly Ask[] };

/** An examination of another region, in this study or in another at most `withinDays` before or after it. */
export type RegionImaged = { readonly kind: 'imaged'; readonly region: ExamRegion; readonly withinDays: number };

export type Constraint = NumericConstraint | CategoryConstraint;

export const numericProperties = {
  fieldStrength: 'T',
  sliceThickness: 'mm',
  /** centre-to-centre distance */
  sliceSpacing: 'mm',
  sliceGap: 'mm',
  /** gap as a share of the slice thickness */
  sliceGapPercent: '%',
  /** the coarser of the two in-plane directions, acquired where it can be known, else reconstructed */
  inPlaneResolution: 'mm',
  /** the coarser of the two in-plane directions as reconstructed (PixelSpacing) */
  pixelSpacing: 'mm',
  /** slices × their distance along the normal */
  coverage: 'mm',
  /** from the start of the injection to the first image */
  contrastDelay: 'min',
} as const;
export type NumericProperty = keyof typeof numericProperties;
export type ConstraintUnit = (typeof numericProperties)[NumericProperty];

/** A limit has a direction; a tolerance is a further allowance that the cited source makes, met with a remark. */
export type NumericConstraint = {
  readonly property: NumericProperty;
  readonly unit: ConstraintUnit;
  readonly max?: number;
  readonly min?: number;
  readonly tolerated?: { readonly max?: number; readonly min?: number; readonly citation: string };
  /** Said with the finding when it is met (a preference of the source, a caveat). */
  readonly remark?: string;
  /** The source's own words, where the limit says less ("10 to 30 %": a smaller gap is no fault). */
  readonly asWritten?: string;
};

export type CategoryConstraint =
  | { readonly property: 'dimension'; readonly oneOf: readonly Dimension[] }
  | { readonly property: 'plane'; readonly oneOf: readonly Plane[] }
  | { readonly property: 'contrastEnhanced'; readonly oneOf: readonly ContrastState[] }
  | { readonly property: 'fatSuppressed'; readonly oneOf: readonly boolean[] }
  | { readonly property: 'region'; readonly oneOf: readonly BodyRegion[] };
