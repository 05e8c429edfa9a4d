import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { generateSample, sampleStudies } from './index.ts';

const usage = `Usage: npm run samples -- --out DIR [--only NAME]… [--seed N] [--complete] [--force]

Writes sample MR studies as DIR/<name>/<series>/<n>.dcm with a study.json; the same seed makes the same bytes.

  --out DIR     where to write; made when it is not there
  --only NAME   only this study; may be repeated
  --seed N      a non-negative integer, by default each study's own
  --complete    study.json says that nothing more will come, so that nobody waits for a quiet period
  --force       replaces a study folder that already holds something

Studies:
${sampleStudies.map(({ name, title }) => `  ${name}\n      ${title}`).join('\n')}
`;

/** Something the caller can mend; shown without a stack trace. */
export class SamplesUsageError extends Error {
  override readonly name = 'SamplesUsageError';
}

/**
 * The command `npm run samples`: writes the chosen studies to disk and prints a line for each.
 *
 * @throws SamplesUsageError when the caller asked for something that cannot be done; nothing is written then
 */
export async function writeSamples(args: readonly string[], print: (text: string) => void): Promise<void> {
  const options = readOptions(args);
  if (options === 'help') {
    print(usage);
    return;
  }
  for (const name of options.names) await requireEmpty(join(options.out, name), options.force);
  for (const name of options.names) {
    const folder = join(options.out, name);
    if (options.force) await rm(folder, { recursive: true, force: true });
    const written = await writeStudy(folder, generateSample(name, options.sample));
    print(`${folder}: ${written.files} files, ${(written.bytes / 1e6).toFixed(1)} MB\n`);
  }
}

type Options = {
  readonly out: string;
  readonly names: readonly string[];
  readonly force: boolean;
  readonly sample: { readonly seed?: number; readonly complete: boolean };
};

function readOptions(args: readonly string[]): Options | 'help' {
  const { values } = parsed(args);
  if (values.help) return 'help';
  if (values.out === undefined) throw new SamplesUsageError('where to? Give --out DIR (--help says more)');
  return {
    out: values.out,
    names: chosen(values.only),
    force: values.force,
    sample: { ...(values.seed === undefined ? {} : { seed: seedOf(values.seed) }), complete: values.complete },
  };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        out: { type: 'string' },
        only: { type: 'string', multiple: true },
        seed: { type: 'string' },
        complete: { type: 'boolean', default: false },
        force: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
  } catch (error) {
    throw new SamplesUsageError(`${error instanceof Error ? error.message : String(error)} (--help says more)`);
  }
}

function chosen(only: readonly string[] | undefined): readonly string[] {
  const known = sampleStudies.map(({ name }) => name);
  if (only === undefined) return known;
  const unknown = only.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new SamplesUsageError(`there is no sample study "${unknown}"; choose one of: ${known.join(', ')}`);
  }
  return known.filter((name) => only.includes(name));
}

function seedOf(text: string): number {
  const seed = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(seed)) {
    throw new SamplesUsageError(`--seed takes a non-negative integer, not "${text}"`);
  }
  return seed;
}

async function requireEmpty(folder: string, force: boolean): Promise<void> {
  if (force) return;
  const held = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    if (error.code === 'ENOTDIR')
      throw new SamplesUsageError(`${folder} is a file, and a study needs a folder of that name`);
    throw error;
  });
  if (held.length > 0)
    throw new SamplesUsageError(`${folder} is not empty; choose another --out, or --force to replace it`);
}

async function writeStudy(folder: string, files: ReturnType<typeof generateSample>) {
  let count = 0;
  let bytes = 0;
  const made = new Set<string>();
  for (const file of files) {
    const path = join(folder, file.path);
    const parent = dirname(path);
    if (!made.has(parent)) await mkdir(parent, { recursive: true });
    made.add(parent);
    await writeFile(path, file.bytes);
    count += 1;
    bytes += file.bytes.length;
  }
  return { files: count, bytes };
}

if (import.meta.main) {
  try {
    await writeSamples(process.argv.slice(2), (text) => process.stdout.write(text));
  } catch (error) {
    if (!(error instanceof SamplesUsageError)) throw error;
    process.stderr.write(`samples: ${error.message}\n`);
    process.exitCode = 64;
  }
}
