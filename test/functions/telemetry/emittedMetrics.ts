import { z } from 'zod';

const embeddedSchema = z.looseObject({
  _aws: z.object({
    CloudWatchMetrics: z.array(
      z.object({
        Namespace: z.string(),
        Dimensions: z.array(z.array(z.string())),
        Metrics: z.array(z.object({ Name: z.string(), Unit: z.string() })),
      }),
    ),
  }),
});

export type EmittedMetric = {
  readonly namespace: string;
  readonly name: string;
  readonly unit: string;
  readonly dimensions: Readonly<Record<string, unknown>>;
  readonly value: unknown;
};

/** What CloudWatch makes of the lines of a log in its embedded metric format. */
export function emittedMetrics(log: string): readonly EmittedMetric[] {
  return [...log.matchAll(/\{"_aws".*?\}(?=\{|\n|$)/g)].flatMap(([line]) => {
    const parsed = embeddedSchema.parse(JSON.parse(line));
    return parsed._aws.CloudWatchMetrics.flatMap(({ Namespace: namespace, Dimensions, Metrics }) =>
      Dimensions.flatMap((names) =>
        Metrics.map(({ Name: name, Unit: unit }) => ({
          ...{ namespace, name, unit, value: parsed[name] },
          dimensions: Object.fromEntries(names.map((dimension) => [dimension, parsed[dimension]])),
        })),
      ),
    );
  });
}
