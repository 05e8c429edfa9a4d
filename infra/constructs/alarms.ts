import { Duration, Stack } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import type { NodeFunction } from './nodeFunction.ts';
import type { QueueWithDeadLetters } from './queueWithDeadLetters.ts';

export interface AlarmsProps {
  readonly queues: Readonly<Record<string, QueueWithDeadLetters>>;
  readonly functions: Readonly<Record<string, NodeFunction>>;
  readonly alarmEmail: string | null;
}

/** Something that a person has to look at: dead letters, failing functions, a site nobody registered. */
export class Alarms extends Construct {
  readonly topic: Topic;

  constructor(scope: Construct, id: string, props: AlarmsProps) {
    super(scope, id);
    this.topic = alarmTopic(this, props.alarmEmail);

    for (const [name, { deadLetters }] of Object.entries(props.queues)) {
      this.whenAny(
        `${name}DeadLetters`,
        `Messages of the ${name} queue failed five times and wait in its dead-letter queue.`,
        deadLetters.metricApproximateNumberOfMessagesVisible({ period, statistic: 'Maximum' }),
      );
    }
    for (const [name, { lambda }] of Object.entries(props.functions)) {
      this.whenAny(`${name}Errors`, `The ${name} function fails.`, lambda.metricErrors({ period, statistic: 'Sum' }));
    }
    this.whenAny(
      'UnregisteredSite',
      'Objects arrived under incoming/<site>/ for a site that is not in the Directory table.',
      new Metric({
        namespace: 'MsMriCheck',
        metricName: 'UnregisteredSite',
        dimensionsMap: { service: 'ingest' },
        period,
        statistic: 'Sum',
      }),
    );
  }

  private whenAny(id: string, alarmDescription: string, metric: Metric): void {
    const alarm = new Alarm(this, id, {
      alarmDescription,
      metric,
      threshold: 1,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    alarm.addAlarmAction(new SnsAction(this.topic));
  }
}

const period = Duration.minutes(5);

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
