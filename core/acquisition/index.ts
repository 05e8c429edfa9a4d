export * from './acquisition.ts';
export { recogniseAcquisitions } from './recogniseAcquisitions.ts';
export { saysItIsARepeat } from './repeatedAcquisitions.ts';
export { sequenceInWords } from './sequenceInWords.ts';
