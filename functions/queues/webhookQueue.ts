import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { WebhookMessage } from '../../core/records/index.ts';

export type WebhookQueue = ReturnType<typeof webhookQueue>;

export function webhookQueue(queues: SQSClient, queueUrl: string) {
  return {
    async send(message: WebhookMessage): Promise<void> {
      await queues.send(
        new SendMessageCommand({
          QueueUrl: queueUrl,
          MessageBody: JSON.stringify(message),
          // A fair queue: a receiver that hangs, and takes the time of who posts to it, keeps no other one waiting.
          MessageGroupId: `${message.event.site}/${message.webhook}`,
        }),
      );
    },
  };
}
