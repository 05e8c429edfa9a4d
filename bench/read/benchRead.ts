import { spawnSync } from 'node:child_process';
import {
  createReadStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { cpus, loadavg, tmpdir, totalmem } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { startFauxqs } from 'fauxqs';
import { firstReadSize } from '../../core/dicom/index.ts';
import { generateSample } from '../../samples/index.ts';
import { type Corpus, repeatedCorpus } from './corpus.ts';
import { type Measured, measuredProcess } from './measuredProcess.ts';
import { printTable, type ReadingLine } from './printTable.ts';
import { zipFolder } from './zipFolder.ts';

/**
 * `npm run bench:read`: the headers of the same files, read by this project and by others, each as a whole process with its
 * start-up, one after the other in each of several rounds.
 */
const { values } = parseArgs({
  options: {
    files: { type: 'string', default: '4000' },
    source: { type: 'string', default: join(import.meta.dirname, '../../../shared/dicom') },
    study: { type: 'boolean', default: false },
    runs: { type: 'string', default: '5' },
    json: { type: 'string' },
  },
});
if (!values.study && !existsSync(values.source)) {
  console.error(
    `There is no folder ${values.source}. Usage: npm run bench:read -- (--source FOLDER | --study) [--files N] [--runs N] [--json FILE]`,
  );
  process.exit(64);
}

const here = import.meta.dirname;
const root = join(here, '../..');
const node = process.execPath;
const work = mkdtempSync(join(tmpdir(), 'ms-mri-check-bench-'));
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    rmSync(work, { recursive: true, force: true });
    process.exit(130);
  });
}
const s3 = await startFauxqs({ port: 0, logger: false });
const s3Env = {
  AWS_ENDPOINT_URL_S3: `http://127.0.0.1:${s3.port}`,
  AWS_REGION: 'eu-central-1',
  AWS_ACCESS_KEY_ID: 'local',
  AWS_SECRET_ACCESS_KEY: 'local',
  AWS_EC2_METADATA_DISABLED: 'true',
};
try {
  const corpus = repeatedCorpus(
    values.study ? sampleStudy(join(work, 'study')) : values.source,
    join(work, 'files'),
    Number(values.files),
  );
  const zip = join(work, 'files.zip');
  await zipFolder(corpus, zip);
  await upload(corpus);
  console.log(
    `${machine()}\n${corpus.paths.length} files, ${megabytes(corpus.bytes)}; zip ${megabytes(statSync(zip).size)}\n`,
  );
  const lines = await rounds(contenders(corpus.folder, zip), Number(values.runs));
  printTable(lines, corpus);
  if (values.json !== undefined) writeFileSync(values.json, JSON.stringify({ machine: machine(), lines }, null, 2));
} finally {
  await s3.stop();
  rmSync(work, { recursive: true });
}

type Contender = { readonly name: string; readonly command: readonly string[]; readonly env?: NodeJS.ProcessEnv };

function contenders(folder: string, zip: string): readonly Contender[] {
  const script = (name: string, ...args: readonly string[]) => [node, join(here, name), ...args];
  const command = join(root, 'cli/ms-mri-check.js');
  const python = spawnSync('python3', ['-c', 'import pydicom']).status === 0;
  const dcmtk = spawnSync('dcmdump', ['--version']).status === 0;
  for (const [name, isThere] of [
    ['pydicom', python],
    ['dcmdump', dcmtk],
  ] as const) {
    if (!isThere) console.log(`${name} is not installed and is left out.`);
  }
  return [
    { name: 'floor: open, read 8 KiB, close', command: script('floor.js', folder, String(firstReadSize)) },
    { name: 'ours, reading alone: folder', command: script('readOurs.js', folder) },
    { name: 'ours, reading alone: zip', command: script('readOurs.js', zip) },
    { name: 'ours, reading alone: local S3', command: script('readOurs.js', 's3://studies/files'), env: s3Env },
    {
      name: 'ours, whole command (acquisitions)',
      command: [node, command, 'acquisitions', folder, '--format', 'json', '--out', join(work, 'out.json')],
    },
    { name: 'dicom-parser', command: script('readDicomParser.js', folder) },
    { name: 'dcmjs', command: script('readDcmjs.js', folder) },
    ...(python ? [{ name: 'pydicom', command: ['python3', join(here, 'read_pydicom.py'), folder] }] : []),
    ...(dcmtk
      ? [
          {
            name: 'dcmdump',
            command: ['sh', '-c', `find "${folder}" -type f -print0 | xargs -0 dcmdump -q -M > /dev/null 2>&1 || true`],
          },
        ]
      : []),
  ];
}

/** Every contender once in each round, so that what slows the machine slows all. */
async function rounds(all: readonly Contender[], runs: number): Promise<readonly ReadingLine[]> {
  const measured = new Map<string, Measured[]>();
  for (let run = 0; run < runs; run += 1) {
    for (const { name, command, env } of all) {
      const one = await measuredProcess(command, env);
      measured.set(name, [...(measured.get(name) ?? []), one]);
    }
  }
  return [...measured].map(([name, runsOfOne]) => ({ name, runs: runsOfOne }));
}

/** A whole study of ours, with its pixels: what can be measured where there are no files of scanners. */
function sampleStudy(folder: string): string {
  for (const { path, bytes } of generateSample('diagnosis-compliant')) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), bytes);
  }
  return folder;
}

async function upload({ paths }: Corpus): Promise<void> {
  const client = new S3Client({
    endpoint: s3Env.AWS_ENDPOINT_URL_S3,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    forcePathStyle: true,
  });
  await client.send(new CreateBucketCommand({ Bucket: 'studies' }));
  for (const path of paths) {
    await client.send(
      new PutObjectCommand({
        Bucket: 'studies',
        Key: `files/${basename(path)}`,
        Body: createReadStream(path),
        ContentLength: statSync(path).size,
      }),
    );
  }
  client.destroy();
}

function machine(): string {
  const [first] = cpus();
  const load = loadavg()[0]?.toFixed(2);
  const versions = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).devDependencies;
  const pinned = ['dicom-parser', 'dcmjs'].map((name) => `${name} ${versions[name]}`).join(', ');
  return `${new Date().toISOString().slice(0, 10)} · ${cpus().length} × ${first?.model} · ${megabytes(totalmem())} · Node ${process.version} · ${pinned} · load ${load}`;
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1e6)} MB`;
}
