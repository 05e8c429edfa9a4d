import { Duration, Stack } from 'aws-cdk-lib';
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import {
  Alarm,
  ComparisonOperator,
  type IMetric,
  MathExpression,
  Metric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { CfnStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { NodeFunction } from './nodeFunction.ts';
import { ourMetric } from './ourMetrics.ts';
import type { QueueWithDeadLetters } from './queueWithDeadLetters.ts';

export interface Watched {
  readonly queues: Readonly<Record<'intake' | 'settle' | 'notices' | 'webhooks', QueueWithDeadLetters>>;
  readonly functions: Readonly<Record<string, NodeFunction>>;
  readonly tables: Readonly<Record<string, Table>>;
  readonly portalApi: HttpApi;
  readonly backfillRuns: CfnStateMachine;
}

export interface AlarmsProps extends Watched {
  readonly quietSeconds: number;
  readonly alarmEmail: string | null;
}

interface Limit {
  readonly threshold: number;
  /** Of five minutes each, all of which have to reach the threshold. */
  readonly periods: number;
}

/** Something that a person has to look at. What each means and what to do is in docs/runbook.md, under its name. */
export class Alarms extends Construct {
  readonly topic: Topic;
  readonly alarms: Alarm[] = [];

  constructor(scope: Construct, id: string, props: AlarmsProps) {
    super(scope, id);
    const { queues, functions, tables, quietSeconds } = props;
    this.topic = alarmTopic(this, props.alarmEmail);

    for (const [name, { deadLetters }] of Object.entries(queues)) {
      const waiting = deadLetters.metricApproximateNumberOfMessagesVisible({ period, statistic: 'Maximum' });
      const sentence = `Messages of the ${name} queue failed too often and wait in its dead-letter queue.`;
      this.when(`${name}DeadLetters`, sentence, waiting, atOnce);
    }
    const oldestSeconds = { intake: patience, settle: quietSeconds + longestDelay + patience, notices: patience };
    for (const name of ['intake', 'settle', 'notices'] as const) {
      const age = queues[name].queue.metricApproximateAgeOfOldestMessage({ period, statistic: 'Maximum' });
      const sentence = `A message waits in the ${name} queue for longer than ${oldestSeconds[name] / 60} minutes.`;
      this.when(`${name}Age`, sentence, age, { threshold: oldestSeconds[name], periods: 3 });
    }
    for (const name of ['notices', 'webhooks'] as const) {
      const inFlight = queues[name].queue.metricApproximateNumberOfMessagesNotVisible({ period, statistic: 'Maximum' });
      const sentence = `${putOffAtMost} messages of the ${name} queue wait for their next try; at some 120,000 SQS hands out no more.`;
      this.when(`${name}InFlight`, sentence, inFlight, { threshold: putOffAtMost, periods: 1 });
    }
    const heldUp = ourMetric('NoticesHeldUp', 'notify', 'Sum', period);
    this.when('noticesHeldUp', 'Notices have failed four times and wait for their next try.', heldUp, atOnce);
    // Not the age of its messages: what a receiver does not take waits for hours between its tries.
    const wait = ourMetric('WebhookWait', 'webhook', 'p90', period);
    const waitSentence = `One event in ten waits for more than ${patience / 60} minutes until a webhook is first called.`;
    this.when('webhookWait', waitSentence, wait, { threshold: patience, periods: 3 });
    // Not the age of its messages either: an archive that is sent once more is a new one.
    const archiveWait = ourMetric('ArchiveWait', 'ingest', 'Maximum', period);
    const archiveSentence = `An archive waits for more than ${(4 * patience) / 60} minutes for its turn to be read.`;
    this.when('archiveWait', archiveSentence, archiveWait, { threshold: 4 * patience, periods: 1 });
    const age = ourMetric('VerdictAge', 'evaluate', 'p90', period);
    const ageSentence = `One verdict in ten comes more than ${patience / 60} minutes later than the quiet period asks.`;
    this.when('verdictAge', ageSentence, age, { threshold: quietSeconds + patience, periods: 3 });

    for (const [name, { lambda }] of Object.entries(functions)) {
      const errors = lambda.metricErrors({ period, statistic: 'Sum' });
      this.when(`${name}Errors`, `The ${name} function fails.`, errors, atOnce);
      const throttles = lambda.metricThrottles({ period, statistic: 'Sum' });
      this.when(
        `${name}Throttles`,
        `The ${name} function is called more often than the account lets it run.`,
        throttles,
        {
          threshold: 10,
          periods: 3,
        },
      );
    }
    for (const [queue, reader] of Object.entries(readers)) {
      const failing = failedPercent(reader, queues[queue as keyof typeof readers]);
      const sentence = `More than one in ten messages of the ${queue} queue fail and come again.`;
      this.when(`${reader}FailedMessages`, sentence, failing, { threshold: 10, periods: 3 });
    }
    for (const [name, table] of Object.entries(tables)) {
      const sentence = `DynamoDB throttles requests to the ${name} table.`;
      this.when(`${name}TableThrottles`, sentence, throttledEvents(table), { threshold: 100, periods: 1 });
    }
    const failures = props.portalApi.metricServerError({ period, statistic: 'Sum' });
    this.when('portalFailures', 'Reports cannot be shown.', failures, { threshold: 5, periods: 1 });
    this.when(
      'UnregisteredSite',
      'Objects arrived under incoming/<site>/ for a site that is not in the Directory table.',
      ourMetric('UnregisteredSite', 'ingest', 'Sum', period),
      atOnce,
    );
    this.when('backfillRuns', 'A run of a backfill failed.', failedRuns(props.backfillRuns), atOnce);
  }

  private when(id: string, sentence: string, metric: IMetric, { threshold, periods }: Limit): void {
    const alarm = new Alarm(this, id, {
      alarmDescription: `${sentence} See ${id} in docs/runbook.md.`,
      metric,
      threshold,
      evaluationPeriods: periods,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    alarm.addAlarmAction(new SnsAction(this.topic));
    this.alarms.push(alarm);
  }
}

const period = Duration.minutes(5);
const atOnce: Limit = { threshold: 1, periods: 1 };
/** How much later than it should be something may come before a person is asked to look, in seconds. */
const patience = 900;
/** What is put off is in flight, as SQS counts it: from there to its quota are a quarter of an hour to three at a million studies a day. */
const putOffAtMost = 90_000;
/** SQS holds a message back for at most as long; a study that waits for announced objects is looked at again that late. */
const longestDelay = 900;

/** Whose failures a queue sees. Lambda counts none of them: the function ends well and names the messages that did not. */
const readers = { intake: 'ingest', settle: 'evaluate', notices: 'notify', webhooks: 'webhook' } as const;

function failedPercent(reader: string, { queue }: QueueWithDeadLetters): MathExpression {
  return new MathExpression({
    // One of a handful says nothing about a rate; it comes again, and what fails too often is a dead letter.
    expression: 'IF(received >= 20, 100 * failed / received, 0)',
    usingMetrics: {
      failed: ourMetric('MessagesFailed', reader, 'Sum', period),
      received: queue.metricNumberOfMessagesReceived({ period, statistic: 'Sum' }),
    },
    label: 'percent of the messages that fail',
    period,
  });
}

function throttledEvents({ tableName }: Table): MathExpression {
  const events = (metricName: string) =>
    new Metric({
      namespace: 'AWS/DynamoDB',
      metricName,
      dimensionsMap: { TableName: tableName },
      statistic: 'Sum',
      period,
    });
  return new MathExpression({
    expression: 'FILL(reads, 0) + FILL(writes, 0)',
    usingMetrics: { reads: events('ReadThrottleEvents'), writes: events('WriteThrottleEvents') },
    label: 'throttled reads and writes',
    period,
  });
}

function failedRuns({ attrArn }: CfnStateMachine): MathExpression {
  const executions = (metricName: string) =>
    new Metric({
      namespace: 'AWS/States',
      metricName,
      dimensionsMap: { StateMachineArn: attrArn },
      statistic: 'Sum',
      period,
    });
  return new MathExpression({
    expression: 'FILL(failed, 0) + FILL(late, 0)',
    usingMetrics: { failed: executions('ExecutionsFailed'), late: executions('ExecutionsTimedOut') },
    label: 'runs that failed',
    period,
  });
}

// Not encrypted with a key: CloudWatch may not use the one that SNS manages, and an alarm carries nothing but names.
function alarmTopic(scope: Construct, alarmEmail: string | null): Topic {
  const topic = new Topic(scope, 'Topic', { enforceSSL: true });
  // A policy of one's own replaces the default one, which would have let CloudWatch in.
  topic.addToResourcePolicy(
    new PolicyStatement({
      principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
      actions: ['sns:Publish'],
      resources: [topic.topicArn],
      conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(scope).account } },
    }),
  );
  if (alarmEmail !== null) topic.addSubscription(new EmailSubscription(alarmEmail));
  return topic;
}
