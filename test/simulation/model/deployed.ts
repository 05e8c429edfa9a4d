/** The queues and functions as the stack deploys them; a test holds this against the template. */
export const deployed = {
  ingest: { timeoutSeconds: 300, batchSize: 400, windowSeconds: 1, maxConcurrency: 20, tries: 5 },
  evaluate: { timeoutSeconds: 60, batchSize: 1, windowSeconds: 0, maxConcurrency: 10, tries: 5 },
  notify: { timeoutSeconds: 30, batchSize: 1, windowSeconds: 0, maxConcurrency: 2, tries: 7 },
  webhook: { timeoutSeconds: 30, batchSize: 1, windowSeconds: 0, maxConcurrency: 20, tries: 6 },
  /** A queue hides a message for so many times its function's timeout. */
  visibilityPerTimeout: 6,
  /** Of the Studies table. */
  indexes: {
    byPatient: { keys: ['patientPk', 'studyDate'], others: [] },
    bySite: {
      keys: ['sitePk', 'studyDate'],
      others: [
        'studyInstanceUid',
        'studyKey',
        'latestRevision',
        'outcome',
        'indications',
        'regionsImaged',
        'instances',
        'rejects',
      ],
    },
  },
} as const;
