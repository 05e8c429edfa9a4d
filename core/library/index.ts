export { type BrokenExample, brokenExamples, exampleVerdicts } from './checkExamples.ts';
export { diffProtocols } from './diffProtocols.ts';
export { constraintWords, oneInWords } from './limitWords.ts';
export { checkProtocol, type LintedFile, type LintFinding, lintProtocol } from './lintProtocol.ts';
export { type ProtocolMutant, protocolMutants, survivors } from './protocolMutants.ts';
