import { randomUUID } from 'node:crypto';
import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import { JSONStringified } from '@aws-lambda-powertools/parser/helpers';
import middy from '@middy/core';
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { webhookMessageSchema } from '../../core/records/index.ts';
import { documents } from '../clients/documents.ts';
import { queues } from '../clients/queues.ts';
import { secretStore } from '../clients/secretStore.ts';
import { web } from '../clients/web.ts';
import { resultOf } from '../delivery/deliverOnce.ts';
import { putOff } from '../queues/putOff.ts';
import { cachedSecret } from '../secrets/cachedSecret.ts';
import { setting } from '../settings/environment.ts';
import { deliveries } from '../tables/deliveries.ts';
import { directory } from '../tables/directory.ts';
import { failureFacts } from '../telemetry/failureFacts.ts';
import { logger } from '../telemetry/logger.ts';
import { count, countByKind, metrics, record } from '../telemetry/metrics.ts';
import type { DeliveryResult } from '../telemetry/metricTable.ts';
import { tellWebhook } from './tellWebhook.ts';
import { waitAfterTry } from './waitAfterTry.ts';

const dependencies = {
  directory: directory(documents, setting('DIRECTORY_TABLE')),
  deliveries: deliveries(documents, setting('DELIVERIES_TABLE')),
  webhookKey: cachedSecret(secretStore, setting('WEBHOOK_KEY_ARN'), () => Date.now()),
  post: web.send,
  now: () => Date.now(),
  newClaim: randomUUID,
};
const comeAgainIn = putOff(queues, setting('WEBHOOKS_QUEUE_URL'));
const messageSchema = JSONStringified(webhookMessageSchema);
const processor = new BatchProcessor(EventType.SQS, { logger });
const counted = (result: DeliveryResult) => countByKind('Deliveries', { channel: 'webhook', result }, 1);

/** Webhooks queue → signed requests to the centres' own systems; one that does not take it is asked again later, then later still. */
export const handler = middy<SQSEvent, SQSBatchResponse>()
  .use(injectLambdaContext(logger, { resetKeys: true }))
  .use(logMetrics(metrics))
  .handler((event, context) =>
    processPartialResponse(event, takeRecord, processor, { context, throwOnFullBatchFailure: false }),
  );

async function takeRecord(sqsRecord: SQSRecord): Promise<void> {
  const { ApproximateReceiveCount, SentTimestamp, ApproximateFirstReceiveTimestamp } = sqsRecord.attributes;
  const tries = Number(ApproximateReceiveCount);
  if (tries === 1) record('WebhookWait', (Number(ApproximateFirstReceiveTimestamp) - Number(SentTimestamp)) / 1000);
  let named: { readonly studyKey: string; readonly webhook: string } | null = null;
  try {
    const message = messageSchema.parse(sqsRecord.body);
    named = { studyKey: message.event.studyKey, webhook: message.webhook };
    const result = await tellWebhook(message, dependencies);
    if (result !== 'removed') counted(result);
    logger.info('Webhook told', { ...named, revision: message.event.revision, result, tries });
  } catch (error) {
    counted(resultOf(error));
    count('MessagesFailed', 1);
    logger.error('A webhook was not told and is tried again', { ...named, tries, failure: failureFacts(error) });
    await comeAgainIn(sqsRecord, waitAfterTry(tries));
    throw error;
  }
}
