import { Duration, Validations } from 'aws-cdk-lib';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';

export interface QueueWithDeadLettersProps {
  /** Timeout of the function that reads the queue. */
  readonly consumerTimeout: Duration;
  /** How long each message is hidden before its first delivery. */
  readonly deliveryDelay?: Duration;
  /** How often a message may be received before it is a dead letter; five times unless said. */
  readonly tries?: number;
}

/** A queue, and the one that keeps for 14 days what could not be handled in a few tries. */
export class QueueWithDeadLetters extends Construct {
  readonly queue: Queue;
  /** How long a message is hidden once it was received. */
  readonly visibilityTimeout: Duration;
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, props: QueueWithDeadLettersProps) {
    super(scope, id);
    this.deadLetters = new Queue(this, 'DeadLetters', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    Validations.of(this.deadLetters).acknowledge({
      id: 'Serverless-SQSRedrivePolicy',
      reason: 'This is where dead letters end; an alarm tells a person of them.',
    });
    // AWS asks for six times the function's timeout, so that throttled batches are not handed out twice.
    this.visibilityTimeout = Duration.seconds(6 * props.consumerTimeout.toSeconds());
    this.queue = new Queue(this, 'Queue', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
      deliveryDelay: props.deliveryDelay ?? Duration.seconds(0),
      visibilityTimeout: this.visibilityTimeout,
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: props.tries ?? 5 },
    });
  }
}
