import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { SettleMessage } from '../../core/records/index.ts';

/** SQS holds a message back for at most 15 minutes. */
export const longestDelaySeconds = 900;

export type SettleQueue = ReturnType<typeof settleQueue>;

export function settleQueue(queues: SQSClient, queueUrl: string) {
  return {
    /** After the queue's own delay, the quiet period, unless another is given. */
    async send(message: SettleMessage, delaySeconds?: number): Promise<void> {
      await queues.send(
        new SendMessageCommand({
          QueueUrl: queueUrl,
          MessageBody: JSON.stringify(message),
          // A fair queue: what one site sends in thousands keeps no other site's studies waiting.
          MessageGroupId: message.site,
          ...(delaySeconds === undefined ? {} : { DelaySeconds: delaySeconds }),
        }),
      );
    },
  };
}
