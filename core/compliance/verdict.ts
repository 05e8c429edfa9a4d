import type { ExamRegion, Indication, Level, Verification } from '../protocol/index.ts';

export const statuses = ['met', 'not-met', 'cannot-tell'] as const;
export type Status = (typeof statuses)[number];

export const outcomes = [
  'compliant',
  'compliant-with-remarks',
  'not-compliant',
  'cannot-tell',
  'not-applicable',
] as const;
export type Outcome = (typeof outcomes)[number];

/** One study against one protocol, region and indication. Region and indication are `null` when nothing applies. */
export type Verdict = {
  readonly protocol: string;
  readonly revision: number;
  /** SHA-256 of the protocol's content: what the revision was when this was judged. */
  readonly digest: string;
  readonly region: ExamRegion | null;
  readonly indication: Indication | null;
  readonly outcome: Outcome;
  readonly requirements: readonly RequirementVerdict[];
};

export type RequirementVerdict = {
  readonly id: string;
  readonly title: string;
  /** The level that holds for this study, after `unless`. */
  readonly level: Level;
  readonly verification: Verification;
  readonly citation: string;
  readonly status: Status;
  /** Ids of acquisitions. */
  readonly satisfiedBy: readonly string[];
  /** What came closest, when the requirement is not met or cannot be judged. */
  readonly nearest: { readonly acquisition: string; readonly remedy: string } | null;
  readonly findings: readonly Finding[];
};

/** One constraint against one acquisition (`null`: there is none to measure). */
export type Finding = {
  readonly constraint: string;
  readonly acquisition: string | null;
  readonly status: Status;
  readonly observed: number | string | boolean | null;
  readonly limit: Limit;
  readonly unit: string | null;
  readonly note: string | null;
  /** True when the note is a remark that stands beside an otherwise compliant outcome. */
  readonly remark: boolean;
};

export type Limit = {
  readonly max?: number;
  readonly min?: number;
  readonly oneOf?: readonly (string | boolean)[];
};
