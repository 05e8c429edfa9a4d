import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import { JSONStringified } from '@aws-lambda-powertools/parser/helpers';
import middy from '@middy/core';
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { settleMessageSchema } from '../../core/records/index.ts';
import { documents } from '../clients/documents.ts';
import { queues } from '../clients/queues.ts';
import { topics } from '../clients/topics.ts';
import { settleQueue } from '../queues/settleQueue.ts';
import { setting, settingSeconds } from '../settings/environment.ts';
import { directory } from '../tables/directory.ts';
import { earlierStudies } from '../tables/earlierStudies.ts';
import { folders } from '../tables/folders.ts';
import { nearbyStudies } from '../tables/nearbyStudies.ts';
import { studyVerdicts } from '../tables/studyVerdicts.ts';
import { failureFacts } from '../telemetry/failureFacts.ts';
import { logger } from '../telemetry/logger.ts';
import { count, countByKind, metrics, record } from '../telemetry/metrics.ts';
import { evaluateStudyMessage } from './evaluateStudyMessage.ts';
import { publishVerdict } from './publishVerdict.ts';

const studiesTable = setting('STUDIES_TABLE');
const dependencies = {
  verdicts: studyVerdicts(documents, studiesTable),
  earlier: earlierStudies(documents, studiesTable),
  nearby: nearbyStudies(documents, studiesTable),
  folders: folders(documents, studiesTable),
  directory: directory(documents, setting('DIRECTORY_TABLE')),
  settle: settleQueue(queues, setting('SETTLE_QUEUE_URL')),
  publish: publishVerdict(topics, setting('VERDICTS_TOPIC_ARN')),
  now: () => Date.now(),
  capSeconds: settingSeconds('CAP_SECONDS'),
};
const messageSchema = JSONStringified(settleMessageSchema);
const processor = new BatchProcessor(EventType.SQS, { logger });

/** Settle queue → verdict revision, Verdicts topic. */
export const handler = middy<SQSEvent, SQSBatchResponse>()
  .use(injectLambdaContext(logger, { resetKeys: true }))
  .use(logMetrics(metrics))
  .handler((event, context) =>
    // One at a time: each may hold thousands of headers.
    processPartialResponse(event, takeRecord, processor, {
      context,
      processInParallel: false,
      throwOnFullBatchFailure: false,
    }),
  );

async function takeRecord(message: SQSRecord): Promise<void> {
  let about: string | null = null;
  const onStudy = (studyKey: string) => {
    about = studyKey;
  };
  try {
    const evaluation = await evaluateStudyMessage(messageSchema.parse(message.body), { ...dependencies, onStudy });
    logger.info('Study looked at', { studyKey: evaluation.studyKey, evaluation });
    if (evaluation.kind !== 'new-verdict') return;
    countByKind('StudiesEvaluated', { outcome: evaluation.outcome }, 1);
    if (evaluation.ageSeconds !== null) record('VerdictAge', evaluation.ageSeconds);
  } catch (error) {
    logger.error('A settle message failed and comes again', { studyKey: about, failure: failureFacts(error) });
    count('MessagesFailed', 1);
    throw error;
  }
}
