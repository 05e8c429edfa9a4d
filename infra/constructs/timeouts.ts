import { Duration } from 'aws-cdk-lib';

/** How long each function may run; the queues' visibility timeouts follow from it. */
export const timeouts = {
  // A hundred objects per batch; an archive among them takes many ranged reads.
  ingest: Duration.minutes(2),
  evaluate: Duration.minutes(1),
  notify: Duration.seconds(30),
  // API Gateway gives up after 30 seconds, a person long before.
  portal: Duration.seconds(10),
} as const;
