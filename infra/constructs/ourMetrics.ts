import type { Duration } from 'aws-cdk-lib';
import { MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';

/** What functions/telemetry/metrics.ts emits into; a test holds the two against each other. */
export const ourNamespace = 'MsMriCheck';

/** A metric of ours that has no kinds. */
export function ourMetric(metricName: string, service: string, statistic: string, period: Duration): Metric {
  return new Metric({ namespace: ourNamespace, metricName, dimensionsMap: { service }, statistic, period });
}

/** Every kind of a metric of ours that there is, as a graph's lines. */
export function ourMetricByKind(metricName: string, kinds: readonly string[], period: Duration): MathExpression {
  const schema = [ourNamespace, 'service', ...kinds].join(',');
  return new MathExpression({
    expression: `SEARCH('{${schema}} MetricName="${metricName}"', 'Sum', ${period.toSeconds()})`,
    usingMetrics: {},
    label: '',
    period,
  });
}
