import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import middy from '@middy/core';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { archiveLimitsFrom } from '../../core/archive/index.ts';
import { documents } from '../clients/documents.ts';
import { objects } from '../clients/objects.ts';
import { queues } from '../clients/queues.ts';
import { secretStore } from '../clients/secretStore.ts';
import { settleQueue } from '../queues/settleQueue.ts';
import { cachedSecret } from '../secrets/cachedSecret.ts';
import { optionalJsonSetting, setting, settingSeconds } from '../settings/environment.ts';
import { directory } from '../tables/directory.ts';
import { folders } from '../tables/folders.ts';
import { studyArrivals } from '../tables/studyArrivals.ts';
import { logger } from '../telemetry/logger.ts';
import { count, countByKind, metrics } from '../telemetry/metrics.ts';
import { type BatchResult, ingestBatch } from './ingestBatch.ts';
import { objectReader } from './objectReader.ts';
import { registeredSites } from './registeredSites.ts';

const now = () => Date.now();
const studiesTable = setting('STUDIES_TABLE');
const dependencies = {
  studies: studyArrivals(documents, studiesTable),
  folders: folders(documents, studiesTable),
  isRegistered: registeredSites(directory(documents, setting('DIRECTORY_TABLE')), now),
  identitySecret: cachedSecret(secretStore, setting('IDENTITY_SECRET_ARN'), now),
  settle: settleQueue(queues, setting('SETTLE_QUEUE_URL')),
  reader: (notice: Parameters<typeof objectReader>[1]) => objectReader(objects, notice),
  archiveLimits: archiveLimitsFrom(optionalJsonSetting('ARCHIVE_LIMITS') ?? {}),
  now,
  quietSeconds: settingSeconds('QUIET_SECONDS'),
};

/** Enough to settle the studies of a batch. */
const reserveMs = 20_000;

/** Intake queue → Studies table, settle queue. */
export const handler = middy<SQSEvent, SQSBatchResponse>()
  .use(injectLambdaContext(logger, { resetKeys: true }))
  .use(logMetrics(metrics))
  .handler(async (event, context) => {
    const readUntilMs = now() + context.getRemainingTimeInMillis() - reserveMs;
    const result = await ingestBatch(event.Records, { ...dependencies, readUntilMs });
    report(result);
    // Not Powertools' batch processor: it asks for the fate of a message as soon as its own work is done, while here a
    // message's fate also hangs on the studies that the whole batch touched.
    return { batchItemFailures: [...result.failedMessageIds].map((itemIdentifier) => ({ itemIdentifier })) };
  });

function report(result: BatchResult): void {
  for (const failure of result.failures) logger.error('An intake message failed and comes again', { failure });
  const { received, gone, settled } = result;
  logger.info('Batch taken', { received, gone, rejected: result.rejected.length, studyKeys: settled });

  count('ObjectsReceived', received);
  // A name that no site can have is registered nowhere either.
  const unregistered = result.rejected.filter((code) => code === 'unregistered-site' || code === 'invalid-site');
  count('UnregisteredSite', unregistered.length);
  for (const code of new Set(result.rejected)) {
    countByKind('ObjectsRejected', code, result.rejected.filter((other) => other === code).length);
  }
}
