import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import type { VerdictEvent } from '../../core/records/index.ts';

/** Publishes with the attributes that subscriptions filter by. */
export function publishVerdict(topics: SNSClient, topicArn: string): (event: VerdictEvent) => Promise<void> {
  return async (event) => {
    await topics.send(
      new PublishCommand({
        TopicArn: topicArn,
        Message: JSON.stringify(event),
        // Goes on to the queues: one site's backlog of mails keeps no other's waiting.
        MessageGroupId: event.site,
        MessageAttributes: {
          site: { DataType: 'String', StringValue: event.site },
          outcome: { DataType: 'String', StringValue: event.outcome },
          ...(event.quiet === true ? { quiet: { DataType: 'String', StringValue: 'true' } } : {}),
        },
      }),
    );
  };
}
