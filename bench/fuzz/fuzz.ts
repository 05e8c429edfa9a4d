import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { loadCorpus } from './corpus.ts';
import { type Failure, type FuzzSummary, runFuzz } from './runFuzz.ts';

/** `npm run fuzz`: a million damaged objects by default, each read and checked. Exit status 1 on any failure. */
const { values } = parseArgs({
  options: {
    mutants: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 0x1_0000_0000)) },
    workers: { type: 'string', default: '2' },
    /** SEED:INDEX of one mutant. */
    replay: { type: 'string' },
    /** Real files to start from, beside the generated ones. */
    files: { type: 'string', default: join(import.meta.dirname, '../../../shared/dicom') },
    /** Another reader to check: a module like core/dicom/index.ts. */
    reader: { type: 'string' },
  },
});

const [replaySeed, replayIndex] = values.replay?.split(':').map(wholeNumber) ?? [];
const seed = replaySeed ?? wholeNumber(values.seed);
const from = replayIndex ?? 0;
const to = replayIndex === undefined ? wholeNumber(values.mutants) : from + 1;
const realFolder = existsSync(values.files) ? values.files : null;
const corpus = loadCorpus(realFolder);
const real =
  realFolder === null ? 'without real files: there is no such folder' : `real ones of ${realFolder} included`;
console.log(`seed ${seed}, corpus ${corpus.fingerprint}: ${corpus.files.length} files, ${real}`);

const started = performance.now();
let shown = started;
const summary = await runFuzz({
  corpus,
  seed,
  from,
  to,
  workers: replayIndex === undefined ? wholeNumber(values.workers) : 1,
  readerModule: values.reader === undefined ? null : pathToFileURL(values.reader).href,
  onProgress: (done) => {
    if (performance.now() - shown < 10_000) return;
    shown = performance.now();
    console.error(`${done} of ${to - from} mutants, ${Math.round(done / ((shown - started) / 1_000))} a second`);
  },
});
printSummary(summary, (performance.now() - started) / 1_000);
if (summary.failures.length > 0) process.exitCode = 1;

function printSummary({ checked, outcomes, slowest, memory, failures }: FuzzSummary, seconds: number): void {
  console.log(`${checked} mutants in ${seconds.toFixed(1)} s: ${Math.round(checked / seconds)} a second`);
  console.table(outcomes);
  console.log(`slowest: ${slowest.ms.toFixed(1)} ms, ${seed}:${slowest.index}`);
  for (const mark of memory) {
    console.log(
      `after ${mark.checked} mutants: heap ${mebibytes(mark.heapBytes)}, resident ${mebibytes(mark.rssBytes)}`,
    );
  }
  if (failures.length === 0) {
    console.log('no failure');
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), 'ms-mri-check-fuzz-'));
  for (const failure of failures) printFailure(failure, folder);
  console.log(`replay one with: npm run fuzz -- --replay SEED:INDEX (with the same corpus, ${corpus.fingerprint})`);
}

function printFailure({ index, kind, detail, origin, bytes }: Failure, folder: string): void {
  console.log(`\nFAILED ${index === null ? '' : `${seed}:${index} `}${kind}: ${detail}\n  made of ${origin}`);
  if (index === null || bytes === null) return;
  const path = join(folder, `${seed}-${index}`);
  writeFileSync(path, bytes);
  console.log(`  its bytes: ${path}`);
}

function mebibytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(1)} MiB`;
}

function wholeNumber(text: string): number {
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number < 0) {
    throw new Error(
      `"${text}" is no whole number. Usage: npm run fuzz -- [--mutants N] [--seed N] [--workers N] [--replay SEED:INDEX] [--files FOLDER] [--reader MODULE]`,
    );
  }
  return number;
}
