import { Duration } from 'aws-cdk-lib';

/** How long each function may run; the queues' visibility timeouts follow from it. */
export const timeouts = {
  // A ZIP archive of 5,000 images takes some 12 seconds, where a ranged read takes 30 ms; a tar.gz is read and inflated
  // whole, some 15 MB a second. What takes longer than a whole run is recorded as too much for one archive.
  ingest: Duration.minutes(5),
  // The same code on a batch of the same size.
  backfill: Duration.minutes(5),
  evaluate: Duration.minutes(1),
  notify: Duration.seconds(30),
  // A receiver is waited for ten seconds.
  webhook: Duration.seconds(30),
  // API Gateway gives up after 30 seconds, a person long before.
  portal: Duration.seconds(10),
} as const;
