/** The door for those who hand objects to the same code otherwise than by S3's events. */
export { type IngestDependencies, type IntakeMessage, ingestBatch, settlingReserveMs } from './ingestBatch.ts';
export { ObjectGoneError, type ObjectReader, objectReader } from './objectReader.ts';
export { ObjectRefusedError } from './refusedObject.ts';
export { registeredSites } from './registeredSites.ts';
export { reportBatch } from './reportBatch.ts';
export { settledHere } from './settledHere.ts';
