import { markdownTable } from '../read/readingTable.ts';
import type { Packing } from './commandLine.ts';
import { mix } from './mix.ts';
import { centsFor, type Priced } from './prices.ts';

type StudyPrice = { readonly packing: Packing; readonly instances: number; readonly cents: number };

const studies = 1_000_000;
const monthSeconds = 30 * 24 * 3600;
/** Lambda polls each queue with five pollers or fewer, 20 s a poll, whether anything comes or not. */
const emptyPolls = (17 / 20) * monthSeconds;

/** By the month, whatever comes: what the template declares, and the polling of its four queues. */
const standing: readonly (readonly [Priced, number])[] = [
  ['alarmMonth', 35],
  ['dashboardMonth', 1],
  ['metricMonth', 65],
  ['secretMonth', 3],
  ['sqsRequest', emptyPolls],
  // SNS and DynamoDB ask for a data key every five minutes.
  ['kmsRequest', (5 * monthSeconds) / 300],
];

/** Bytes that one instance leaves behind: its object of 131 KB for 30 days, its item for good. */
const objectGb = 131_072 / 1e9;
const itemGb = 1_100 / 1e9;

/** What a year of a million studies costs, or what is missing to say so. */
export function yearTable(prices: readonly StudyPrice[]): string {
  const rows: (readonly [string, number])[] = [];
  let instances = 0;
  for (const [count, packing, share] of mix) {
    const price = prices.find((one) => one.instances === count && one.packing === packing);
    if (price === undefined) return `A year: not said, since ${count} instances as ${packing} were not measured.\n`;
    instances += studies * share * count;
    rows.push([`${(100 * share).toFixed(0)} % of ${count} instances, ${packing}`, studies * share * price.cents]);
  }
  const standingCents = 12 * standing.reduce((sum, [what, count]) => sum + centsFor(what, count), 0);
  const handled = rows.reduce((sum, [, cents]) => sum + cents, standingCents);
  rows.push(['alarms, metrics, a dashboard, secrets, polling, keys', standingCents]);
  const keptObjects = centsFor('s3GbMonth', instances * objectGb);
  const itemMonths = 6.5 * instances * itemGb;
  const keptItems = centsFor('dynamoGbMonth', itemMonths) + centsFor('dynamoRecoveryGbMonth', itemMonths);
  const all: (readonly [string, number])[] = [
    ...rows,
    ['**together**', handled],
    ['keeping: objects for 30 days', keptObjects],
    ['keeping: items, the first year of each', keptItems],
  ];
  const shown = all.map(([what, cents]) => [what, (cents / 100).toFixed(0), (cents / studies).toFixed(3)]);
  return `A year of a million studies\n\n${markdownTable(['What', 'US dollars', 'cents a study'], shown)}\n`;
}
