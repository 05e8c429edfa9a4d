import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { outcomes } from '../../core/compliance/index.ts';
import { objectRejectCodes } from '../../core/records/index.ts';

export const deliveryChannels = ['email', 'webhook'] as const;
/**
 * What became of telling one contact or webhook. `refused`: who was asked said no, `failed`: it said nothing or had a fault of its
 * own; `in-progress`: another copy of the message is at it; `superseded`: it knows a later revision, and is not told of this one.
 */
export const deliveryResults = [
  'sent',
  'already-sent',
  'superseded',
  'refused',
  'failed',
  'in-progress',
  'malformed-contact',
] as const;
export type DeliveryResult = (typeof deliveryResults)[number];

/**
 * Every metric of this system: which functions emit it, in what unit, and every value that its dimensions can have beside
 * `service`, the function's own name. CloudWatch makes each combination a metric of its own, for good: so a dimension holds
 * one of a handful of words, and never a site, a study, a UID, or anything of a patient.
 */
export const metricTable = {
  /** Objects that were announced to us, archives counted once. */
  ObjectsReceived: { by: ['ingest', 'backfill'], unit: MetricUnit.Count, dimensions: {} },
  ObjectsRejected: { by: ['ingest', 'backfill'], unit: MetricUnit.Count, dimensions: { reason: objectRejectCodes } },
  /** How long an archive has waited since it was dropped, each time that its turn comes too late in a batch and it is sent once more. */
  ArchiveWait: { by: ['ingest'], unit: MetricUnit.Seconds, dimensions: {} },
  /** Objects under a site that nobody registered. */
  UnregisteredSite: { by: ['ingest'], unit: MetricUnit.Count, dimensions: {} },
  /** Messages that could not be handled and come again; Lambda counts no error for them. */
  MessagesFailed: { by: ['ingest', 'evaluate', 'notify', 'webhook'], unit: MetricUnit.Count, dimensions: {} },
  /** Notices that failed for the fourth time, most of an hour after the first, and now wait for hours; none that goes on with each try. */
  NoticesHeldUp: { by: ['notify'], unit: MetricUnit.Count, dimensions: {} },
  /** New verdict revisions. */
  StudiesEvaluated: { by: ['evaluate'], unit: MetricUnit.Count, dimensions: { outcome: outcomes } },
  /** From a study's last object to the verdict that it led to; only of studies that did not wait for announced objects. */
  VerdictAge: { by: ['evaluate'], unit: MetricUnit.Seconds, dimensions: {} },
  /** How long an event waited for its first try, be it taken or not: longer when receivers hang or more comes than is posted. */
  WebhookWait: { by: ['webhook'], unit: MetricUnit.Seconds, dimensions: {} },
  Deliveries: {
    by: ['notify', 'webhook'],
    unit: MetricUnit.Count,
    dimensions: { channel: deliveryChannels, result: deliveryResults },
  },
} as const;
