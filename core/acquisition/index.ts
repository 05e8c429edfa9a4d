export * from './acquisition.ts';
export { recogniseAcquisitions } from './recogniseAcquisitions.ts';
export { sequenceInWords } from './sequenceInWords.ts';
