export { type BrokenExample, brokenExamples, exampleVerdicts } from './checkExamples.ts';
export { type BrokenIntervalExample, brokenIntervalExamples } from './checkIntervalExamples.ts';
export { conditionInWords, indicationNames } from './demandWords.ts';
export { diffProtocols } from './diffProtocols.ts';
export { type IntervalMutant, intervalMutants, intervalSurvivors } from './intervalMutants.ts';
export { intervalLines } from './intervalWords.ts';
export { leafInWords } from './limitWords.ts';
export { checkProtocol, type LintedFile, type LintFinding, lintProtocol } from './lintProtocol.ts';
export { type ProtocolMutant, protocolMutants, survivors } from './protocolMutants.ts';
