import { readFileSync } from 'node:fs';
import { z } from 'zod';

const priceSchema = z.strictObject({
  usd: z.number().nonnegative(),
  per: z.number().positive(),
  what: z.string(),
  source: z.url(),
  /** Somebody else's page that states the figure too. */
  quotedIn: z.url().nullable(),
});
const schema = z.strictObject({
  region: z.string(),
  /** `YYYY-MM-DD` */
  asOf: z.iso.date(),
  note: z.string(),
  prices: z.strictObject({
    s3Get: priceSchema,
    s3GbMonth: priceSchema,
    sqsRequest: priceSchema,
    dynamoWrite: priceSchema,
    dynamoRead: priceSchema,
    dynamoGbMonth: priceSchema,
    dynamoRecoveryGbMonth: priceSchema,
    lambdaRequest: priceSchema,
    lambdaGbSecond: priceSchema,
    snsPublish: priceSchema,
    sesMail: priceSchema,
    sesGb: priceSchema,
    logsGb: priceSchema,
    logsGbMonth: priceSchema,
    metricMonth: priceSchema,
    alarmMonth: priceSchema,
    dashboardMonth: priceSchema,
    trace: priceSchema,
    kmsRequest: priceSchema,
    secretMonth: priceSchema,
    secretCall: priceSchema,
    transferInRegion: priceSchema,
  }),
});

export const priceTable = schema.parse(
  JSON.parse(readFileSync(new URL('./data/prices.json', import.meta.url), 'utf8')),
);
export type Priced = keyof typeof priceTable.prices;

/** What so many cost, in US cents. */
export function centsFor(what: Priced, count: number): number {
  const { usd, per } = priceTable.prices[what];
  return (100 * usd * count) / per;
}
