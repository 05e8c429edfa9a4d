export interface BackfillDefinitionProps {
  /** `aws`, or `aws-cn` in China. */
  readonly partition: string;
  readonly functionArn: string;
  /** Where the runs write what became of their batches. */
  readonly resultBucket: string;
  readonly resultPrefix: string;
}

/** Of the executions of the map's batches: part of their ARNs. */
export const mapLabel = 'Batches';

/** As many as the intake queue hands over at once: one settle message for each study that they touch. */
export const objectsPerBatch = 100;

/** Between two tries at a batch. */
export const longestPauseSeconds = 900;

/**
 * The state machine in Amazon States Language. Its input:
 *
 *     { "site": "north", "bucket": "…", "prefix": "…", "quiet": true, "maxConcurrency": 10, "maxObjects": 100000000 }
 *
 * Distributed Map lists the bucket, hands batches of objects to the function, and counts. A batch comes back with what is left of it (an
 * archive that found no time beside another) and goes again; a batch of which nothing could be taken is tried again with growing
 * pauses for an hour. A run goes on past batches that fail for good, so that one object that no code survives does not
 * stop millions; past one in twenty it stops, since then something else is wrong, and is redriven: what was taken is not taken again.
 */
export function backfillDefinition(props: BackfillDefinitionProps): Readonly<Record<string, unknown>> {
  return {
    Comment: 'Reads the objects of an archive that are there already, without telling anybody of the verdicts',
    StartAt: 'TakeArchive',
    States: {
      TakeArchive: {
        Type: 'Map',
        Label: mapLabel,
        ItemReader: {
          Resource: `arn:${props.partition}:states:::s3:listObjectsV2`,
          ReaderConfig: { MaxItemsPath: '$.maxObjects' },
          Parameters: { 'Bucket.$': '$.bucket', 'Prefix.$': '$.prefix' },
        },
        ItemBatcher: {
          MaxItemsPerBatch: objectsPerBatch,
          // A batch is the input of an execution, which is 256 KiB at most; keys may be a kilobyte each.
          MaxInputBytesPerBatch: 204_800,
          BatchInput: { 'site.$': '$.site', 'bucket.$': '$.bucket', 'quiet.$': '$.quiet' },
        },
        MaxConcurrencyPath: '$.maxConcurrency',
        ToleratedFailurePercentage: 5,
        ItemProcessor: {
          // Standard: an express execution ends after five minutes, which one archive may take.
          ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
          StartAt: 'TakeBatch',
          States: batchStates(props),
        },
        // Not the state's output, which ends at 256 KiB.
        ResultWriter: {
          Resource: `arn:${props.partition}:states:::s3:putObject`,
          Parameters: { Bucket: props.resultBucket, Prefix: props.resultPrefix },
        },
        Next: 'CountBatches',
      },
      CountBatches: {
        Type: 'Task',
        Resource: `arn:${props.partition}:states:::aws-sdk:sfn:describeMapRun`,
        Parameters: { 'MapRunArn.$': '$.MapRunArn' },
        ResultSelector: { 'objects.$': '$.ItemCounts', 'batches.$': '$.ExecutionCounts' },
        Retry: [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 2, BackoffRate: 2, MaxAttempts: 5 }],
        Next: 'IsEverythingTaken',
      },
      IsEverythingTaken: {
        Type: 'Choice',
        Choices: [{ Variable: '$.batches.Failed', NumericGreaterThan: 0, Next: 'BatchesFailed' }],
        Default: 'Taken',
      },
      BatchesFailed: {
        Type: 'Fail',
        Error: 'BatchesFailed',
        Cause: 'Some batches could not be taken. docs/runbook.md says how to find and repeat them.',
      },
      Taken: { Type: 'Succeed' },
    },
  };
}

function batchStates(props: BackfillDefinitionProps): Readonly<Record<string, unknown>> {
  return {
    TakeBatch: {
      Type: 'Task',
      Resource: `arn:${props.partition}:states:::lambda:invoke`,
      Parameters: { FunctionName: props.functionArn, 'Payload.$': '$' },
      OutputPath: '$.Payload',
      Retry: [
        // Trying again registers no site.
        { ErrorEquals: ['UnregisteredSiteError'], MaxAttempts: 0 },
        {
          ErrorEquals: ['States.ALL'],
          IntervalSeconds: 5,
          BackoffRate: 2.5,
          MaxDelaySeconds: longestPauseSeconds,
          MaxAttempts: 9,
          // Batches that were throttled together must not come back together.
          JitterStrategy: 'FULL',
        },
      ],
      Next: 'IsAnythingLeft',
    },
    IsAnythingLeft: {
      Type: 'Choice',
      Choices: [{ Variable: '$.Items[0]', IsPresent: true, Next: 'TakeBatch' }],
      Default: 'BatchTaken',
    },
    BatchTaken: { Type: 'Pass', Result: {}, End: true },
  };
}
