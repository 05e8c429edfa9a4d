export type { ArchiveEntry } from './archiveEntry.ts';
export { ArchiveEntryError, type ArchiveFault, type ArchiveFaultCode, archiveFaultCodes } from './archiveFault.ts';
export { type ArchiveFormat, archiveFormatOf, looksSelfExtracting } from './archiveFormat.ts';
export {
  ArchiveLimitError,
  type ArchiveLimits,
  archiveLimitsFrom,
  defaultArchiveLimits,
  largestArchiveLimits,
} from './archiveLimits.ts';
export { type ArchiveSource, type CountedSource, countedSource } from './archiveSource.ts';
export {
  type ArchivedHeader,
  type ArchivedItem,
  type ArchivedNote,
  readArchivedHeaders,
} from './readArchivedHeaders.ts';
export { type ArchiveOptions, visitArchive } from './visitArchive.ts';
export { endsAsZip, selfExtractingTail } from './zipEnd.ts';
