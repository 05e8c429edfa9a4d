export { askInWords, regionInWords } from './askInWords.ts';
export { plusDays } from './calendar.ts';
export { compareWithPrior } from './compareWithPrior.ts';
export * from './comparison.ts';
export type { CitedEvidence } from './comparisonEvidence.ts';
export { limitsAreOurs } from './comparisonLimits.ts';
export { evaluateStudy, type Scope, type UnreadObject } from './evaluateStudy.ts';
export {
  type Interval,
  type IntervalInput,
  type IntervalJudgement,
  type JudgedSituation,
  judgeInterval,
  type Timing,
  timings,
} from './interval.ts';
export { intervalFacts, intervalGraceDays, type PmlRisk, pmlRisks } from './intervalFacts.ts';
export type { OtherStudies } from './judgeImaged.ts';
export { knownOtherStudies, type OtherStudy, regionsImaged, workUpDays } from './otherStudies.ts';
export { overallOutcome } from './outcome.ts';
export { kindsInCommon, type PriorFit, priorFit, whyNothingInCommon } from './priorFit.ts';
export * from './verdict.ts';
