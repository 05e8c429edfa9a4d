import { parseArgs } from 'node:util';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { dropIntoBucket } from '../../local/dropIntoBucket.ts';
import { judgedStudies } from '../../local/judgedStudies.ts';
import { looseStudy, zippedStudy } from '../pipeline/benchStudy.ts';
import { writeMeasured } from '../pipeline/measuredPage.ts';
import { type MeteredStack, startMeteredStack } from '../pipeline/meteredStack.ts';
import { markdownTable } from '../read/readingTable.ts';
import { largestSizes, sizeColumns } from './largestSizes.ts';

/**
 * `npm run bench:load [-- --studies 5,50 --instances 500 --sizes 100,500,2000 --uploads 16]`: many studies at once through the local stack,
 * their images interleaved, and how what is asked of services grows with their number; then single studies of growing size, loose and as
 * one ZIP, and the largest item, message and request of each. On one machine that also plays S3, SQS and DynamoDB: the shares count, not the speed.
 */
const { values } = parseArgs({
  options: {
    studies: { type: 'string', default: '5,50' },
    instances: { type: 'string', default: '500' },
    sizes: { type: 'string', default: '100,500,2000' },
    uploads: { type: 'string', default: '16' },
    quiet: { type: 'string', default: '10' },
    write: { type: 'boolean', default: false },
  },
});
const numbers = (text: string): readonly number[] => text.split(',').filter(Boolean).map(wholeNumber);
const instances = wholeNumber(values.instances);
const uploadsAtOnce = wholeNumber(values.uploads);
const quietSeconds = wholeNumber(values.quiet);

const bench = await startMeteredStack(quietSeconds);
let firstNumber = 2;
try {
  await dropped(bench, [1], 20);
  await bench.settled(600);
  bench.take();
  const loads = [];
  for (const count of numbers(values.studies)) loads.push(await load(bench, count));
  const said = `${instances} instances a study, quiet period ${quietSeconds} s, ${uploadsAtOnce} uploads at once`;
  const heads = [
    'Studies',
    'seconds',
    'objects a second',
    'age: median s',
    'worst s',
    'requests an instance',
    'write units',
    'read units',
    'heap of a function, MiB',
    'this process, MiB',
    'images a batch',
  ];

  const looseSizes = [];
  for (const size of numbers(values.sizes)) looseSizes.push(await sizesOfLoose(bench, size));
  const zipSizes = [];
  for (const size of numbers(values.sizes)) zipSizes.push(await sizesOfZip(bench, size));
  const figures = [
    said,
    markdownTable(
      heads,
      loads.map(({ row }) => row),
    ),
    'Requests an instance, by who asks what',
    callTable(loads),
    'Bytes of the largest, in a study of loose files',
    markdownTable(['Instances', ...sizeColumns('instance item')], looseSizes),
    'Bytes of the largest, in the same study as one ZIP',
    markdownTable(['Instances', ...sizeColumns('item of instances')], zipSizes),
  ].join('\n\n');
  console.log(figures);
  if (values.write) writeMeasured('load', figures);
} finally {
  await bench.stop();
}

type Load = {
  readonly studies: number;
  readonly row: readonly string[];
  /** Requests an instance, by who asks what. */
  readonly calls: ReadonlyMap<string, number>;
};

async function load(metered: MeteredStack, count: number): Promise<Load> {
  const studies = takeNumbers(count);
  const started = performance.now();
  const lastObjectMs = await dropped(metered, studies, instances);
  await metered.settled(3600);
  const seconds = (performance.now() - started) / 1000 - quietSeconds;
  const { requests, invocations } = metered.take();
  const ages = (await judgedStudies(metered.stack))
    .flatMap(({ study, verdict }) => {
      const last = lastObjectMs.get(study.studyInstanceUid);
      return verdict === null || last === undefined ? [] : [(verdict.judgedAtMs - last) / 1000];
    })
    .sort((a, b) => a - b);
  if (ages.length !== count) throw new Error(`${ages.length} of ${count} studies have a verdict.`);
  const objects = count * instances;
  const each = (pick: (request: (typeof requests)[number]) => number) =>
    (requests.reduce((sum, request) => sum + pick(request), 0) / objects).toFixed(2);
  const heap = Math.max(...invocations.map(({ heapBytes }) => heapBytes)) / 2 ** 20;
  const calls = new Map<string, number>();
  for (const { caller, operation } of requests) {
    const call = `${askerOf(caller)} ${operation}`;
    calls.set(call, (calls.get(call) ?? 0) + 1 / objects);
  }
  const batches = invocations.filter(({ functionName }) => askerOf(functionName) === 'ingest').length;
  const row = [
    String(count),
    seconds.toFixed(0),
    (objects / seconds).toFixed(0),
    (ages[ages.length >> 1] ?? Number.NaN).toFixed(1),
    (ages.at(-1) ?? Number.NaN).toFixed(1),
    each(() => 1),
    each(({ writeUnits, indexUnits }) => writeUnits + indexUnits),
    each(({ readUnits }) => readUnits),
    heap.toFixed(0),
    (process.memoryUsage().rss / 2 ** 20).toFixed(0),
    (objects / batches).toFixed(0),
  ];
  return { studies: count, row, calls };
}

/** Logical ids end with a name of CDK's making. */
function askerOf(caller: string): string {
  return /^(Ingest|Evaluate|Notify)/.exec(caller)?.[0].toLowerCase() ?? 'polling';
}

/** What is asked less than once for a hundred instances is left out. */
function callTable(loads: readonly Load[]): string {
  const leastShown = 0.01;
  const names = [...new Set(loads.flatMap(({ calls }) => [...calls.keys()]))].sort();
  const shown = names.filter((name) => loads.some(({ calls }) => (calls.get(name) ?? 0) >= leastShown));
  return markdownTable(
    ['Studies', ...loads.map(({ studies }) => String(studies))],
    shown.map((name) => [name, ...loads.map(({ calls }) => (calls.get(name) ?? 0).toFixed(2))]),
  );
}

async function sizesOfLoose(metered: MeteredStack, size: number): Promise<readonly string[]> {
  const [number = 0] = takeNumbers(1);
  await dropped(metered, [number], size);
  await metered.settled(3600);
  const { studyInstanceUid } = looseStudy({ instances: size, number });
  return [String(size), ...(await largestSizes(metered, studyInstanceUid))];
}

async function sizesOfZip(metered: MeteredStack, size: number): Promise<readonly string[]> {
  const { stack, site } = metered;
  const [number = 0] = takeNumbers(1);
  const drop = zippedStudy({ instances: size, number });
  await dropIntoBucket({ s3: stack.clients.s3, bucket: stack.output('BucketName'), site, drop });
  await metered.settled(3600);
  return [String(size), ...(await largestSizes(metered, drop.studyInstanceUid))];
}

function takeNumbers(count: number): readonly number[] {
  firstNumber += count;
  return Array.from({ length: count }, (_, index) => firstNumber - count + index);
}

/** Uploads the first image of each study, then the second of each; answers when the last of each was stored, by its UID. */
async function dropped(
  { stack, site }: MeteredStack,
  studies: readonly number[],
  size: number,
): Promise<ReadonlyMap<string, number>> {
  const drops = studies.map((number) => looseStudy({ instances: size, number }));
  const last = new Map<string, number>();
  const uploads = new Set<Promise<void>>();
  for (let index = 0; index < size; index += 1) {
    for (const { folder, files, studyInstanceUid } of drops) {
      const file = files[index];
      if (file === undefined) continue;
      const Key = `incoming/${site}/${folder}/${file.path}`;
      const upload = file
        .bytes()
        .then((Body) => stack.clients.s3.send(new PutObjectCommand({ Bucket: stack.output('BucketName'), Key, Body })))
        .then(() => {
          last.set(studyInstanceUid, Date.now());
          uploads.delete(upload);
        });
      uploads.add(upload);
      if (uploads.size >= uploadsAtOnce) await Promise.race(uploads);
    }
  }
  await Promise.all(uploads);
  return last;
}

function wholeNumber(text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number > 0) return number;
  throw new TypeError(`Give whole numbers, not "${text}".`);
}
