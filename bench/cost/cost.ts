import { dropIntoBucket } from '../../local/dropIntoBucket.ts';
import { looseStudy, zippedStudy } from '../pipeline/benchStudy.ts';
import { type MeteredStack, startMeteredStack } from '../pipeline/meteredStack.ts';
import { markdownTable } from '../read/readingTable.ts';
import { type Counts, centsOf, countsOf, pricedParts } from './bill.ts';
import { type Packing, readCostOptions } from './commandLine.ts';
import { looseFloor, zipFloor } from './floor.ts';
import { priceTable } from './prices.ts';
import { yearTable } from './year.ts';

/**
 * `npm run bench:cost [-- --instances 200,1000,5000 --packing loose,zip]`: what a study costs on AWS. Drops studies into the local
 * stack, counts each request of its functions and of the polling for them on the wire, and prices them by `data/prices.json`.
 */
const { instances, packings } = readCostOptions(process.argv.slice(2));
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
      rows.push(await measured(bench, packing, count, number));
      number += 1;
    }
  }
} finally {
  await bench.stop();
}
print(rows);

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

function print(measuredRows: readonly Row[]): void {
  const { region, asOf } = priceTable;
  console.log(`Prices of ${region}, ${asOf}. Cents are US cents; without free tiers, without keeping (below).\n`);
  const table = measuredRows.map(({ packing, instances: count, counts, wallGbSeconds }) => {
    const floor = centsOf(packing === 'loose' ? looseFloor(count) : zipFloor(count));
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
    'GB-s by the clock here',
  ];
  console.log(`${markdownTable(heads, table)}\n`);
  const parts = [...new Set(measuredRows.flatMap(({ counts }) => pricedParts(counts).map(([what]) => what)))];
  const named = measuredRows.map(({ packing, instances: count }) => `${count} ${packing}`);
  const byPart = parts.map((what) => [
    `${what}: ${priceTable.prices[what].what}`,
    ...measuredRows.map(({ counts }) => {
      const [, count = 0, cents = 0] = pricedParts(counts).find(([part]) => part === what) ?? [];
      return `${what.startsWith('logs') || what.endsWith('Gb') ? count.toExponential(1) : count.toFixed(what === 'lambdaGbSecond' ? 1 : 0)} · ${cents.toFixed(4)}`;
    }),
  ]);
  console.log(`${markdownTable(['Count · cents', ...named], byPart)}\n`);
  const year = yearTable(
    measuredRows.map(({ packing, instances: count, counts }) => ({
      packing,
      instances: count,
      cents: centsOf(counts),
    })),
  );
  console.log(year);
}
