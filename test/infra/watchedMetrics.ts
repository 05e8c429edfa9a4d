import { z } from 'zod';
import { referredIds } from './wiring.ts';

export type WatchedMetric = {
  readonly namespace: string;
  readonly name: string;
  /** A reference is the logical id that it leads to. */
  readonly dimensions: Readonly<Record<string, string>>;
};

const dimensionsSchema = z
  .array(z.object({ Name: z.string(), Value: z.unknown() }))
  .transform((dimensions) => Object.fromEntries(dimensions.map(({ Name, Value }) => [Name, plain(Value)])));
const singleSchema = z.looseObject({ Namespace: z.string(), MetricName: z.string(), Dimensions: dimensionsSchema });
const mathSchema = z.looseObject({
  Metrics: z.array(
    z.looseObject({
      MetricStat: z
        .looseObject({
          Metric: z.looseObject({ Namespace: z.string(), MetricName: z.string(), Dimensions: dimensionsSchema }),
        })
        .optional(),
    }),
  ),
});

/** The metrics that an alarm of a template looks at, by itself or in an expression. */
export function metricsOfAlarm(properties: unknown): readonly WatchedMetric[] {
  const single = singleSchema.safeParse(properties);
  if (single.success) {
    const { Namespace: namespace, MetricName: name, Dimensions: dimensions } = single.data;
    return [{ namespace, name, dimensions }];
  }
  return mathSchema.parse(properties).Metrics.flatMap(({ MetricStat }) => {
    if (MetricStat === undefined) return [];
    const { Namespace: namespace, MetricName: name, Dimensions: dimensions } = MetricStat.Metric;
    return [{ namespace, name, dimensions }];
  });
}

/** What a dashboard's graphs look for by name and by the names of dimensions, whatever these hold. */
export type SearchedMetric = {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: readonly string[];
};

const metricRow = z.array(z.unknown());

/** The metrics and searches of a dashboard's body. References are logical ids, each behind a `$`. */
export function metricsOfDashboard(body: unknown): {
  readonly metrics: readonly WatchedMetric[];
  readonly searches: readonly SearchedMetric[];
} {
  const document = z
    .object({
      widgets: z.array(z.looseObject({ properties: z.looseObject({ metrics: z.array(metricRow).optional() }) })),
    })
    .parse(JSON.parse(joined(body)));
  const rows = document.widgets.flatMap(({ properties }) => properties.metrics ?? []);
  const metrics = rows.flatMap((row) => {
    const [namespace, name, ...rest] = row.filter((cell) => typeof cell === 'string');
    if (namespace === undefined || name === undefined) return [];
    const pairs = rest.flatMap((cell, index) => (index % 2 === 0 ? [[cell, rest[index + 1] ?? '']] : []));
    return [{ namespace, name, dimensions: Object.fromEntries(pairs) }];
  });
  const searches = rows.flatMap((row) => {
    const { expression = '' } = z.looseObject({ expression: z.string().optional() }).catch({}).parse(row[0]);
    const [, schema = '', name = ''] = /^SEARCH\('\{([^}]*)\} MetricName="(\w+)"'/.exec(expression) ?? [];
    const [namespace = '', ...dimensions] = schema.split(',');
    return expression === '' ? [] : [{ namespace, name, dimensions }];
  });
  return { metrics, searches };
}

function plain(value: unknown): string {
  return typeof value === 'string' ? value : (referredIds(value)[0] ?? '');
}

function joined(value: unknown): string {
  if (typeof value === 'string') return value;
  const { 'Fn::Join': join } = z.object({ 'Fn::Join': z.tuple([z.string(), z.array(z.unknown())]) }).parse(value);
  return join[1].map((part) => (typeof part === 'string' ? part : `$${referredIds(part)[0]}`)).join(join[0]);
}
