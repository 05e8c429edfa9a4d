import { Validations } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import { HttpApi, HttpMethod, HttpStage, LogGroupLogDestination } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { LogKeeping } from './nodeFunction.ts';

export interface PortalApiProps {
  readonly logs: LogKeeping;
}

/** The HTTP API that answers the links of the notices. */
export class PortalApi extends Construct {
  readonly api: HttpApi;

  constructor(scope: Construct, id: string, props: PortalApiProps) {
    super(scope, id);
    this.api = new HttpApi(this, 'Api', {
      description: 'Reports of ms-mri-check, each behind a signed link that expires',
      createDefaultStage: false,
    });
    const accessLog = new LogGroup(this, 'AccessLog', props.logs);
    new HttpStage(this, 'Stage', {
      httpApi: this.api,
      stageName: '$default',
      autoDeploy: true,
      throttle: { rateLimit: 20, burstLimit: 40 },
      accessLogSettings: { destination: new LogGroupLogDestination(accessLog), format: withoutPathAndQuery },
    });
  }

  /** Has `handler` answer report links. */
  serveReports(handler: IFunction): void {
    const routes = this.api.addRoutes({
      path: '/r/{site}/{studyKey}/{revision}',
      methods: [HttpMethod.GET],
      integration: new HttpLambdaIntegration('Portal', handler),
    });
    for (const route of routes) {
      Validations.of(route).acknowledge({
        id: 'AwsSolutions-APIG4',
        reason:
          'People with MS have no account here: the link carries a keyed signature that expires, and the function verifies it.',
      });
    }
  }
}

// The query string is the key to a report, the path says whose centre made it, and the address says who reads it: none is logged.
const withoutPathAndQuery = AccessLogFormat.custom(
  JSON.stringify({
    requestId: '$context.requestId',
    requestTime: '$context.requestTime',
    routeKey: '$context.routeKey',
    status: '$context.status',
    responseLength: '$context.responseLength',
    responseLatencyMs: '$context.responseLatency',
    integrationError: '$context.integrationErrorMessage',
  }),
);
