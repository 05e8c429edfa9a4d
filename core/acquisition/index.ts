export * from './acquisition.ts';
export { recogniseAcquisitions } from './recogniseAcquisitions.ts';
