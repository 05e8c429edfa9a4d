import { expect, test } from 'vitest';
import { z } from 'zod';
import { synthesizeWithoutBundles } from './synthesize.ts';
import { referredIds, statementsOf } from './wiring.ts';

const { propertiesOf } = synthesizeWithoutBundles({ alarmEmail: 'ops@centre.example' });

const alarms = [...propertiesOf('AWS::CloudWatch::Alarm').values()].map((alarm) =>
  z
    .looseObject({
      Namespace: z.string(),
      MetricName: z.string(),
      Dimensions: z.array(z.object({ Name: z.string(), Value: z.unknown() })),
      AlarmActions: z.unknown(),
    })
    .parse(alarm),
);
const [topicId = 'no Alarms topic'] = [...propertiesOf('AWS::SNS::Topic').keys()].filter((id) =>
  id.startsWith('Alarms'),
);

test('an alarm watches every dead-letter queue, the errors of every function, and sites that nobody registered', () => {
  const watched = alarms.map(({ Namespace, MetricName, Dimensions }) =>
    [
      Namespace,
      MetricName,
      ...Dimensions.flatMap(({ Value }) => (typeof Value === 'string' ? [Value] : referredIds(Value))),
    ].join(' '),
  );
  const deadLetterIds = [...propertiesOf('AWS::SQS::Queue').keys()].filter((id) => id.includes('DeadLetters'));

  expect(watched.toSorted()).toEqual(
    [
      ...deadLetterIds.map((id) => `AWS/SQS ApproximateNumberOfMessagesVisible ${id}`),
      ...[...propertiesOf('AWS::Lambda::Function').keys()].map((id) => `AWS/Lambda Errors ${id}`),
      'MsMriCheck UnregisteredSite ingest',
    ].toSorted(),
  );
});

test('one occurrence goes off, none is quiet', () => {
  for (const alarm of alarms) {
    expect(alarm).toMatchObject({
      Threshold: 1,
      EvaluationPeriods: 1,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      TreatMissingData: 'notBreaching',
    });
  }
});

test('alarms reach the Alarms topic, which lets CloudWatch in, and from there the address given', () => {
  const [policy] = [...propertiesOf('AWS::SNS::TopicPolicy').values()].filter(({ Topics }) =>
    referredIds(Topics).includes(topicId),
  );
  const subscriptions = [...propertiesOf('AWS::SNS::Subscription').values()].filter(({ TopicArn }) =>
    referredIds(TopicArn).includes(topicId),
  );

  expect(new Set(alarms.flatMap(({ AlarmActions }) => referredIds(AlarmActions)))).toEqual(new Set([topicId]));
  expect(statementsOf(policy)).toContainEqual(
    expect.objectContaining({
      Effect: 'Allow',
      Principal: { Service: 'cloudwatch.amazonaws.com' },
      Action: ['sns:Publish'],
      Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
    }),
  );
  expect(subscriptions).toEqual([{ Protocol: 'email', Endpoint: 'ops@centre.example', TopicArn: { Ref: topicId } }]);
});
