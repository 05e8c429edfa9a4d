import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import middy from '@middy/core';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { archiveLimitsFrom } from '../../core/archive/index.ts';
import { documents } from '../clients/documents.ts';
import { objects } from '../clients/objects.ts';
import { queues } from '../clients/queues.ts';
import { secretStore } from '../clients/secretStore.ts';
import { intakeQueue } from '../queues/intakeQueue.ts';
import { settleQueue } from '../queues/settleQueue.ts';
import { cachedSecret } from '../secrets/cachedSecret.ts';
import { optionalJsonSetting, setting, settingSeconds } from '../settings/environment.ts';
import { directory } from '../tables/directory.ts';
import { folders } from '../tables/folders.ts';
import { studyArrivals } from '../tables/studyArrivals.ts';
import { logger } from '../telemetry/logger.ts';
import { count, metrics } from '../telemetry/metrics.ts';
import { ingestBatch, settlingReserveMs } from './ingestBatch.ts';
import { objectReader } from './objectReader.ts';
import { registeredSites } from './registeredSites.ts';
import { reportBatch } from './reportBatch.ts';
import { settledHere } from './settledHere.ts';

const now = () => Date.now();
const studiesTable = setting('STUDIES_TABLE');
const dependencies = {
  studies: studyArrivals(documents, studiesTable),
  folders: folders(documents, studiesTable),
  isRegistered: registeredSites(directory(documents, setting('DIRECTORY_TABLE')), now),
  identitySecret: cachedSecret(secretStore, setting('IDENTITY_SECRET_ARN'), now),
  settle: settleQueue(queues, setting('SETTLE_QUEUE_URL')),
  intake: intakeQueue(queues, setting('INTAKE_QUEUE_URL')),
  settledHere: settledHere(),
  reader: (notice: Parameters<typeof objectReader>[1]) => objectReader(objects, notice),
  archiveLimits: archiveLimitsFrom(optionalJsonSetting('ARCHIVE_LIMITS') ?? {}),
  now,
  quietSeconds: settingSeconds('QUIET_SECONDS'),
  nextTrySeconds: settingSeconds('NEXT_TRY_SECONDS'),
};

/** Intake queue → Studies table, settle queue. */
export const handler = middy<SQSEvent, SQSBatchResponse>()
  .use(injectLambdaContext(logger, { resetKeys: true }))
  .use(logMetrics(metrics))
  .handler(async (event, context) => {
    const readUntilMs = now() + context.getRemainingTimeInMillis() - settlingReserveMs;
    const messages = event.Records.map(({ messageId, body, attributes }) => ({
      messageId,
      body,
      receives: Number(attributes.ApproximateReceiveCount),
    }));
    const result = await ingestBatch(messages, { ...dependencies, readUntilMs });
    reportBatch(result);
    count('MessagesFailed', result.failedMessageIds.size);
    // Not Powertools' batch processor: it asks for the fate of a message as soon as its own work is done, while here a
    // message's fate also hangs on the studies that the whole batch touched.
    return { batchItemFailures: [...result.failedMessageIds].map((itemIdentifier) => ({ itemIdentifier })) };
  });
