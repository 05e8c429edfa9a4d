import type { Acquisition } from '../acquisition/index.ts';
import type { Comparison, Verdict } from '../compliance/index.ts';

/** The document of `check --format json`; also what the report link of the e-mail answers. */
export type Report = {
  readonly schema: 'ms-mri-check/report/1';
  readonly engine: string;
  readonly studies: readonly StudyReport[];
};

export type StudyReport = {
  /** `null` in the one entry that collects what was dropped beside the studies and belongs to none of them. */
  readonly studyInstanceUid: string | null;
  /** YYYY-MM-DD */
  readonly studyDate: string | null;
  readonly studyDescription: string | null;
  readonly reading: Reading;
  readonly acquisitions: readonly ReportedAcquisition[];
  /** Left out by `acquisitions --format json`. */
  readonly verdicts?: readonly Verdict[];
  /** With an earlier study; `null` where there is none, or nobody asked. */
  readonly comparison: ReportedComparison | null;
};

export type ReportedComparison = Comparison & {
  /** By the ids of the patient; `null` where they cannot be compared. */
  readonly samePatient: boolean | null;
  /** How the earlier study was chosen, and what to look at before trusting the comparison. */
  readonly notes: readonly string[];
  /** What the findings name of the earlier study. */
  readonly priorAcquisitions: readonly ReportedAcquisition[];
};

export type ReportedAcquisition = Omit<
  Acquisition,
  'acquiredAt' | 'contrastDelayMin' | 'withoutItsContrast' | 'mayBeComputed'
>;

export type Reading = {
  readonly files: number;
  readonly instances: number;
  readonly bytesRead: number;
  readonly bytesTotal: number;
  readonly rejected: readonly Rejected[];
};

export type Rejected = { readonly path: string; readonly code: string; readonly reason: string };
