export { evaluateStudy, type Scope, type UnreadObject } from './evaluateStudy.ts';
export { overallOutcome } from './outcome.ts';
export * from './verdict.ts';
