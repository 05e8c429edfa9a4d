export { evaluateStudy, type Scope } from './evaluateStudy.ts';
export { overallOutcome } from './outcome.ts';
export * from './verdict.ts';
