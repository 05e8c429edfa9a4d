import { join, resolve } from 'node:path';
import { type Duration, type RemovalPolicy, Validations } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, type Function as LambdaFunction, RecursiveLoop, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { NodejsFunction, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';

export interface NodeFunctionProps {
  /** The folder under `functions/` whose `handler.ts` exports `handler`. */
  readonly name: 'ingest' | 'backfill' | 'evaluate' | 'notify' | 'webhook' | 'portal';
  readonly description: string;
  readonly timeout: Duration;
  readonly memoryMiB: number;
  readonly environment: Readonly<Record<string, string>>;
  readonly logs: LogKeeping;
  /** It sends to a queue that leads back to it, on purpose and not without end. */
  readonly mayComeBackToItself?: boolean;
}

export interface LogKeeping {
  readonly retention: RetentionDays;
  readonly removalPolicy: RemovalPolicy;
}

export interface QueueReading {
  readonly batchSize: number;
  readonly maxBatchingWindow?: Duration;
  readonly maxConcurrency: number;
}

/** One function: its bundle, its log group, and a role that starts with nothing but writing to that log. */
export class NodeFunction extends Construct {
  readonly lambda: LambdaFunction;
  readonly role: Role;

  constructor(scope: Construct, id: string, props: NodeFunctionProps) {
    super(scope, id);
    const logGroup = new LogGroup(this, 'Logs', props.logs);
    // A role of our own, since the default one brings a managed policy that may write every log group.
    this.role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    logGroup.grantWrite(this.role);
    this.lambda = new NodejsFunction(this, 'Function', {
      description: props.description,
      entry: join(projectRoot, 'functions', props.name, 'handler.ts'),
      handler: 'handler',
      projectRoot,
      depsLockFilePath: join(projectRoot, 'package-lock.json'),
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      timeout: props.timeout,
      memorySize: props.memoryMiB,
      tracing: Tracing.ACTIVE,
      // By default Lambda drops the message of a chain that has come to a function some sixteen times: a study would never be judged.
      ...(props.mayComeBackToItself === true ? { recursiveLoop: RecursiveLoop.ALLOW } : {}),
      role: this.role,
      logGroup,
      environment: {
        POWERTOOLS_SERVICE_NAME: props.name,
        POWERTOOLS_METRICS_NAMESPACE: 'MsMriCheck',
        POWERTOOLS_LOG_LEVEL: 'INFO',
        ...props.environment,
      },
      awsSdkConnectionReuse: false,
      bundling: {
        format: OutputFormat.ESM,
        target: 'node24',
        minify: true,
        // Stack traces and error names stay readable without shipping source maps.
        keepNames: true,
        mainFields: ['module', 'main'],
        // The AWS SDK of the lock file, not whatever the runtime carries: pinned, and a faster cold start.
        externalModules: [],
        bundleAwsSDK: true,
        banner: requireForCommonJsParts,
      },
    });
    Validations.of(this.role).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason: 'X-Ray knows no resource to narrow PutTraceSegments and PutTelemetryRecords to.',
    });
    Validations.of(this.lambda).acknowledge({
      id: 'Serverless-LambdaDLQ',
      reason:
        'It applies to asynchronous invocations. A queue, the HTTP API or a state machine invokes this function ' +
        'synchronously; what fails is in the dead-letter queue of the queue that it came from, or fails the run.',
    });
  }

  /** Lets the function call `actions` on `resources`, on nothing else. */
  allow(
    actions: readonly string[],
    resources: readonly string[],
    conditions: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>> = {},
  ): void {
    this.role.addToPolicy(new PolicyStatement({ actions: [...actions], resources: [...resources], conditions }));
  }

  /** Has the queue's messages handed to the function in batches; only those that it reports as failed come again. */
  reads(queue: Queue, reading: QueueReading): void {
    this.lambda.addEventSource(new SqsEventSource(queue, { ...reading, reportBatchItemFailures: true }));
    Validations.of(this.lambda).acknowledge({
      id: 'Serverless-LambdaEventSourceMappingDestination',
      reason: "Lambda knows no failure destination for an SQS source: the queue's redrive policy is it.",
    });
  }
}

const projectRoot = resolve(import.meta.dirname, '../..');

// Bundled CommonJS packages call require() for Node's own modules, which an ES module does not have.
const requireForCommonJsParts = "import{createRequire}from'node:module';const require=createRequire(import.meta.url);";
