import type { Acquisition } from '../acquisition/index.ts';
import type { Verdict } from '../compliance/index.ts';
import type { AcquisitionHeader } from '../dicom/index.ts';
import { engineVersion } from './engineVersion.ts';
import type { Reading, Report, ReportedAcquisition, ReportedComparison, StudyReport } from './report.ts';
import { studyDateOf } from './studyDate.ts';

export type StudyReportInput = {
  readonly studyInstanceUid: string | null;
  readonly headers: readonly AcquisitionHeader[];
  readonly acquisitions: readonly Acquisition[];
  /** Left out when nothing was judged (`acquisitions`). */
  readonly verdicts?: readonly Verdict[];
  readonly reading: Reading;
  /** `YYYY-MM-DD`, for a study without an MR image, whose date only its rejected objects state. */
  readonly studyDate?: string | null;
  readonly comparison?: ReportedComparison | null;
};

/** One study's entry in the report, with the fields of the contract in its order. */
export function studyReport(input: StudyReportInput): StudyReport {
  return {
    studyInstanceUid: input.studyInstanceUid,
    studyDate: studyDateOf(input.headers) ?? input.studyDate ?? null,
    studyDescription: studyDescriptionOf(input.headers),
    reading: input.reading,
    acquisitions: input.acquisitions.map(reportedAcquisition),
    ...(input.verdicts === undefined ? {} : { verdicts: input.verdicts }),
    comparison: input.comparison ?? null,
  };
}

/** The document that `check --format json` prints. */
export function reportOf(studies: readonly StudyReport[]): Report {
  return { schema: 'ms-mri-check/report/1', engine: engineVersion, studies };
}

function studyDescriptionOf(headers: readonly AcquisitionHeader[]): string | null {
  const stated = headers.find((header) => (header.shared.StudyDescription ?? '').trim() !== '');
  return stated?.shared.StudyDescription?.trim() ?? null;
}

/** An acquisition as a report shows it. */
export function reportedAcquisition({
  acquiredAt: _,
  contrastDelayMin: __,
  withoutItsContrast: ___,
  mayBeComputed: ____,
  ...reported
}: Acquisition): ReportedAcquisition {
  return reported;
}
