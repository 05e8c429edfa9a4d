import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { bundledReader } from './bundledReader.ts';
import { contenders, rounds } from './contenders.ts';
import { type Corpus, repeatedCorpus } from './corpus.ts';
import { localBucket } from './localBucket.ts';
import { machine } from './machine.ts';
import { bytesPerFurtherFile, type MemoryRow, measureMemory } from './measureMemory.ts';
import { markdownRows, markdownTable, printRows, readingRows, timesTheFloor } from './readingTable.ts';
import { scannerStudies } from './scannerStudies.ts';
import { partRows, profiledReader } from './whereTimeGoes.ts';
import { workFolder } from './workFolder.ts';
import { zipFolder } from './zipFolder.ts';

/**
 * `npm run bench:read`: the headers of the same files, read by this project and by others, each as a whole process with its
 * start-up, one after the other in each of several rounds. `--memory`: the whole command over a growing tree.
 * `--where dcmjs`: in which parts of reading dcmjs and this project spend their time.
 */
const usage = `Usage: npm run bench:read -- [--source FOLDER | --study] [--files N] [--runs N] [--markdown] [--json FILE]
       npm run bench:read -- --where dcmjs [--source FOLDER | --study] [--files N] [--markdown]
       npm run bench:read -- --memory [--files N,N,…] [--markdown]
Without --source, files of ../shared/dicom are read where they are, else three made studies (--study).`;

const { values } = parseArgs({
  options: {
    files: { type: 'string' },
    source: { type: 'string' },
    study: { type: 'boolean', default: false },
    runs: { type: 'string', default: '5' },
    memory: { type: 'boolean', default: false },
    where: { type: 'string' },
    markdown: { type: 'boolean', default: false },
    json: { type: 'string' },
  },
});
const collection = join(import.meta.dirname, '../../../shared/dicom');
const source = values.study ? null : (values.source ?? (existsSync(collection) ? collection : null));
if (source !== null && !existsSync(source)) refuse(`There is no folder ${source}.`);
if (values.where !== undefined && values.where !== 'dcmjs') refuse(`--where ${values.where}: only dcmjs is profiled.`);
const sizes = (values.files ?? (values.memory ? '1000,10000,100000' : '4000')).split(',').map(Number);
const runs = Number(values.runs);
if (![...sizes, runs].every((size) => Number.isSafeInteger(size) && size > 0)) {
  refuse('--files and --runs take whole numbers from 1 on.');
}
const [files = 0] = sizes;
if (sizes.length > 1 && !values.memory) refuse('--files takes several numbers with --memory only.');

const work = workFolder();
if (values.memory) await memory();
else if (values.where !== undefined) await where();
else await compare();

async function compare(): Promise<void> {
  const corpus = corpusOf(source);
  const zip = join(work, 'files.zip');
  await zipFolder(corpus, zip);
  const reader = await bundledReader(join(work, 'bundle'));
  const bucket = await localBucket(corpus);
  try {
    console.log(`${machine()}\n${described(corpus)}; zip ${megabytes(statSync(zip).size)}; rounds: ${runs}\n`);
    const lines = await rounds(contenders(reader, corpus.folder, zip, bucket, join(work, 'out.json')), runs);
    const rows = readingRows(lines, corpus.paths.length);
    if (values.markdown) console.log(markdownRows(rows));
    else printRows(rows, corpus.bytes);
    console.log(`\n${timesTheFloor(rows)}`);
    keep({ lines });
  } finally {
    await bucket.stop();
  }
}

async function where(): Promise<void> {
  const corpus = corpusOf(source);
  console.log(`${machine()}\n${described(corpus)}; one warm thread each, start-up left out\n`);
  const dcmjs = await profiledReader('dcmjs', corpus.folder);
  const ours = await profiledReader('ours', corpus.folder);
  const head = ['Part of reading', 'dcmjs, µs a header', 'of it', 'this project, µs a header', 'of it'];
  console.log(markdownTable(head, partRows([dcmjs, ours])));
  for (const [name, { functions, watchedMs, headers }] of Object.entries({ dcmjs, 'this project': ours })) {
    console.log(`\n${name}: ${headers} headers. Functions, by their own time:`);
    for (const { frame, part, microseconds } of functions) {
      const share = ((0.1 * microseconds) / watchedMs).toFixed(1).padStart(5);
      console.log(`${share} %  ${frame.file} ${frame.name || '(anonymous)'}: ${part}`);
    }
  }
  keep({ dcmjs, ours });
}

async function memory(): Promise<void> {
  console.log(`${machine()}\nThree made studies, repeated; large values and pixels are holes in the files.\n`);
  const rows: MemoryRow[] = [];
  for await (const row of measureMemory(work, sizes)) {
    rows.push(row);
    console.error(`${row.command}, ${row.files} files: ${row.seconds.toFixed(1)} s`);
  }
  const head = ['Command', 'files', 'peak MB', 'KB for each further file', 'seconds', 'files a second', 'report MB'];
  const cells = rows.map((row) => {
    const further = bytesPerFurtherFile(rows, row);
    return [
      row.command,
      String(row.files),
      String(Math.round(row.peakBytes / 1e6)),
      further === null ? '' : (further / 1000).toFixed(1),
      row.seconds.toFixed(1),
      String(Math.round(row.files / row.seconds)),
      (row.reportBytes / 1e6).toFixed(1),
    ];
  });
  console.log(markdownTable(head, cells));
  keep({ rows });
}

/** The images of a folder, or without one those of three made studies, until there are enough of them. */
function corpusOf(folder: string | null): Corpus {
  return repeatedCorpus(folder ?? writtenStudies(join(work, 'studies')), join(work, 'files'), files);
}

function writtenStudies(folder: string): string {
  for (const { path, bytes } of scannerStudies('full')) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), bytes);
  }
  return folder;
}

function described({ paths, bytes }: Corpus): string {
  const origin = source === null ? 'three made studies' : 'files of scanners';
  return `${paths.length} files (${origin}), ${megabytes(bytes)}`;
}

function keep(results: object): void {
  if (values.json !== undefined) {
    writeFileSync(values.json, JSON.stringify({ machine: machine(), ...results }, null, 2));
  }
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1e6)} MB`;
}

function refuse(message: string): never {
  console.error(`${message}\n${usage}`);
  process.exit(64);
}
