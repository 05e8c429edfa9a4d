import type { Construct } from 'constructs';
import { type LogKeeping, NodeFunction } from './nodeFunction.ts';
import type { QueueWithDeadLetters } from './queueWithDeadLetters.ts';
import type { Tables } from './tables.ts';
import { timeouts } from './timeouts.ts';
import type { VerdictTopic } from './verdictTopic.ts';

export interface EvaluateFunctionProps {
  readonly settle: QueueWithDeadLetters;
  readonly tables: Tables;
  readonly verdicts: VerdictTopic;
  readonly capSeconds: number;
  readonly logs: LogKeeping;
}

/** Judges studies; reads no object, no contact and no secret. */
export function evaluateFunction(scope: Construct, id: string, props: EvaluateFunctionProps): NodeFunction {
  const { settle, tables, verdicts } = props;
  const evaluate = new NodeFunction(scope, id, {
    name: 'evaluate',
    description: 'Judges a study that has fallen quiet and records the verdict',
    timeout: timeouts.evaluate,
    memoryMiB: 1024,
    environment: {
      STUDIES_TABLE: tables.studies.tableName,
      DIRECTORY_TABLE: tables.directory.tableName,
      SETTLE_QUEUE_URL: settle.queue.queueUrl,
      VERDICTS_TOPIC_ARN: verdicts.topic.topicArn,
      CAP_SECONDS: String(props.capSeconds),
    },
    logs: props.logs,
    // A study that waits has itself looked at again, at most until the cap.
    mayComeBackToItself: true,
  });
  // One by one: a study of tens of thousands of images has the memory and the time to itself, and takes no other study's.
  evaluate.reads(settle.queue, { batchSize: 1, maxConcurrency: 10 });
  evaluate.allow(
    ['dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:PutItem', 'dynamodb:UpdateItem'],
    [tables.studies.tableArn],
  );
  tables.letFindEarlierStudies(evaluate);
  tables.letReadSites(evaluate);
  evaluate.allow(['sqs:SendMessage'], [settle.queue.queueArn]);
  evaluate.allow(['sns:Publish'], [verdicts.topic.topicArn]);
  return evaluate;
}
