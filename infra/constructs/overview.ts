import { Duration } from 'aws-cdk-lib';
import {
  type Alarm,
  AlarmStatusWidget,
  Dashboard,
  GraphWidget,
  type IMetric,
  type IWidget,
  PeriodOverride,
} from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { Watched } from './alarms.ts';
import { ourMetric, ourMetricByKind } from './ourMetrics.ts';

export interface OverviewProps extends Watched {
  readonly alarms: readonly Alarm[];
}

/** One page that shows how studies come through, in the order that a study goes. */
export class Overview extends Construct {
  readonly dashboard: Dashboard;

  constructor(scope: Construct, id: string, props: OverviewProps) {
    super(scope, id);
    const { queues, functions } = props;
    const lambdas = Object.values(functions).map(({ lambda }) => lambda);
    const sources = Object.values(queues).map(({ queue }) => queue);
    this.dashboard = new Dashboard(this, 'Dashboard', {
      defaultInterval: Duration.days(1),
      periodOverride: PeriodOverride.INHERIT,
      widgets: [
        [new AlarmStatusWidget({ title: 'Alarms', alarms: [...props.alarms], width: 24, height: 5 })],
        [
          graph('Objects received', [
            ourMetric('ObjectsReceived', 'ingest', 'Sum', period),
            ourMetric('ObjectsReceived', 'backfill', 'Sum', period),
            ourMetric('UnregisteredSite', 'ingest', 'Sum', period),
          ]),
          graph('Objects rejected, by reason', [ourMetricByKind('ObjectsRejected', ['reason'], period)]),
          graph('Verdicts, by outcome', [ourMetricByKind('StudiesEvaluated', ['outcome'], period)]),
        ],
        [
          graph(
            'Seconds from the last object to the verdict',
            ['p50', 'p90', 'Maximum'].map((statistic) => ourMetric('VerdictAge', 'evaluate', statistic, period)),
          ),
          graph(
            'Seconds until a webhook is first called',
            ['p50', 'p90', 'Maximum'].map((statistic) => ourMetric('WebhookWait', 'webhook', statistic, period)),
          ),
          graph('Seconds that archives wait for their turn', [ourMetric('ArchiveWait', 'ingest', 'Maximum', period)]),
          graph('Notices, by channel and result', [ourMetricByKind('Deliveries', ['channel', 'result'], period)]),
          graph(
            'Messages that failed and come again',
            ['ingest', 'evaluate', 'notify', 'webhook'].map((reader) =>
              ourMetric('MessagesFailed', reader, 'Sum', period),
            ),
          ),
          graph('Notices that wait for hours', [ourMetric('NoticesHeldUp', 'notify', 'Sum', period)]),
        ],
        [
          graph(
            'Messages waiting',
            sources.map((queue) => queue.metricApproximateNumberOfMessagesVisible({ period, statistic: 'Maximum' })),
          ),
          graph(
            'Messages in flight',
            sources.map((queue) => queue.metricApproximateNumberOfMessagesNotVisible({ period, statistic: 'Maximum' })),
          ),
          graph(
            'Age of the oldest message',
            sources.map((queue) => queue.metricApproximateAgeOfOldestMessage({ period, statistic: 'Maximum' })),
          ),
          graph(
            'Dead letters',
            Object.values(queues).map(({ deadLetters }) =>
              deadLetters.metricApproximateNumberOfMessagesVisible({ period, statistic: 'Maximum' }),
            ),
          ),
        ],
        [
          graph(
            'Duration of the functions, worst of a hundred',
            lambdas.map((lambda) => lambda.metricDuration({ period, statistic: 'p99' })),
          ),
          graph(
            'Errors and throttles of the functions',
            lambdas.flatMap((lambda) => [
              lambda.metricErrors({ period, statistic: 'Sum' }),
              lambda.metricThrottles({ period, statistic: 'Sum' }),
            ]),
          ),
          graph('Reports asked for, and not shown', [
            props.portalApi.metricCount({ period, statistic: 'Sum' }),
            props.portalApi.metricServerError({ period, statistic: 'Sum' }),
          ]),
        ],
      ],
    });
  }
}

const period = Duration.minutes(5);

function graph(title: string, left: IMetric[]): IWidget {
  return new GraphWidget({ title, left, width: 8, height: 6 });
}
