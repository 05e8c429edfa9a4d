import { GetQueueAttributesCommand, GetQueueUrlCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { z } from 'zod';
import { inWords } from './awsFailure.ts';
import { UsageError } from './commandError.ts';

/** A queue and where its messages go that failed too often. */
export type DeadLetterQueue = {
  readonly source: Queue;
  readonly dead: Queue;
  /** In the dead-letter queue: what SQS calls approximate. Those that are hidden are being looked at. */
  readonly waiting: number;
  readonly hidden: number;
};
export type Queue = { readonly name: string; readonly url: string; readonly arn: string };

/**
 * The dead-letter queues of queues; of those that have none, none.
 *
 * @param queues names or URLs
 */
export async function deadLetterQueues(
  client: SQSClient,
  queues: readonly string[],
): Promise<readonly DeadLetterQueue[]> {
  const found: DeadLetterQueue[] = [];
  for (const queue of queues) {
    const one = await inWords(`The queue "${queue}"`, () => deadLettersOf(client, queue));
    if (one !== null) found.push(one);
  }
  return found;
}

/** The same for queues that were named. @throws UsageError for one that has no dead-letter queue */
export async function namedDeadLetterQueues(
  client: SQSClient,
  queues: readonly string[],
): Promise<readonly DeadLetterQueue[]> {
  const found: DeadLetterQueue[] = [];
  for (const queue of new Set(queues)) {
    const [one] = await deadLetterQueues(client, [queue]);
    if (one === undefined)
      throw new UsageError(`--queue ${queue} has no dead-letter queue: name the queue that the messages come from.`);
    found.push(one);
  }
  return found;
}

async function deadLettersOf(client: SQSClient, queue: string): Promise<DeadLetterQueue | null> {
  const url = queue.includes('/') ? queue : await urlOf(client, queue);
  const { QueueArn: arn = '', RedrivePolicy } = await attributesOf(client, url, ['QueueArn', 'RedrivePolicy']);
  if (RedrivePolicy === undefined) return null;
  const { deadLetterTargetArn } = redrivePolicySchema.parse(JSON.parse(RedrivePolicy));
  const name = nameOf(deadLetterTargetArn);
  const dead = { name, url: await urlOf(client, name), arn: deadLetterTargetArn };
  const counts = await attributesOf(client, dead.url, [
    'ApproximateNumberOfMessages',
    'ApproximateNumberOfMessagesNotVisible',
  ]);
  return {
    source: { name: nameOf(arn), url, arn },
    dead,
    waiting: Number(counts.ApproximateNumberOfMessages ?? 0),
    hidden: Number(counts.ApproximateNumberOfMessagesNotVisible ?? 0),
  };
}

const redrivePolicySchema = z.object({ deadLetterTargetArn: z.string() });

type AttributeName = 'QueueArn' | 'RedrivePolicy' | `ApproximateNumberOfMessages${'' | 'NotVisible'}`;

async function attributesOf(
  client: SQSClient,
  url: string,
  names: readonly AttributeName[],
): Promise<Partial<Record<string, string>>> {
  const command = new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: [...names] });
  const { Attributes = {} } = await client.send(command);
  return Attributes;
}

async function urlOf(client: SQSClient, name: string): Promise<string> {
  const { QueueUrl = '' } = await client.send(new GetQueueUrlCommand({ QueueName: name }));
  return QueueUrl;
}

/** An ARN ends with the name. */
function nameOf(arn: string): string {
  return arn.slice(arn.lastIndexOf(':') + 1);
}
