import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';

export const metrics = new Metrics();

/** The metrics of this system and what each is counted by. */
const dimensionOf = {
  ObjectsReceived: null,
  ObjectsRejected: 'reason',
  UnregisteredSite: null,
  StudiesEvaluated: 'outcome',
  NoticesSent: null,
} as const;
export type MetricName = keyof typeof dimensionOf;

/** Counts by kind, for the metrics that have kinds; one line of output for each kind. */
export function countByKind(name: 'ObjectsRejected' | 'StudiesEvaluated', kind: string, count: number): void {
  const single = metrics.singleMetric();
  single.addDimension(dimensionOf[name], kind);
  single.addMetric(name, MetricUnit.Count, count);
}

export function count(name: Exclude<MetricName, 'ObjectsRejected' | 'StudiesEvaluated'>, count: number): void {
  if (count > 0) metrics.addMetric(name, MetricUnit.Count, count);
}
