import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type Synthesis, synthesizeWithoutBundles } from './synthesize.ts';
import { referredIds, statementsOf, wiringOf } from './wiring.ts';

const synthesis = synthesizeWithoutBundles();
const { propertiesOf, resources } = synthesis;
const [machineId, machine] = [...propertiesOf('AWS::StepFunctions::StateMachine')][0] ?? ['no state machine'];

const stateSchema = z.looseObject({ Type: z.string() });
const definitionSchema = z.object({ StartAt: z.string(), States: z.record(z.string(), stateSchema) });

/** The definition with its references as `${logical id}`. */
function definitionOf(given: unknown): z.infer<typeof definitionSchema> {
  const { 'Fn::Join': join } = z.object({ 'Fn::Join': z.tuple([z.string(), z.array(z.unknown())]) }).parse(given);
  const named = (id = '') => (id === 'AWS::Partition' ? 'aws' : `\${${id}}`);
  const text = join[1].map((part) => (typeof part === 'string' ? part : named(referredIds(part)[0]))).join(join[0]);
  return definitionSchema.parse(JSON.parse(text));
}
const definition = definitionOf(machine?.DefinitionString);
const map = z
  .looseObject({ ItemProcessor: definitionSchema.extend({ ProcessorConfig: z.unknown() }) })
  .parse(definition.States.TakeArchive);
const [functionId] = wiringOf(synthesis).functionNamed('backfill');
const [bucketId = 'no bucket'] = propertiesOf('AWS::S3::Bucket').keys();

describe('the state machine', () => {
  test('lists the bucket and the prefix that it is given, no more objects than it is allowed', () => {
    expect(map.ItemReader).toEqual({
      Resource: 'arn:aws:states:::s3:listObjectsV2',
      ReaderConfig: { MaxItemsPath: '$.maxObjects' },
      Parameters: { 'Bucket.$': '$.bucket', 'Prefix.$': '$.prefix' },
    });
  });

  test('hands over batches, each with the site and whether anybody is to be told', () => {
    expect(map.ItemBatcher).toEqual({
      MaxItemsPerBatch: 100,
      MaxInputBytesPerBatch: 204_800,
      BatchInput: { 'site.$': '$.site', 'bucket.$': '$.bucket', 'quiet.$': '$.quiet' },
    });
  });

  test('runs as many at once as it is allowed, and stops when more than one in twenty fails', () => {
    expect(map).toMatchObject({ MaxConcurrencyPath: '$.maxConcurrency', ToleratedFailurePercentage: 5 });
    expect(map.ItemProcessor.ProcessorConfig).toEqual({ Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' });
  });

  test('tries a batch again with growing pauses, not together with others, and not where that is in vain', () => {
    const [vain, retry] = z.array(z.looseObject({})).parse(map.ItemProcessor.States.TakeBatch?.Retry);
    expect(vain).toEqual({ ErrorEquals: ['UnregisteredSiteError'], MaxAttempts: 0 });
    expect(retry).toMatchObject({ ErrorEquals: ['States.ALL'], JitterStrategy: 'FULL' });
    const { IntervalSeconds, BackoffRate, MaxDelaySeconds, MaxAttempts } = z
      .object({
        IntervalSeconds: z.number(),
        BackoffRate: z.number(),
        MaxDelaySeconds: z.number(),
        MaxAttempts: z.number(),
      })
      .parse(retry);
    const pauses = Array.from({ length: MaxAttempts }, (_, tries) =>
      Math.min(MaxDelaySeconds, IntervalSeconds * BackoffRate ** tries),
    );
    const longestSeconds = pauses.reduce((sum, pause) => sum + pause, 0);
    expect(longestSeconds).toBeGreaterThan(45 * 60);
    expect(longestSeconds).toBeLessThan(90 * 60);
  });

  test('takes what is left of a batch again, until nothing is', () => {
    expect(map.ItemProcessor.StartAt).toBe('TakeBatch');
    expect(map.ItemProcessor.States).toMatchObject({
      TakeBatch: {
        Resource: 'arn:aws:states:::lambda:invoke',
        Parameters: { FunctionName: `\${${functionId}}`, 'Payload.$': '$' },
        OutputPath: '$.Payload',
        Next: 'IsAnythingLeft',
      },
      IsAnythingLeft: {
        Choices: [{ Variable: '$.Items[0]', IsPresent: true, Next: 'TakeBatch' }],
        Default: 'BatchTaken',
      },
    });
  });

  test('does not carry the results of a million batches along, and fails when any batch did', () => {
    expect(map.ResultWriter).toEqual({
      Resource: 'arn:aws:states:::s3:putObject',
      Parameters: { Bucket: `\${${bucketId}}`, Prefix: 'backfill' },
    });
    expect(definition.States.CountBatches).toMatchObject({
      Resource: 'arn:aws:states:::aws-sdk:sfn:describeMapRun',
      Parameters: { 'MapRunArn.$': '$.MapRunArn' },
    });
    expect(definition.States.IsEverythingTaken).toMatchObject({
      Choices: [{ Variable: '$.batches.Failed', NumericGreaterThan: 0, Next: 'BatchesFailed' }],
    });
    expect(definition.States.BatchesFailed).toMatchObject({ Type: 'Fail' });
  });

  test('has no state that leads nowhere or that nothing leads to', () => {
    for (const { StartAt, States } of [definition, map.ItemProcessor]) {
      const named = new Set([
        StartAt,
        ...JSON.stringify(States)
          .matchAll(/"(?:Next|Default)":"(\w+)"/g)
          .map(([, one]) => one),
      ]);
      const here = Object.keys(States);
      for (const state of here) expect(named).toContain(state);
      for (const { Type, Next, Default, End } of Object.values(States)) {
        if (Type !== 'Succeed' && Type !== 'Fail') expect(Next ?? Default ?? End).toBeDefined();
      }
    }
  });

  test('logs each step without the object keys, and traces', () => {
    expect(machine).toMatchObject({
      StateMachineType: 'STANDARD',
      LoggingConfiguration: { Level: 'ALL', IncludeExecutionData: false },
      TracingConfiguration: { Enabled: true },
    });
  });

  test('is made when its role may write its log', () => {
    const dependencies = z.array(z.string()).parse(resources[machineId]?.DependsOn);
    expect(dependencies).toEqual([expect.stringContaining('BackfillStartPolicy')]);
  });
});

describe('the role of the state machine', () => {
  const [roleId = 'no role'] = referredIds(machine?.RoleArn);

  test('may do what a run needs, no more', () => {
    expect(permissionsOf(synthesis, roleId)).toEqual([
      `lambda:InvokeFunction on ${functionId}`,
      `s3:ListBucket on ${bucketId} if {"StringLike":{"s3:prefix":"incoming/*"}}`,
      `s3:AbortMultipartUpload s3:GetObject s3:ListMultipartUploadParts s3:PutObject on ${bucketId}/backfill/*`,
      expect.stringMatching(/^logs:CreateLogDelivery [\w: ]+ xray:PutTraceSegments on \*$/),
      `states:StartExecution on ${machineId}`,
      `states:DescribeExecution states:StopExecution on execution:${machineId}:*`,
      `states:RedriveExecution on execution:${machineId}/Batches:*`,
      `states:DescribeMapRun on mapRun:${machineId}/Batches:*`,
    ]);
  });

  test('is lent to Step Functions of this account only', () => {
    expect(resources[roleId]?.Properties.AssumeRolePolicyDocument).toMatchObject({
      Statement: [
        {
          Principal: { Service: 'states.amazonaws.com' },
          Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
        },
      ],
    });
  });

  test('lists an archive elsewhere only where one is named, and then the function reads it', () => {
    const given = synthesizeWithoutBundles({ archiveBucket: 'hospital-archive' });
    const [, properties] = [...given.propertiesOf('AWS::StepFunctions::StateMachine')][0] ?? [];
    const [role = ''] = referredIds(properties?.RoleArn);
    const [, lambda] = wiringOf(given).functionNamed('backfill');
    const [functionRole = ''] = referredIds(lambda.Properties.Role);
    const archive = (id: string) => permissionsOf(given, id).filter((one) => one.includes('hospital-archive'));
    expect(archive(role)).toEqual(['s3:ListBucket on hospital-archive']);
    expect(archive(functionRole)).toEqual([
      expect.stringMatching(/^s3:GetObject on hospital-archive\/\*, \w+\/incoming\/\*$/),
      expect.stringMatching(/^s3:ListBucket on \w+, hospital-archive$/),
    ]);
    expect(JSON.stringify(resources)).not.toContain('hospital-archive');
  });
});

test('what a run leaves in the bucket is deleted when the dropped objects are', () => {
  const rules = z
    .object({ LifecycleConfiguration: z.object({ Rules: z.array(z.looseObject({ Prefix: z.string() })) }) })
    .parse(propertiesOf('AWS::S3::Bucket').get(bucketId)).LifecycleConfiguration.Rules;
  expect(rules.map(({ Prefix, ExpirationInDays }) => [Prefix, ExpirationInDays])).toEqual([
    ['incoming/', 30],
    ['backfill/', 30],
  ]);
});

/** Each statement as "actions on resource if condition", references as logical ids. */
function permissionsOf(given: Synthesis, roleId: string): readonly string[] {
  return [...given.propertiesOf('AWS::IAM::Policy').values()]
    .filter(({ Roles }) => referredIds(Roles).includes(roleId))
    .flatMap(statementsOf)
    .map(({ Action, Resource, Condition }) => {
      const condition = Condition === undefined ? '' : ` if ${JSON.stringify(Condition)}`;
      return `${Action.toSorted().join(' ')} on ${[Resource].flat().map(named).join(', ')}${condition}`;
    });
}

function named(resource: unknown): string {
  if (typeof resource === 'string') return resource;
  const joined = z.object({ 'Fn::Join': z.tuple([z.string(), z.array(z.unknown())]) }).safeParse(resource);
  if (!joined.success) return referredIds(resource)[0] ?? '?';
  const [, parts] = joined.data['Fn::Join'];
  const text = parts.map((part) => (typeof part === 'string' ? part : (referredIds(part)[0] ?? '?'))).join('');
  return text.replace(/^arn:AWS::Partition:(?:states:AWS::Region:AWS::AccountId:|s3:::)/, '');
}
