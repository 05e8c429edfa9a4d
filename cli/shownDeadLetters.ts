import {
  ChangeMessageVisibilityBatchCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { deadLetterKind } from './deadLetterKind.ts';

/** Long enough to look at all, so that none comes twice; given back as soon as that is done. */
const hiddenSeconds = 30;
const batchSize = 10;

/** Kinds of up to `most` messages of a queue and how many there are of each; the messages stay. */
export async function shownDeadLetters(
  client: SQSClient,
  url: string,
  most: number,
): Promise<ReadonlyMap<string, number>> {
  const taken: Message[] = [];
  try {
    while (taken.length < most) {
      const { Messages = [] } = await client.send(
        new ReceiveMessageCommand({
          QueueUrl: url,
          MaxNumberOfMessages: Math.min(batchSize, most - taken.length),
          VisibilityTimeout: hiddenSeconds,
          // A short poll asks some of SQS's servers only, and may find nothing where there is something.
          WaitTimeSeconds: 1,
        }),
      );
      if (Messages.length === 0) break;
      taken.push(...Messages);
    }
  } finally {
    await giveBack(client, url, taken);
  }
  const kinds = taken.map(({ Body = '' }) => deadLetterKind(Body)).sort();
  return new Map(kinds.map((kind) => [kind, kinds.filter((one) => one === kind).length]));
}

async function giveBack(client: SQSClient, url: string, messages: readonly Message[]): Promise<void> {
  for (let start = 0; start < messages.length; start += batchSize) {
    const Entries = messages
      .slice(start, start + batchSize)
      .map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle, VisibilityTimeout: 0 }));
    await client.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl: url, Entries }));
  }
}
