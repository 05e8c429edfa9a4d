import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { defaultArchiveLimits } from '../../core/archive/index.ts';
import { mostTries as mostTriesOfNotices } from '../../functions/notify/waitAfterFailure.ts';
import { mostTries as mostTriesOfWebhooks } from '../../functions/webhook/waitAfterTry.ts';
import { type Synthesis, synthesizeWithoutBundles } from './synthesize.ts';
import { referredIds, statementsOf, wiringOf } from './wiring.ts';

const synthesis = synthesizeWithoutBundles();
const { template, resources, propertiesOf } = synthesis;
const { functionNamed, queueReadBy, refusePlainHttp } = wiringOf(synthesis);
const queueReaders = ['ingest', 'evaluate', 'notify', 'webhook'] as const;

test('holds these resource types and no others', () => {
  expect([...new Set(Object.values(resources).map(({ Type }) => Type))].toSorted()).toEqual([
    'AWS::ApiGatewayV2::Api',
    'AWS::ApiGatewayV2::Integration',
    'AWS::ApiGatewayV2::Route',
    'AWS::ApiGatewayV2::Stage',
    'AWS::CloudWatch::Alarm',
    'AWS::CloudWatch::Dashboard',
    'AWS::DynamoDB::Table',
    'AWS::IAM::Policy',
    'AWS::IAM::Role',
    'AWS::Lambda::EventSourceMapping',
    'AWS::Lambda::Function',
    'AWS::Lambda::Permission',
    'AWS::Logs::LogGroup',
    'AWS::S3::Bucket',
    'AWS::S3::BucketPolicy',
    'AWS::SNS::Subscription',
    'AWS::SNS::Topic',
    'AWS::SNS::TopicPolicy',
    'AWS::SQS::Queue',
    'AWS::SQS::QueuePolicy',
    'AWS::SecretsManager::Secret',
    'AWS::StepFunctions::StateMachine',
  ]);
});

test('names nothing by hand', () => {
  const nameProperties = [
    'BucketName',
    'QueueName',
    'TableName',
    'TopicName',
    'FunctionName',
    'RoleName',
    'LogGroupName',
    'AlarmName',
    'DashboardName',
    'StateMachineName',
  ];
  const named = Object.entries(resources).flatMap(([logicalId, { Type, Properties }]) =>
    // An event source mapping and a permission refer to their function by this property.
    Type === 'AWS::Lambda::EventSourceMapping' || Type === 'AWS::Lambda::Permission'
      ? []
      : nameProperties.filter((name) => name in Properties).map((name) => `${logicalId}.${name}`),
  );
  const secretNames = [...propertiesOf('AWS::SecretsManager::Secret').values()].filter((secret) => 'Name' in secret);

  expect({ named, secretNames }).toEqual({ named: [], secretNames: [] });
});

describe('queues', () => {
  const queueSchema = z.looseObject({
    SqsManagedSseEnabled: z.boolean(),
    MessageRetentionPeriod: z.number(),
    VisibilityTimeout: z.number().optional(),
    DelaySeconds: z.number().optional(),
    RedrivePolicy: z
      .object({
        deadLetterTargetArn: z.object({ 'Fn::GetAtt': z.tuple([z.string(), z.literal('Arn')]) }),
        maxReceiveCount: z.number(),
      })
      .optional(),
  });
  const queues = new Map([...propertiesOf('AWS::SQS::Queue')].map(([id, queue]) => [id, queueSchema.parse(queue)]));
  const deadLetterIdOf = (id: string): string | undefined =>
    queues.get(id)?.RedrivePolicy?.deadLetterTargetArn['Fn::GetAtt'][0];
  const readIds = queueReaders.map(queueReadBy);

  test('those that a function reads have each a dead-letter queue of their own, after five tries, or as many as a notice or a webhook waits for', () => {
    const deadLetterIds = readIds.map(deadLetterIdOf);

    expect(readIds).toHaveLength(4);
    expect(new Set(deadLetterIds).size).toBe(4);
    expect(readIds.map((id) => queues.get(id)?.RedrivePolicy?.maxReceiveCount)).toEqual([
      5,
      5,
      mostTriesOfNotices,
      mostTriesOfWebhooks,
    ]);
    expect(new Set([...readIds, ...deadLetterIds])).toEqual(new Set(queues.keys()));
  });

  test('dead letters are kept for 14 days', () => {
    expect(readIds.map((id) => queues.get(deadLetterIdOf(id) ?? '')?.MessageRetentionPeriod)).toEqual(
      readIds.map(() => 14 * 24 * 3600),
    );
  });

  test('a message is hidden for at least six times as long as its function may run', () => {
    const tooShort = queueReaders.filter((name) => {
      const { Timeout } = z.object({ Timeout: z.number() }).parse(functionNamed(name)[1].Properties);
      return (queues.get(queueReadBy(name))?.VisibilityTimeout ?? 30) < 6 * Timeout;
    });

    expect(tooShort).toEqual([]);
  });

  test('are read in batches of which only the failed messages come again, at a bounded pace', () => {
    const reading = [...propertiesOf('AWS::Lambda::EventSourceMapping').values()];

    expect(reading.map(({ BatchSize }) => BatchSize)).toEqual([400, 1, 1, 1]);
    expect(reading.map(({ MaximumBatchingWindowInSeconds }) => MaximumBatchingWindowInSeconds)).toEqual([
      1,
      undefined,
      undefined,
      undefined,
    ]);
    expect(reading.map(({ FunctionResponseTypes }) => FunctionResponseTypes)).toEqual(
      reading.map(() => ['ReportBatchItemFailures']),
    );
    expect(reading.map(({ ScalingConfig }) => ScalingConfig)).toEqual([
      { MaximumConcurrency: 20 },
      { MaximumConcurrency: 10 },
      { MaximumConcurrency: 2 },
      { MaximumConcurrency: 20 },
    ]);
  });

  test('all are encrypted and refuse plain HTTP', () => {
    expect([...queues.values()].filter((queue) => !queue.SqsManagedSseEnabled)).toEqual([]);
    expect(refusePlainHttp('AWS::SQS::QueuePolicy', 'Queues')).toEqual(new Set(queues.keys()));
  });

  test('the settle queue alone holds messages back, as long as a study has to be quiet', () => {
    const delayed = (given: Synthesis): readonly unknown[] =>
      [...given.propertiesOf('AWS::SQS::Queue').values()]
        .map((queue) => queue.DelaySeconds)
        .filter((delay) => delay !== 0 && delay !== undefined);

    expect(delayed(synthesis)).toEqual([120]);
    expect(delayed(synthesizeWithoutBundles({ quietSeconds: '2' }))).toEqual([2]);
  });
});

test('ingest is told the limits of archives that were set, and nothing where none was', () => {
  const limitsIn = (given: Synthesis) => wiringOf(given).environmentOf('ingest').ARCHIVE_LIMITS;
  const given = limitsIn(synthesizeWithoutBundles({ archiveLimits: '{"entries":500000}' }));

  expect(JSON.parse(String(given))).toEqual({ ...defaultArchiveLimits, entries: 500_000 });
  expect(limitsIn(synthesis)).toBeUndefined();
});

describe('the bucket', () => {
  test('is closed to the public, encrypted, without object ACLs, and forgets', () => {
    template.hasResourceProperties('AWS::S3::Bucket', {
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
      },
      OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
      LifecycleConfiguration: {
        Rules: [
          {
            AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
            ExpirationInDays: 30,
            Prefix: 'incoming/',
            Status: 'Enabled',
          },
          { ExpirationInDays: 30, Prefix: 'backfill/', Status: 'Enabled' },
        ],
      },
    });
  });

  test('refuses plain HTTP', () => {
    expect(refusePlainHttp('AWS::S3::BucketPolicy', 'Bucket')).toEqual(new Set(propertiesOf('AWS::S3::Bucket').keys()));
  });

  test('refuses TLS before 1.2, for every action and whoever asks', () => {
    const [policy] = [...propertiesOf('AWS::S3::BucketPolicy').values()];
    const [bucketId] = propertiesOf('AWS::S3::Bucket').keys();
    const arn = { 'Fn::GetAtt': [bucketId, 'Arn'] };

    expect(statementsOf(policy)).toContainEqual({
      Effect: 'Deny',
      Principal: { AWS: '*' },
      Action: ['s3:*'],
      Resource: [arn, { 'Fn::Join': ['', [arn, '/*']] }],
      Condition: { NumericLessThan: { 's3:TlsVersion': 1.2 } },
    });
  });

  test('tells the intake queue of objects created under incoming/, and of no others', () => {
    const [bucket] = [...propertiesOf('AWS::S3::Bucket').values()];

    expect(bucket?.NotificationConfiguration).toEqual({
      QueueConfigurations: [
        {
          Event: 's3:ObjectCreated:*',
          Filter: { S3Key: { Rules: [{ Name: 'prefix', Value: 'incoming/' }] } },
          Queue: { 'Fn::GetAtt': [queueReadBy('ingest'), 'Arn'] },
        },
      ],
    });
  });

  test('is made only when the queue lets it send, and the queue lets only buckets of this stack and account', () => {
    const [policyId, policy] =
      [...propertiesOf('AWS::SQS::QueuePolicy')].find(([, { Queues }]) =>
        referredIds(Queues).includes(queueReadBy('ingest')),
      ) ?? [];
    const [bucket] = Object.values(resources).filter(({ Type }) => Type === 'AWS::S3::Bucket');

    expect(bucket?.DependsOn).toContain(policyId);
    expect(statementsOf(policy).filter(({ Effect }) => Effect === 'Allow')).toEqual([
      expect.objectContaining({
        Principal: { Service: 's3.amazonaws.com' },
        Action: ['sqs:SendMessage'],
        Condition: {
          StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
          ArnLike: { 'aws:SourceArn': { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':s3:::msmricheck*']] } },
        },
      }),
    ]);
  });
});

describe('the Verdicts topic', () => {
  test('hands the bare event to the notices queue, unless nothing was applicable or it came of a backfill', () => {
    const [subscription] = [...propertiesOf('AWS::SNS::Subscription').values()];
    const noticesId = queueReadBy('notify');

    expect(propertiesOf('AWS::SNS::Subscription').size).toBe(1);
    expect(subscription).toMatchObject({
      Protocol: 'sqs',
      Endpoint: { 'Fn::GetAtt': [noticesId, 'Arn'] },
      RawMessageDelivery: true,
      FilterPolicy: { outcome: [{ 'anything-but': ['not-applicable'] }], quiet: [{ exists: false }] },
      RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': [expect.stringContaining('DeadLetters'), 'Arn'] } },
    });
  });

  test('is encrypted; it and the Alarms topic refuse plain HTTP', () => {
    const topicIds = [...propertiesOf('AWS::SNS::Topic').keys()];
    const encrypted = topicIds.filter((id) => 'KmsMasterKeyId' in (resources[id]?.Properties ?? {}));

    expect(encrypted).toEqual([expect.stringMatching(/^Verdicts/)]);
    expect(refusePlainHttp('AWS::SNS::TopicPolicy', 'Topics')).toEqual(new Set(topicIds));
  });
});

describe('tables', () => {
  test('are encrypted, restorable, protected from deletion, and paid by request', () => {
    const tables = [...propertiesOf('AWS::DynamoDB::Table').values()];

    expect(tables).toHaveLength(3);
    for (const table of tables) {
      expect(table).toMatchObject({
        KeySchema: [
          { AttributeName: 'pk', KeyType: 'HASH' },
          { AttributeName: 'sk', KeyType: 'RANGE' },
        ],
        BillingMode: 'PAY_PER_REQUEST',
        SSESpecification: { SSEEnabled: true },
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        DeletionProtectionEnabled: true,
      });
    }
  });

  test('Studies is indexed by patient and by site, each by study date, without what each batch changes', () => {
    const indexes = [...propertiesOf('AWS::DynamoDB::Table').values()].flatMap(
      (table) => table.GlobalSecondaryIndexes ?? [],
    );

    expect(indexes).toEqual(
      [
        [
          {
            IndexName: 'byPatient',
            KeySchema: [
              { AttributeName: 'patientPk', KeyType: 'HASH' },
              { AttributeName: 'studyDate', KeyType: 'RANGE' },
            ],
            Projection: { ProjectionType: 'KEYS_ONLY' },
          },
          {
            IndexName: 'bySite',
            KeySchema: [
              { AttributeName: 'sitePk', KeyType: 'HASH' },
              { AttributeName: 'studyDate', KeyType: 'RANGE' },
            ],
            Projection: {
              ProjectionType: 'INCLUDE',
              NonKeyAttributes: [
                'studyInstanceUid',
                'studyKey',
                'latestRevision',
                'outcome',
                'indications',
                'regionsImaged',
                'instances',
                'rejects',
              ],
            },
          },
        ],
      ].flat(),
    );
  });
});

test('deleting the stack keeps bucket, tables, secrets and logs, unless told not to', () => {
  const kept = (given: Synthesis): readonly string[] =>
    [
      ...new Set(
        Object.values(given.resources)
          .filter(({ DeletionPolicy }) => DeletionPolicy === 'Retain')
          .map(({ Type }) => Type),
      ),
    ].toSorted();

  expect(kept(synthesis)).toEqual([
    'AWS::DynamoDB::Table',
    'AWS::Logs::LogGroup',
    'AWS::S3::Bucket',
    'AWS::SecretsManager::Secret',
  ]);
  expect(kept(synthesizeWithoutBundles({ keepData: 'false' }))).toEqual([]);
});

test('logs are kept for 90 days, and every function, the API and the backfill write into one of these', () => {
  const logGroups = propertiesOf('AWS::Logs::LogGroup');

  expect([...logGroups.values()].map(({ RetentionInDays }) => RetentionInDays)).toEqual([
    90, 90, 90, 90, 90, 90, 90, 90,
  ]);
  for (const [, { LoggingConfig }] of propertiesOf('AWS::Lambda::Function')) {
    expect(logGroups.has(referredIds(LoggingConfig)[0] ?? '')).toBe(true);
  }
});

test('the access log holds neither the signed query, nor the path, nor who asked', () => {
  const [stage] = [...propertiesOf('AWS::ApiGatewayV2::Stage').values()];
  const { AccessLogSettings } = z.object({ AccessLogSettings: z.object({ Format: z.string() }) }).parse(stage);

  expect([...AccessLogSettings.Format.matchAll(/\$context\.([\w.]+)/g)].map(([, name]) => name).toSorted()).toEqual([
    'integrationErrorMessage',
    'requestId',
    'requestTime',
    'responseLatency',
    'responseLength',
    'routeKey',
    'status',
  ]);
  expect(stage).toMatchObject({ DefaultRouteSettings: { ThrottlingBurstLimit: 40, ThrottlingRateLimit: 20 } });
});

test('the API answers report links and nothing else', () => {
  expect([...propertiesOf('AWS::ApiGatewayV2::Route').values()].map(({ RouteKey }) => RouteKey)).toEqual([
    'GET /r/{site}/{studyKey}/{revision}',
  ]);
});

test('says where things are', () => {
  const { Outputs } = z.object({ Outputs: z.record(z.string(), z.unknown()) }).parse(template.toJSON());

  expect(Object.keys(Outputs).toSorted()).toEqual([
    'BackfillStateMachineArn',
    'BucketName',
    'DirectoryTableName',
    'PortalUrl',
    'SettleQueueUrl',
    'StudiesTableName',
    'VerdictsTopicArn',
    'WebhookKeyArn',
  ]);
});

test('asks for the sender address when it is deployed, and for nothing else', () => {
  const { Parameters } = z
    .object({ Parameters: z.record(z.string(), z.looseObject({ Default: z.unknown().optional() })) })
    .parse(template.toJSON());
  const asked = Object.entries(Parameters).filter(([, parameter]) => parameter.Default === undefined);

  expect(asked.map(([name]) => name)).toEqual(['SenderAddress']);
});

test('every function and the state machine are traced', () => {
  const traced = [...propertiesOf('AWS::Lambda::Function').values()].map(({ TracingConfig }) => TracingConfig);
  expect(traced.length).toBeGreaterThan(4);
  for (const config of traced) expect(config).toEqual({ Mode: 'Active' });
  for (const machine of propertiesOf('AWS::StepFunctions::StateMachine').values()) {
    expect(machine.TracingConfiguration).toEqual({ Enabled: true });
  }
});

test('a function whose messages lead back to it by design is not stopped for that; no other may go round', () => {
  const names = [...propertiesOf('AWS::Lambda::Function').values()]
    .filter(({ RecursiveLoop }) => RecursiveLoop !== undefined)
    .map((properties) => {
      const { Environment } = z
        .object({ Environment: z.object({ Variables: z.looseObject({ POWERTOOLS_SERVICE_NAME: z.string() }) }) })
        .parse(properties);
      return [Environment.Variables.POWERTOOLS_SERVICE_NAME, properties.RecursiveLoop];
    });

  expect(names.toSorted()).toEqual([
    ['evaluate', 'Allow'],
    ['ingest', 'Allow'],
  ]);
});
