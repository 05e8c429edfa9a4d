import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { metricTable } from '../../functions/telemetry/metricTable.ts';
import { synthesizeWithoutBundles } from './synthesize.ts';
import { metricsOfAlarm, metricsOfDashboard } from './watchedMetrics.ts';
import { referredIds, statementsOf } from './wiring.ts';

const { propertiesOf, resources } = synthesizeWithoutBundles({ alarmEmail: 'ops@centre.example' });

const alarmSchema = z.looseObject({
  AlarmDescription: z.string(),
  AlarmActions: z.unknown(),
  Threshold: z.number(),
  EvaluationPeriods: z.number(),
});
/** Construct id → the alarm. Logical ids are "Alarms", the construct's id, and a hash of eight digits. */
const alarms = new Map(
  [...propertiesOf('AWS::CloudWatch::Alarm')].map(([id, alarm]) => [
    id.replace(/^Alarms/, '').replace(/[0-9A-F]{8}$/, ''),
    { ...alarmSchema.parse(alarm), metrics: metricsOfAlarm(alarm) },
  ]),
);
const [topicId = 'no Alarms topic'] = [...propertiesOf('AWS::SNS::Topic').keys()].filter((id) =>
  id.startsWith('Alarms'),
);
const serviceOf = (functionId: string) =>
  z
    .object({ Environment: z.object({ Variables: z.looseObject({ POWERTOOLS_SERVICE_NAME: z.string() }) }) })
    .parse(resources[functionId]?.Properties).Environment.Variables.POWERTOOLS_SERVICE_NAME;

describe('an alarm watches', () => {
  const watched = [...alarms.values()].flatMap(({ metrics }) =>
    metrics.map(({ namespace, name, dimensions }) => [namespace, name, ...Object.values(dimensions)].join(' ')),
  );
  const queues = [...propertiesOf('AWS::SQS::Queue').keys()];
  const functions = [...propertiesOf('AWS::Lambda::Function').keys()];
  const tables = [...propertiesOf('AWS::DynamoDB::Table').keys()];
  const deadLetterIds = queues.filter((id) => id.includes('DeadLetters'));

  test.each<[string, readonly string[]]>([
    ['every dead-letter queue', deadLetterIds.map((id) => `AWS/SQS ApproximateNumberOfMessagesVisible ${id}`)],
    [
      'the age of the oldest message of every other queue but that of webhooks, where what is not taken waits for hours',
      queues
        .filter((id) => !deadLetterIds.includes(id) && !id.startsWith('Webhooks'))
        .map((id) => `AWS/SQS ApproximateAgeOfOldestMessage ${id}`),
    ],
    ['the errors of every function', functions.map((id) => `AWS/Lambda Errors ${id}`)],
    ['the throttles of every function', functions.map((id) => `AWS/Lambda Throttles ${id}`)],
    [
      'the throttles of every table',
      tables.flatMap((id) => ['Read', 'Write'].map((kind) => `AWS/DynamoDB ${kind}ThrottleEvents ${id}`)),
    ],
    [
      'messages that fail, of every function that reads a queue',
      ['ingest', 'evaluate', 'notify', 'webhook'].map((service) => `MsMriCheck MessagesFailed ${service}`),
    ],
    ['how long verdicts take', ['MsMriCheck VerdictAge evaluate']],
    [
      'what is put off, of the queues where that is for hours',
      queues
        .filter((id) => !deadLetterIds.includes(id) && /^(Notices|Webhooks)/.test(id))
        .map((id) => `AWS/SQS ApproximateNumberOfMessagesNotVisible ${id}`),
    ],
    ['notices that fail for most of an hour', ['MsMriCheck NoticesHeldUp notify']],
    ['how long archives wait for their turn', ['MsMriCheck ArchiveWait ingest']],
    ['how long webhooks wait for their first try', ['MsMriCheck WebhookWait webhook']],
    ['sites that nobody registered', ['MsMriCheck UnregisteredSite ingest']],
    ['reports that cannot be shown', [expect.stringMatching(/^AWS\/ApiGateway 5xx PortalApi/)]],
    [
      'runs of a backfill',
      ['ExecutionsFailed', 'ExecutionsTimedOut'].map((name) =>
        expect.stringMatching(new RegExp(`^AWS/States ${name} BackfillStateMachine`)),
      ),
    ],
  ])('%s', (_, expected) => {
    expect(expected.length).toBeGreaterThan(0);
    for (const metric of expected) expect(watched).toContainEqual(metric);
  });
});

describe('goes off', () => {
  const settingOf = (name: string) => {
    const { Threshold, EvaluationPeriods } = alarms.get(name) ?? {
      Threshold: Number.NaN,
      EvaluationPeriods: Number.NaN,
    };
    return [Threshold, EvaluationPeriods];
  };

  test.each([
    'intakeDeadLetters',
    'settleDeadLetters',
    'noticesDeadLetters',
    'webhooksDeadLetters',
    'ingestErrors',
    'evaluateErrors',
    'notifyErrors',
    'webhookErrors',
    'portalErrors',
    'backfillErrors',
    'UnregisteredSite',
    'backfillRuns',
    'noticesHeldUp',
  ])('%s at one occurrence', (name) => {
    expect(settingOf(name)).toEqual([1, 1]);
  });

  test('what is late, when it is a quarter of an hour later than the quiet period and SQS’ longest delay explain', () => {
    expect(settingOf('intakeAge')).toEqual([900, 3]);
    expect(settingOf('settleAge')).toEqual([120 + 900 + 900, 3]);
    expect(settingOf('noticesAge')).toEqual([900, 3]);
    expect(settingOf('verdictAge')).toEqual([120 + 900, 3]);
    expect(settingOf('webhookWait')).toEqual([900, 3]);
    expect(settingOf('archiveWait')).toEqual([3600, 1]);
  });

  test('what is put off, at three quarters of what SQS lets be in flight', () => {
    expect(settingOf('noticesInFlight')).toEqual([90_000, 1]);
    expect(settingOf('webhooksInFlight')).toEqual([90_000, 1]);
  });

  test('nothing because there is nothing to count', () => {
    for (const alarm of propertiesOf('AWS::CloudWatch::Alarm').values()) {
      expect(alarm).toMatchObject({
        ComparisonOperator: 'GreaterThanOrEqualToThreshold',
        TreatMissingData: 'notBreaching',
      });
    }
  });
});

test('alarms reach the Alarms topic, which lets CloudWatch in, and from there the address given', () => {
  const [policy] = [...propertiesOf('AWS::SNS::TopicPolicy').values()].filter(({ Topics }) =>
    referredIds(Topics).includes(topicId),
  );
  const subscriptions = [...propertiesOf('AWS::SNS::Subscription').values()].filter(({ TopicArn }) =>
    referredIds(TopicArn).includes(topicId),
  );

  for (const { AlarmActions } of alarms.values()) expect(referredIds(AlarmActions)).toEqual([topicId]);
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

describe('what alarms and the dashboard look at is emitted', () => {
  const [dashboard] = propertiesOf('AWS::CloudWatch::Dashboard').values();
  const shown = metricsOfDashboard(dashboard?.DashboardBody);
  const all = [...[...alarms.values()].flatMap(({ metrics }) => metrics), ...shown.metrics];
  const table: Readonly<Record<string, { readonly by: readonly string[]; readonly dimensions: object }>> = metricTable;

  test('by the function that the dimension names, where it is ours', () => {
    const ours = all.filter(({ namespace }) => namespace === 'MsMriCheck');
    expect(ours.length).toBeGreaterThan(8);
    for (const { name, dimensions } of ours) {
      expect(table[name]?.by, `${name} is emitted by nobody`).toContain(dimensions.service);
      expect(table[name]?.dimensions).toEqual({});
      expect(Object.keys(dimensions)).toEqual(['service']);
    }
  });

  test('with the dimensions that a search names', () => {
    expect(shown.searches.map(({ name }) => name)).toEqual(['ObjectsRejected', 'StudiesEvaluated', 'Deliveries']);
    for (const { namespace, name, dimensions } of shown.searches) {
      expect(namespace).toBe('MsMriCheck');
      expect(dimensions.toSorted()).toEqual(['service', ...Object.keys(table[name]?.dimensions ?? {})].toSorted());
    }
  });

  test('under the namespace and by the services that the functions are told', () => {
    const services = [...propertiesOf('AWS::Lambda::Function').keys()].map(serviceOf);
    for (const [id, properties] of propertiesOf('AWS::Lambda::Function')) {
      const variables = { POWERTOOLS_METRICS_NAMESPACE: 'MsMriCheck', POWERTOOLS_SERVICE_NAME: serviceOf(id) };
      expect(properties).toMatchObject({ Environment: { Variables: variables } });
    }
    for (const { by } of Object.values(metricTable)) for (const one of by) expect(services).toContain(one);
  });

  test('by AWS, of a resource of this stack, where it is AWS’ own', () => {
    const known: Readonly<Record<string, readonly string[]>> = {
      'AWS/Lambda': ['Errors', 'Throttles', 'Duration'],
      'AWS/SQS': [
        'ApproximateAgeOfOldestMessage',
        'ApproximateNumberOfMessagesNotVisible',
        'ApproximateNumberOfMessagesVisible',
        'NumberOfMessagesReceived',
      ],
      'AWS/DynamoDB': ['ReadThrottleEvents', 'WriteThrottleEvents'],
      'AWS/ApiGateway': ['5xx', 'Count'],
      'AWS/States': ['ExecutionsFailed', 'ExecutionsTimedOut'],
    };
    for (const { namespace, name, dimensions } of all.filter(({ namespace: one }) => one !== 'MsMriCheck')) {
      expect(known[namespace], `${namespace} ${name}`).toContain(name);
      for (const id of Object.values(dimensions)) expect(Object.keys(resources)).toContain(id.replace(/^\$/, ''));
    }
  });

  test('all of it: each metric of ours is on the dashboard', () => {
    const names = new Set([...shown.metrics, ...shown.searches].map(({ name }) => name));
    expect(Object.keys(metricTable).filter((name) => !names.has(name))).toEqual([]);
  });
});

test('the dashboard shows every alarm', () => {
  const [dashboard] = propertiesOf('AWS::CloudWatch::Dashboard').values();
  const named = new Set(referredIds(dashboard?.DashboardBody));
  expect([...propertiesOf('AWS::CloudWatch::Alarm').keys()].filter((id) => !named.has(id))).toEqual([]);
});

describe('the runbook', () => {
  const runbook = readFileSync(join(import.meta.dirname, '../../docs/runbook.md'), 'utf8');
  const [, afterHeading = ''] = runbook.split(/^## The alarms$/m);
  const [part = ''] = afterHeading.split(/^## /m);
  const sections = new Map(
    part
      .split(/^### /m)
      .slice(1)
      .flatMap((section) => {
        const [heading = ''] = section.split('\n');
        return heading.split(', ').map((name): [string, string] => [name.replaceAll('`', ''), section]);
      }),
  );

  test('has a section for each alarm, and no other', () => {
    expect([...sections.keys()].toSorted()).toEqual([...alarms.keys()].toSorted());
  });

  test.each([...sections])('says of %s what it means, how to look and what to do', (_, section) => {
    expect(section).toMatch(/\*\*Means\.\*\*\s[\s\S]+\*\*Look\.\*\*\s[\s\S]+\*\*Do\.\*\*\s/);
  });

  test('is named by each alarm', () => {
    for (const [name, { AlarmDescription }] of alarms) {
      expect(AlarmDescription).toMatch(new RegExp(`See ${name} in docs/runbook\\.md\\.$`));
    }
  });

  test('asks for no metric that does not exist, and names no alarm that there is not', () => {
    const asked = [...runbook.matchAll(/--metric-name (\w+)/g)].map(([, name]) => name ?? '');
    const watched = [...alarms.values()].flatMap(({ metrics }) => metrics.map(({ name }) => name));
    expect(asked.length).toBeGreaterThan(2);
    for (const name of asked) expect([...watched, 'ConcurrentExecutions']).toContain(name);
    const shaped = /`((?:intake|settle|notices|ingest|backfill|evaluate|notify|portal|studies|verdict)[A-Z]\w+)`/g;
    for (const [, name] of runbook.matchAll(shaped)) expect([...alarms.keys()]).toContain(name);
  });
});
