import { markdownTable } from '../read/readingTable.ts';
import { type Counts, centsOf } from './bill.ts';
import { type Measured, meanOf } from './mix.ts';
import type { Priced } from './prices.ts';

const studiesADay = 1_000_000;
const daySeconds = 86_400;
/** Assumed: a third of a day's studies come within its busiest two or three hours. */
const peak = 3;

const rates: readonly (readonly [string, Priced])[] = [
  ['DynamoDB write units', 'dynamoWrite'],
  ['DynamoDB read units', 'dynamoRead'],
  ['S3 ranged reads', 's3Get'],
  ['SQS requests', 'sqsRequest'],
  ['Lambda invocations', 'lambdaRequest'],
  ['Lambda GB-seconds: so many GB at work at once', 'lambdaGbSecond'],
  ['SNS publishes', 'snsPublish'],
  ['SES mails', 'sesMail'],
];

/** A million studies a day, by the second: the mean of the mix, and three times as much. */
export function dayTable(measured: readonly (Measured & { readonly counts: Counts })[]): string {
  const perSecond = (mean: number): number => (mean * studiesADay) / daySeconds;
  const instances = meanOf(measured, (one) => one.instances);
  const cents = meanOf(measured, ({ counts }) => centsOf(counts));
  if (instances === null || cents === null) return 'A day: not said, since a kind of study was not measured.\n';
  const rows = rates.map(([name, what]): readonly [string, number] => [
    name,
    perSecond(meanOf(measured, ({ counts }) => counts[what] ?? 0) ?? Number.NaN),
  ]);
  const all = [['studies', perSecond(1)] as const, ['instances', perSecond(instances)] as const, ...rows];
  const shown = all.map(([name, rate]) => [name, rounded(rate), rounded(peak * rate)]);
  const dollars = (cents / 100) * studiesADay;
  return `${markdownTable(['A second', 'mean', 'at the peak'], shown)}\n\nHandling, without keeping: ${dollars.toFixed(0)} US dollars a day.\n`;
}

function rounded(rate: number): string {
  return rate >= 100 ? Math.round(rate).toLocaleString('en-US') : rate.toFixed(1);
}
