import type { Acquisition } from '../acquisition/index.ts';
import type { Verdict } from '../compliance/index.ts';

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
  readonly comparison: null;
};

export type ReportedAcquisition = Omit<Acquisition, 'acquiredAt'>;

export type Reading = {
  readonly files: number;
  readonly instances: number;
  readonly bytesRead: number;
  readonly bytesTotal: number;
  readonly rejected: readonly Rejected[];
};

export type Rejected = { readonly path: string; readonly code: string; readonly reason: string };
