export { askInWords, regionInWords, sequenceInWords } from './askInWords.ts';
export { evaluateStudy, type Scope, type UnreadObject } from './evaluateStudy.ts';
export type { OtherStudies } from './judgeImaged.ts';
export { overallOutcome } from './outcome.ts';
export * from './verdict.ts';
