import { randomInt, randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers';
import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import { JSONStringified } from '@aws-lambda-powertools/parser/helpers';
import middy from '@middy/core';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { verdictEventSchema } from '../../core/records/index.ts';
import { documents } from '../clients/documents.ts';
import { mail } from '../clients/mail.ts';
import { queues } from '../clients/queues.ts';
import { secretStore } from '../clients/secretStore.ts';
import { putOff } from '../queues/putOff.ts';
import { webhookQueue } from '../queues/webhookQueue.ts';
import { cachedSecret } from '../secrets/cachedSecret.ts';
import { setting } from '../settings/environment.ts';
import { deliveries } from '../tables/deliveries.ts';
import { directory } from '../tables/directory.ts';
import { failureFacts } from '../telemetry/failureFacts.ts';
import { logger } from '../telemetry/logger.ts';
import { count, countByKind, metrics } from '../telemetry/metrics.ts';
import type { DeliveryResult } from '../telemetry/metricTable.ts';
import type { Pace } from './atTheirPace.ts';
import { sendMail } from './sendMail.ts';
import { MalformedContactError, NotEveryoneToldError, tellClinic } from './tellClinic.ts';
import { goesOn, waitAfterFailure } from './waitAfterFailure.ts';

const dependencies = {
  directory: directory(documents, setting('DIRECTORY_TABLE')),
  deliveries: deliveries(documents, setting('DELIVERIES_TABLE')),
  linkSecret: cachedSecret(secretStore, setting('LINK_SECRET_ARN'), () => Date.now()),
  sendMail: sendMail(mail, setting('SENDER_ADDRESS')),
  queueWebhook: webhookQueue(queues, setting('WEBHOOKS_QUEUE_URL')).send,
  reportBaseUrl: setting('REPORT_BASE_URL').replace(/\/+$/, ''),
  now: () => Date.now(),
  newClaim: randomUUID,
  onDelivery: (result: DeliveryResult) => countByKind('Deliveries', { channel: 'email', result }, 1),
};
const comeAgainIn = putOff(queues, setting('NOTICES_QUEUE_URL'));
const eventSchema = JSONStringified(verdictEventSchema);
const processor = new BatchProcessor(EventType.SQS, { logger });

/** Notify queue (raw verdict events) → e-mails to the clinic, and a message for each of its webhooks. */
export const handler = middy<SQSEvent, SQSBatchResponse>()
  .use(injectLambdaContext(logger, { resetKeys: true }))
  .use(logMetrics(metrics))
  .handler((event, context) =>
    // One at a time: SES limits how many mails it takes in a second.
    processPartialResponse(event, (record: SQSRecord) => takeRecord(record, context), processor, {
      context,
      processInParallel: false,
      throwOnFullBatchFailure: false,
    }),
  );

async function takeRecord(record: SQSRecord, context: Context): Promise<void> {
  const tries = Number(record.attributes.ApproximateReceiveCount);
  let studyKey: string | null = null;
  try {
    const event = eventSchema.parse(record.body);
    studyKey = event.studyKey;
    const telling = await tellClinic(event, { ...dependencies, pace: paceOf(context) });
    logger.info('Verdict told', { studyKey, revision: event.revision, telling });
  } catch (error) {
    const { failures, sent } = error instanceof NotEveryoneToldError ? error : { failures: [error], sent: 0 };
    count('MessagesFailed', 1);
    for (const failure of failures) {
      logger.error('A verdict event failed and comes again', {
        studyKey,
        tries,
        failure: failureFacts(failure),
        ...(failure instanceof MalformedContactError ? { contact: failure.sortKey } : {}),
      });
    }
    if (tries === triesUntilHeldUp && !goesOn(failures, sent)) count('NoticesHeldUp', 1);
    await comeAgainIn(record, waitAfterFailure(failures, tries, sent));
    throw error;
  }
}

/** What fails once more after that comes again in hours only: somebody is to know. */
const triesUntilHeldUp = 4;

function paceOf(context: Context): Pace {
  return {
    remainingMs: () => context.getRemainingTimeInMillis(),
    wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    random: () => randomInt(1000) / 1000,
  };
}
