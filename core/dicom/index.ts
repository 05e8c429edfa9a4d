export * from './acquisitionHeader.ts';
export { readDicomJson, readDicomJsonText } from './dicomJson.ts';
export { type FetchRange, readHeaderByRange } from './headerByRange.ts';
export { type HeaderReader, readHeader, studyHeaderReader } from './headerReader.ts';
export * from './headerReading.ts';
export { firstReadSize } from './readSize.ts';
export { sameHeader } from './sameHeader.ts';
