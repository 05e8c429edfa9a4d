export { type BrokenExample, brokenExamples, exampleVerdicts } from './checkExamples.ts';
export { indicationNames } from './demandWords.ts';
export { diffProtocols } from './diffProtocols.ts';
export { leafInWords } from './limitWords.ts';
export { checkProtocol, type LintedFile, type LintFinding, lintProtocol } from './lintProtocol.ts';
export { type ProtocolMutant, protocolMutants, survivors } from './protocolMutants.ts';
