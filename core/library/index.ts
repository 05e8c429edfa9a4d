export { type BrokenExample, brokenExamples, exampleVerdicts } from './checkExamples.ts';
