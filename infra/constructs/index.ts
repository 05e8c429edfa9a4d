export { Alarms } from './alarms.ts';
export { keyedHashSecret } from './keyedHashSecret.ts';
export { NodeFunction } from './nodeFunction.ts';
export { PortalApi } from './portalApi.ts';
export { QueueWithDeadLetters } from './queueWithDeadLetters.ts';
export { StudyBucket } from './studyBucket.ts';
export { Tables } from './tables.ts';
export { VerdictTopic } from './verdictTopic.ts';
