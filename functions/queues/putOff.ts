import { ChangeMessageVisibilityCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { failureFacts } from '../telemetry/failureFacts.ts';
import { logger } from '../telemetry/logger.ts';

export type Received = { readonly receiptHandle: string };

/** Has a message that failed come again after so many seconds; if this fails too, when the queue brings it. */
export function putOff(queues: SQSClient, queueUrl: string) {
  return async ({ receiptHandle }: Received, seconds: number): Promise<void> => {
    try {
      await queues.send(
        new ChangeMessageVisibilityCommand({
          QueueUrl: queueUrl,
          ReceiptHandle: receiptHandle,
          VisibilityTimeout: seconds,
        }),
      );
    } catch (error) {
      logger.warn('A message could not be put off', { failure: failureFacts(error) });
    }
  };
}
