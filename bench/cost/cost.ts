import { dropIntoBucket } from '../../local/dropIntoBucket.ts';
import { looseStudy, zippedStudy } from '../pipeline/benchStudy.ts';
import { writeMeasured } from '../pipeline/measuredPage.ts';
import { type MeteredStack, startMeteredStack } from '../pipeline/meteredStack.ts';
import { markdownTable } from '../read/readingTable.ts';
import { type Counts, centsOf, countsOf, pricedParts } from './bill.ts';
import { type Packing, readCostOptions } from './commandLine.ts';
import { dayTable } from './day.ts';
import { looseFloor, zipFloor } from './floor.ts';
import { priceTable } from './prices.ts';
import { yearTable } from './year.ts';

/**
 * `npm run bench:cost [-- --instances 200,1000,5000 --packing loose,zip]`: what a study costs on AWS. Drops studies into the local
 * stack, counts each request of its functions and of the polling for them on the wire, and prices them by `data/prices.json`.
 */
const { instances, packings, write } = readCostOptions(process.argv.slice(2));
/** Long enough that a busy machine's pause is not taken for the end; it changes no count. */
const quietSeconds = 20;
const bench = await startMeteredStack(quietSeconds);
const rows: Row[] = [];
try {
  // A container's first calls (secrets, a site's registration) are made once in its life.
  await measured(bench, 'loose', 12, 1);
  let number = 2;
  for (const count of instances) {
    for (const packing of packings) {
      process.stderr.write(`${count} instances, ${packing} …\n`);
      const row = await measured(bench, packing, count, number);
      process.stderr.write(`${centsOf(row.counts).toFixed(3)} cents\n`);
      rows.push(row);
      number += 1;
    }
  }
} finally {
  await bench.stop();
}
const figures = `${pricesSaid()}${costTable(rows)}\n\n${partsTable(rows)}\n\n${yearTable(rows.map((row) => ({ ...row, cents: centsOf(row.counts) })))}`;
const day = dayTable(rows);
console.log(`${figures}\n${day}`);
if (write) {
  writeMeasured('cost', figures);
  writeMeasured('day', day);
}

type Row = {
  readonly packing: Packing;
  readonly instances: number;
  readonly counts: Counts;
  readonly wallGbSeconds: number;
};

async function measured(
  { stack, site, settled, take }: MeteredStack,
  packing: Packing,
  count: number,
  number: number,
): Promise<Row> {
  const drop =
    packing === 'loose' ? looseStudy({ instances: count, number }) : zippedStudy({ instances: count, number });
  take();
  const { files } = await dropIntoBucket({ s3: stack.clients.s3, bucket: stack.output('BucketName'), site, drop });
  await settled(900);
  const done = take();
  const wallGbSeconds = done.invocations.reduce((sum, { wallMs, memoryMb }) => sum + (wallMs * memoryMb) / 1024_000, 0);
  return { packing, instances: count, counts: countsOf(done, files), wallGbSeconds };
}

function pricesSaid(): string {
  const { region, asOf } = priceTable;
  return `Prices of ${region}, ${asOf}. Cents are US cents; without free tiers, and without what keeping costs (below).\n\n`;
}

function costTable(measuredRows: readonly Row[]): string {
  const table = measuredRows.map(({ packing, instances: count, counts, wallGbSeconds }) => {
    const floor = centsOf(packing === 'loose' ? looseFloor(count) : zipFloor(count, counts.s3Get ?? 0));
    const cents = centsOf(counts);
    return [
      String(count),
      packing,
      cents.toFixed(3),
      ((1000 * cents) / count).toFixed(3),
      floor.toFixed(3),
      (cents / floor).toFixed(2),
      (counts.lambdaGbSecond ?? 0).toFixed(1),
      wallGbSeconds.toFixed(1),
    ];
  });
  const heads = [
    'Instances',
    'as',
    'cents',
    'cents per 1,000',
    'floor',
    'times the floor',
    'GB-s',
    'GB-s by this clock',
  ];
  return markdownTable(heads, table);
}

/** Count · cents of each unit that is billed. */
function partsTable(measuredRows: readonly Row[]): string {
  const parts = [...new Set(measuredRows.flatMap(({ counts }) => pricedParts(counts).map(([what]) => what)))];
  const named = measuredRows.map(({ packing, instances: count }) => `${count} ${packing}`);
  const rowsOfParts = parts.map((what) => [
    priceTable.prices[what].what,
    ...measuredRows.map(({ counts }) => {
      const [, count = 0, cents = 0] = pricedParts(counts).find(([part]) => part === what) ?? [];
      return `${shownCount(count)} · ${cents.toFixed(4)}`;
    }),
  ]);
  return markdownTable(['Count · cents', ...named], rowsOfParts);
}

function shownCount(count: number): string {
  if (count > 0 && count < 0.01) return count.toExponential(1);
  return Number.isInteger(count) ? String(count) : count.toFixed(1);
}
