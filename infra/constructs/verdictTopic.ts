import { Alias } from 'aws-cdk-lib/aws-kms';
import { SubscriptionFilter, Topic } from 'aws-cdk-lib/aws-sns';
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import type { QueueWithDeadLetters } from './queueWithDeadLetters.ts';

export interface VerdictTopicProps {
  /** Receives every verdict that somebody is to be told of. */
  readonly notices: QueueWithDeadLetters;
}

/** Says that a study has a new verdict revision. */
export class VerdictTopic extends Construct {
  readonly topic: Topic;

  constructor(scope: Construct, id: string, props: VerdictTopicProps) {
    super(scope, id);
    this.topic = new Topic(this, 'Topic', {
      enforceSSL: true,
      masterKey: Alias.fromAliasName(this, 'SnsKey', 'alias/aws/sns'),
    });
    this.topic.addSubscription(
      new SqsSubscription(props.notices.queue, {
        rawMessageDelivery: true,
        // A knee or a CT is recorded, and so is what a backfill brings; nobody is notified.
        filterPolicy: {
          outcome: SubscriptionFilter.stringFilter({ denylist: ['not-applicable'] }),
          quiet: SubscriptionFilter.notExistsFilter(),
        },
        deadLetterQueue: props.notices.deadLetters,
      }),
    );
  }
}
