import type { Acquisition } from '../acquisition/index.ts';
import { type ComparedStudy, compareWithPrior, judgeInterval, whyNothingInCommon } from '../compliance/index.ts';
import type { AcquisitionHeader } from '../dicom/index.ts';
import type { Indication, PmlRisk, Protocol } from '../protocol/index.ts';
import { furtherFactsOf } from './furtherFacts.ts';
import type { ReportedComparison } from './report.ts';
import { reportedAcquisition } from './studyReport.ts';

/** A study as it was read and recognised. */
export type RecognisedStudy = {
  readonly studyInstanceUid: string;
  /** `YYYY-MM-DD` */
  readonly studyDate: string | null;
  readonly headers: readonly AcquisitionHeader[];
  readonly acquisitions: readonly Acquisition[];
  readonly unreadObjects: number;
};

export type ComparisonContext = {
  /** The editions that the study is judged by. */
  readonly protocols: readonly Protocol[];
  readonly indications: readonly Indication[];
  readonly pmlRisk: PmlRisk | null;
  readonly samePatient: boolean | null;
  /** How the earlier study was chosen. */
  readonly notes: readonly string[];
};

/** The comparison of a study with an earlier one, as a report holds it. */
export function reportedComparison(
  study: RecognisedStudy,
  prior: RecognisedStudy,
  { protocols, indications, pmlRisk, samePatient, notes }: ComparisonContext,
): ReportedComparison {
  const whyNot = whyNothingInCommon(study.acquisitions, prior.acquisitions);
  return {
    ...compareWithPrior(compared(study), compared(prior)),
    interval: judgeInterval({
      studyDate: study.studyDate,
      priorDate: prior.studyDate,
      acquisitions: study.acquisitions,
      priorAcquisitions: prior.acquisitions,
      protocols,
      indications,
      pmlRisk,
    }),
    samePatient,
    notes: whyNot === null ? notes : [whyNot, ...notes],
    priorAcquisitions: prior.acquisitions.map(reportedAcquisition),
  };
}

function compared({ headers, acquisitions, ...study }: RecognisedStudy): ComparedStudy {
  return { ...study, acquisitions, furtherFacts: furtherFactsOf(headers, acquisitions) };
}
