import { ArnFormat, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { CfnPolicy, Effect, PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { CfnStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { backfillDefinition, longestPauseSeconds, mapLabel } from './backfillDefinition.ts';
import { type LogKeeping, NodeFunction } from './nodeFunction.ts';
import type { QueueWithDeadLetters } from './queueWithDeadLetters.ts';
import { backfillPrefix, type StudyBucket } from './studyBucket.ts';
import type { Tables } from './tables.ts';
import { timeouts } from './timeouts.ts';

export interface BackfillProps {
  readonly settle: QueueWithDeadLetters;
  readonly incoming: StudyBucket;
  readonly tables: Tables;
  readonly identityKey: Secret;
  readonly quietSeconds: number;
  /** `null` for the defaults. */
  readonly archiveLimits: object | null;
  /** A bucket elsewhere that may be backfilled; `null` for none. */
  readonly archiveBucket: string | null;
  readonly logs: LogKeeping;
}

/** Reads what lies in a bucket already: Distributed Map lists it and hands batches to the code that takes S3's events. */
export class Backfill extends Construct {
  readonly take: NodeFunction;
  readonly stateMachine: CfnStateMachine;

  constructor(scope: Construct, id: string, props: BackfillProps) {
    super(scope, id);
    this.take = this.takeFunction(props);
    const log = new LogGroup(this, 'RunLogs', props.logs);
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('states.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    });
    const { bucket } = props.incoming;
    this.stateMachine = new CfnStateMachine(this, 'StateMachine', {
      roleArn: role.roleArn,
      stateMachineType: 'STANDARD',
      definitionString: Stack.of(this).toJsonString(
        backfillDefinition({
          partition: Stack.of(this).partition,
          functionArn: this.take.lambda.functionArn,
          resultBucket: bucket.bucketName,
          resultPrefix: backfillPrefix.replace(/\/$/, ''),
        }),
      ),
      tracingConfiguration: { enabled: true },
      loggingConfiguration: {
        level: 'ALL',
        // Inputs hold object keys, and these may name a patient.
        includeExecutionData: false,
        destinations: [{ cloudWatchLogsLogGroup: { logGroupArn: log.logGroupArn } }],
      },
    });
    this.stateMachine.applyRemovalPolicy(RemovalPolicy.DESTROY);
    this.stateMachine.addResourceDependency(this.letStart(role, props));
    this.letRunBatches(role);
  }

  private takeFunction(props: BackfillProps): NodeFunction {
    const { settle, incoming, tables, identityKey, archiveLimits, archiveBucket } = props;
    const take = new NodeFunction(this, 'Take', {
      name: 'backfill',
      description: 'Reads the headers of a batch of objects that are there already',
      timeout: timeouts.backfill,
      memoryMiB: 1024,
      environment: {
        STUDIES_TABLE: tables.studies.tableName,
        DIRECTORY_TABLE: tables.directory.tableName,
        SETTLE_QUEUE_URL: settle.queue.queueUrl,
        IDENTITY_SECRET_ARN: identityKey.secretArn,
        INCOMING_BUCKET: incoming.bucket.bucketName,
        QUIET_SECONDS: String(props.quietSeconds),
        NEXT_TRY_SECONDS: String(longestPauseSeconds + timeouts.backfill.toSeconds()),
        ...(archiveLimits === null ? {} : { ARCHIVE_LIMITS: JSON.stringify(archiveLimits) }),
      },
      logs: props.logs,
    });
    incoming.letRead(take);
    if (archiveBucket !== null) letReadArchive(take, archiveBucket);
    tables.letRecordObjects(take);
    tables.letReadSites(take);
    take.allow(['sqs:SendMessage'], [settle.queue.queueArn]);
    take.allow(['secretsmanager:GetSecretValue'], [identityKey.secretArn]);
    return take;
  }

  /** What a state machine's role has to have before it is made: its log is tried then. */
  private letStart(role: Role, { incoming, archiveBucket }: BackfillProps): CfnPolicy {
    const { bucketArn } = incoming.bucket;
    const policy = policyOf(this, 'StartPolicy', role, [
      allow(['lambda:InvokeFunction'], [this.take.lambda.functionArn]),
      allow(['s3:ListBucket'], [bucketArn], { StringLike: { 's3:prefix': 'incoming/*' } }),
      allow(
        ['s3:PutObject', 's3:GetObject', 's3:ListMultipartUploadParts', 's3:AbortMultipartUpload'],
        [`${bucketArn}/${backfillPrefix}*`],
      ),
      ...(archiveBucket === null ? [] : [allow(['s3:ListBucket'], [arnOfBucket(this, archiveBucket)])]),
      allow([...logDelivery, ...tracing], ['*']),
    ]);
    Validations.of(policy).acknowledge(
      {
        id: incoming.wildcardFinding(backfillPrefix),
        reason: 'Step Functions names what a run leaves by the run, which is not known here; nothing else lies there.',
      },
      {
        id: 'AwsSolutions-IAM5[Resource::*]',
        reason: 'The actions of X-Ray and of the delivery of logs know no resource to narrow them to.',
      },
    );
    return policy;
  }

  /** What a run does with itself: each batch is an execution of the same state machine, whose name is known once it is made. */
  private letRunBatches(role: Role): void {
    const { attrName: name, attrArn: arn } = this.stateMachine;
    const executions = ofMachine(this, 'execution', `${name}:*`);
    const batches = ofMachine(this, 'execution', `${name}/${mapLabel}:*`);
    const runs = ofMachine(this, 'mapRun', `${name}/${mapLabel}:*`);
    const policy = policyOf(this, 'BatchesPolicy', role, [
      allow(['states:StartExecution'], [arn]),
      allow(['states:DescribeExecution', 'states:StopExecution'], [executions]),
      allow(['states:RedriveExecution'], [batches]),
      allow(['states:DescribeMapRun'], [runs]),
    ]);
    const prefix = 'arn:<AWS::Partition>:states:<AWS::Region>:<AWS::AccountId>';
    const machine = `<${Stack.of(this).getLogicalId(this.stateMachine)}.Name>`;
    const reason = 'Executions are named when they start; these are those of this state machine and no other.';
    for (const found of [
      `execution:${machine}:*`,
      `execution:${machine}/${mapLabel}:*`,
      `mapRun:${machine}/${mapLabel}:*`,
    ]) {
      Validations.of(policy).acknowledge({ id: `AwsSolutions-IAM5[Resource::${prefix}:${found}]`, reason });
    }
  }
}

function policyOf(scope: Construct, id: string, role: Role, statements: PolicyStatement[]): CfnPolicy {
  return new CfnPolicy(scope, id, {
    policyName: id,
    roles: [role.roleName],
    policyDocument: new PolicyDocument({ statements }),
  });
}

function ofMachine(scope: Construct, resource: 'execution' | 'mapRun', resourceName: string): string {
  return Stack.of(scope).formatArn({
    ...{ service: 'states', resource, resourceName },
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
}

// Vended logs have a delivery of their own, whose actions know no resource (Step Functions developer guide, "Logging").
const logDelivery = [
  'logs:CreateLogDelivery',
  'logs:GetLogDelivery',
  'logs:UpdateLogDelivery',
  'logs:DeleteLogDelivery',
  'logs:ListLogDeliveries',
  'logs:PutResourcePolicy',
  'logs:DescribeResourcePolicies',
  'logs:DescribeLogGroups',
];

const tracing = [
  'xray:PutTraceSegments',
  'xray:PutTelemetryRecords',
  'xray:GetSamplingRules',
  'xray:GetSamplingTargets',
];

function allow(
  actions: readonly string[],
  resources: readonly string[],
  conditions: Readonly<Record<string, Readonly<Record<string, string>>>> = {},
): PolicyStatement {
  return new PolicyStatement({ effect: Effect.ALLOW, actions: [...actions], resources: [...resources], conditions });
}

function arnOfBucket(scope: Construct, bucket: string): string {
  return Stack.of(scope).formatArn({ service: 's3', region: '', account: '', resource: bucket });
}

function letReadArchive(take: NodeFunction, archiveBucket: string): void {
  const bucket = arnOfBucket(take, archiveBucket);
  take.allow(['s3:GetObject'], [`${bucket}/*`]);
  // Without it S3 answers 403 instead of 404 for an object that is gone.
  take.allow(['s3:ListBucket'], [bucket]);
  Validations.of(take.role).acknowledge({
    id: `AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:s3:::${archiveBucket}/*]`,
    reason:
      'Whoever deploys names the archive in a setting, to have any part of it backfilled: no prefix is known here.',
  });
}
