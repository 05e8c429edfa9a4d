import { Duration } from 'aws-cdk-lib';
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { type LogKeeping, NodeFunction } from './nodeFunction.ts';
import type { QueueWithDeadLetters } from './queueWithDeadLetters.ts';
import type { StudyBucket } from './studyBucket.ts';
import type { Tables } from './tables.ts';
import { timeouts } from './timeouts.ts';

export interface IngestFunctionProps {
  readonly intake: QueueWithDeadLetters;
  readonly settle: QueueWithDeadLetters;
  readonly incoming: StudyBucket;
  readonly tables: Tables;
  readonly identityKey: Secret;
  readonly quietSeconds: number;
  /** `null` for the defaults. */
  readonly archiveLimits: object | null;
  readonly logs: LogKeeping;
}

/** Reads dropped objects; sees sites, but no contact. */
export function ingestFunction(scope: Construct, id: string, props: IngestFunctionProps): NodeFunction {
  const { intake, settle, incoming, tables, identityKey, archiveLimits } = props;
  const ingest = new NodeFunction(scope, id, {
    name: 'ingest',
    description: 'Reads the headers of dropped objects and records their facts',
    timeout: timeouts.ingest,
    memoryMiB: 1024,
    environment: {
      STUDIES_TABLE: tables.studies.tableName,
      DIRECTORY_TABLE: tables.directory.tableName,
      INTAKE_QUEUE_URL: intake.queue.queueUrl,
      SETTLE_QUEUE_URL: settle.queue.queueUrl,
      IDENTITY_SECRET_ARN: identityKey.secretArn,
      QUIET_SECONDS: String(props.quietSeconds),
      // What fails is hidden for so long from the beginning of its run on, and then has another run.
      NEXT_TRY_SECONDS: String(intake.visibilityTimeout.toSeconds()),
      ...(archiveLimits === null ? {} : { ARCHIVE_LIMITS: JSON.stringify(archiveLimits) }),
    },
    logs: props.logs,
    // An archive that comes late in its batch is sent once more, a hundred times at most.
    mayComeBackToItself: true,
  });
  // Large batches, since each one updates every study that it touched once. No larger: a function that is killed has all of its batch
  // come again.
  ingest.reads(intake.queue, { batchSize: 400, maxBatchingWindow: Duration.seconds(1), maxConcurrency: 20 });
  incoming.letRead(ingest);
  tables.letRecordObjects(ingest);
  tables.letReadSites(ingest);
  // To its own queue too: archives whose turn comes too late.
  ingest.allow(['sqs:SendMessage'], [settle.queue.queueArn, intake.queue.queueArn]);
  ingest.allow(['secretsmanager:GetSecretValue'], [identityKey.secretArn]);
  return ingest;
}
