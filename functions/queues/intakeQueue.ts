import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';

export type IntakeQueue = ReturnType<typeof intakeQueue>;

export function intakeQueue(queues: SQSClient, queueUrl: string) {
  return {
    async send(body: string, delaySeconds: number): Promise<void> {
      await queues.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: body, DelaySeconds: delaySeconds }));
    },
  };
}
