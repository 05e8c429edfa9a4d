import { logger } from '../telemetry/logger.ts';
import { count, countByKind, record } from '../telemetry/metrics.ts';
import type { BatchResult } from './ingestBatch.ts';

/** Says in the log and in the metrics what became of a batch. */
export function reportBatch(result: BatchResult): void {
  for (const failure of result.failures) logger.error('An object or a message failed and comes again', { failure });
  const { received, gone, settled, sentAgain } = result;
  logger.info('Batch taken', {
    received,
    gone,
    rejected: result.rejected.length,
    sentAgain: sentAgain.length,
    studyKeys: settled,
  });

  count('ObjectsReceived', received);
  for (const seconds of sentAgain) record('ArchiveWait', seconds);
  // A name that no site can have is registered nowhere either.
  const unregistered = result.rejected.filter((code) => code === 'unregistered-site' || code === 'invalid-site');
  count('UnregisteredSite', unregistered.length);
  for (const code of new Set(result.rejected)) {
    countByKind('ObjectsRejected', { reason: code }, result.rejected.filter((other) => other === code).length);
  }
}
