import { type IngestDependencies, type IntakeMessage, ingestBatch, reportBatch } from '../ingest/index.ts';
import { logger } from '../telemetry/logger.ts';
import { type Batch, isFrozen, type ListedObject, naming, sequencerOf } from './archivedItems.ts';

export type BackfillDependencies = IngestDependencies & { readonly incomingBucket: string };

/** The site has no registration: its objects would all be rejected. */
export class UnregisteredSiteError extends Error {
  override readonly name = 'UnregisteredSiteError';
}

/** Nothing of a batch could be taken: the state machine tries again later, and at last gives the batch up. */
export class BatchNotTakenError extends Error {
  override readonly name = 'BatchNotTakenError';
}

/**
 * Hands listed objects to the code that takes S3's events, as such events. Answers the same batch with what is left of it: an
 * archive that found no time beside another, or an object whose write was refused. Doing it again changes nothing.
 *
 * @throws UnregisteredSiteError, and BatchNotTakenError when all of it is left
 */
export async function takeBatch(batch: Batch, dependencies: BackfillDependencies): Promise<Batch> {
  const { BatchInput, Items } = batch;
  const { site, bucket, quiet } = BatchInput;
  if (!(await dependencies.isRegistered(site))) {
    throw new UnregisteredSiteError('The site is not registered: register it, then redrive the run.');
  }
  const { isOfSite, recordedKey } = naming(site, bucket, dependencies.incomingBucket);
  const ofSite = Items.filter(({ Key }) => isOfSite(Key));
  const readable = ofSite.filter((item) => !isFrozen(item));
  const listed = { others: Items.length - ofSite.length, frozen: ofSite.length - readable.length };
  if (listed.others + listed.frozen > 0) logger.warn('Objects of a backfill are left out', listed);

  const eventTime = new Date(dependencies.now()).toISOString();
  const messages = readable.map((item, index) => intakeMessage(item, index, recordedKey(item.Key), bucket, eventTime));
  const result = await ingestBatch(messages, { ...dependencies, quiet });
  reportBatch(result);

  const left = readable.filter((_, index) => result.failedMessageIds.has(String(index)));
  if (left.length > 0 && left.length === readable.length) {
    throw new BatchNotTakenError(`None of ${left.length} objects could be taken; the log says why.`);
  }
  return { BatchInput, Items: left };
}

/** It arrives now, whenever it was written: how long its verdict takes is counted from here. */
function intakeMessage(
  item: ListedObject,
  index: number,
  recordedKey: string,
  bucket: string,
  eventTime: string,
): IntakeMessage {
  const { Size: size, Etag: eTag } = item;
  const object = { key: encodeURIComponent(recordedKey), size, eTag, sequencer: sequencerOf(item) };
  const s3 = { bucket: { name: bucket }, object };
  return {
    messageId: String(index),
    body: JSON.stringify({ Records: [{ eventName: 'ObjectCreated:Backfill', eventTime, s3 }] }),
  };
}
