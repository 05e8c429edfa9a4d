import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { loadCorpus } from '../../../bench/fuzz/corpus.ts';
import { runFuzz } from '../../../bench/fuzz/runFuzz.ts';

/** The small part of `npm run fuzz`; with real headers where their collection is beside the repository. */
const realFolder = join(import.meta.dirname, '../../../../shared/dicom');
const everyFewReal = 16;
const mutants = 20_000;
/** Always the same mutants here, so that a change fails by what it changed; `npm run fuzz` takes another seed each time. */
const seed = 20_261_122;

it(`finds no fault in ${mutants} mutants`, { timeout: 300_000 }, async () => {
  const corpus = loadCorpus(existsSync(realFolder) ? realFolder : null, everyFewReal);
  const summary = await runFuzz({
    corpus,
    seed,
    from: 0,
    to: mutants,
    workers: 2,
    readerModule: null,
    onProgress: () => {},
  });
  const failures = summary.failures.map(
    ({ index, kind, detail, origin }) => `${seed}:${index} ${kind}: ${detail} (${origin})`,
  );
  console.log(`fuzz seed ${seed}, corpus ${corpus.fingerprint}: ${summary.checked} mutants`);
  expect(failures).toEqual([]);
  expect(summary.checked).toBe(mutants);
});
