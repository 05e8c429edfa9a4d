import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { readReportPath } from '../../core/records/index.ts';
import { documents } from '../clients/documents.ts';
import { secretStore } from '../clients/secretStore.ts';
import { cachedSecret } from '../secrets/cachedSecret.ts';
import { setting } from '../settings/environment.ts';
import { studyVerdicts } from '../tables/studyVerdicts.ts';
import { failureFacts } from '../telemetry/failureFacts.ts';
import { logger } from '../telemetry/logger.ts';
import { answerReport, failureAnswer } from './answerReport.ts';

const dependencies = {
  verdicts: studyVerdicts(documents, setting('STUDIES_TABLE')),
  linkSecret: cachedSecret(secretStore, setting('LINK_SECRET_ARN'), () => Date.now()),
  now: () => Date.now(),
};

/** HTTP API → the report behind a signed link. */
export const handler = middy<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>()
  .use(injectLambdaContext(logger, { resetKeys: true }))
  .handler(async (event) => {
    const studyKey = readReportPath(event.rawPath)?.studyKey ?? null;
    try {
      const { queryStringParameters: query, headers } = event;
      const answer = await answerReport(
        { path: event.rawPath, query: query ?? {}, accept: headers.accept ?? '' },
        dependencies,
      );
      logger.info('Report asked for', { studyKey, statusCode: answer.statusCode });
      return answer;
    } catch (error) {
      logger.error('A report could not be shown', { studyKey, failure: failureFacts(error) });
      return failureAnswer();
    }
  });
