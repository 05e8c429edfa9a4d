import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import middy from '@middy/core';
import { archiveLimitsFrom } from '../../core/archive/index.ts';
import { documents } from '../clients/documents.ts';
import { objects } from '../clients/objects.ts';
import { queues } from '../clients/queues.ts';
import { secretStore } from '../clients/secretStore.ts';
import {
  type IngestDependencies,
  ObjectGoneError,
  ObjectRefusedError,
  objectReader,
  registeredSites,
  settledHere,
  settlingReserveMs,
} from '../ingest/index.ts';
import { settleQueue } from '../queues/settleQueue.ts';
import { cachedSecret } from '../secrets/cachedSecret.ts';
import { optionalJsonSetting, setting, settingSeconds } from '../settings/environment.ts';
import { directory } from '../tables/directory.ts';
import { folders } from '../tables/folders.ts';
import { studyArrivals } from '../tables/studyArrivals.ts';
import { logger } from '../telemetry/logger.ts';
import { metrics } from '../telemetry/metrics.ts';
import { type Batch, batchSchema, naming } from './archivedItems.ts';
import { takeBatch } from './takeBatch.ts';

const now = () => Date.now();
const studiesTable = setting('STUDIES_TABLE');
const incomingBucket = setting('INCOMING_BUCKET');
const dependencies = {
  studies: studyArrivals(documents, studiesTable),
  folders: folders(documents, studiesTable),
  isRegistered: registeredSites(directory(documents, setting('DIRECTORY_TABLE')), now),
  identitySecret: cachedSecret(secretStore, setting('IDENTITY_SECRET_ARN'), now),
  settle: settleQueue(queues, setting('SETTLE_QUEUE_URL')),
  // What is left of a batch has another run at once.
  intake: null,
  settledHere: settledHere(),
  archiveLimits: archiveLimitsFrom(optionalJsonSetting('ARCHIVE_LIMITS') ?? {}),
  now,
  quietSeconds: settingSeconds('QUIET_SECONDS'),
  nextTrySeconds: settingSeconds('NEXT_TRY_SECONDS'),
  incomingBucket,
};

/** A batch of the state machine's listing → Studies table, settle queue; answers what is left of it. */
export const handler = middy<unknown, Batch>()
  .use(injectLambdaContext(logger, { resetKeys: true }))
  .use(logMetrics(metrics))
  .handler((event, context) => {
    const batch = batchSchema.parse(event);
    const readUntilMs = now() + context.getRemainingTimeInMillis() - settlingReserveMs;
    return takeBatch(batch, { ...dependencies, readUntilMs, reader: readerOf(batch) });
  });

function readerOf({ BatchInput: { site, bucket } }: Batch): IngestDependencies['reader'] {
  const { bucketKey } = naming(site, bucket, incomingBucket);
  return (notice) => {
    const { size, range } = objectReader(objects, { ...notice, key: bucketKey(notice.key) });
    return { size: () => orLeft(size()), range: (start, end) => orLeft(range(start, end)) };
  };
}

/**
 * Of what S3 refuses for good, two kinds are the operator's to mend, and no reject is to stand in their way then. Intelligent-Tiering's archive
 * tiers do not show in a listing: what lies there is left out, as what a listing shows to be frozen. A key that we may not use
 * is a policy of the archive that is missing: the run is to fail and be redriven.
 */
async function orLeft<Answer>(reading: Promise<Answer>): Promise<Answer> {
  try {
    return await reading;
  } catch (error) {
    if (!(error instanceof ObjectRefusedError)) throw error;
    if (error.refusal === 'archived') throw new ObjectGoneError(error.message, { cause: error });
    throw error.refusal === 'denied-key' ? error.cause : error;
  }
}
