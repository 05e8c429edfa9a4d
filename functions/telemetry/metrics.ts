import { Metrics } from '@aws-lambda-powertools/metrics';
import { metricTable } from './metricTable.ts';

export const metrics = new Metrics();

type MetricTable = typeof metricTable;
export type MetricName = keyof MetricTable;
type DimensionsOf<Name extends MetricName> = {
  readonly [Dimension in keyof MetricTable[Name]['dimensions']]: MetricTable[Name]['dimensions'][Dimension] extends readonly (infer Value)[]
    ? Value
    : never;
};
type PlainName = {
  [Name in MetricName]: keyof MetricTable[Name]['dimensions'] extends never ? Name : never;
}[MetricName];

/** Counts by kind, for the metrics that have kinds; one line of output for each kind. */
export function countByKind<Name extends Exclude<MetricName, PlainName>>(
  name: Name,
  kind: DimensionsOf<Name>,
  count: number,
): void {
  const single = metrics.singleMetric();
  for (const [dimension, value] of Object.entries(kind)) single.addDimension(dimension, String(value));
  single.addMetric(name, metricTable[name].unit, count);
}

export function count(name: PlainName, count: number): void {
  if (count > 0) metrics.addMetric(name, metricTable[name].unit, count);
}

/** One value of a distribution; zero is a value too. */
export function record(name: PlainName, value: number): void {
  metrics.addMetric(name, metricTable[name].unit, value);
}
