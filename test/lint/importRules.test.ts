import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

interface Imports {
  readonly allowed: readonly string[];
  readonly forbidden: readonly string[];
}

const sdk = '@aws-sdk/client-s3';
const impure = [
  sdk,
  'node:fs',
  'node:fs/promises',
  'node:http',
  '../../functions/ingest/handler.ts',
  '../../local/start.ts',
];

/** A file somewhere in the tree → what it may and may not import. */
const rules: Readonly<Record<string, Imports>> = {
  'core/dicom/a.ts': {
    allowed: ['./parsing/b.ts', 'dcmjs', 'node:zlib', 'node:crypto'],
    forbidden: [...impure, '../acquisition/index.ts', '../../infra/index.ts', '../../cli/a.ts'],
  },
  'core/archive/a.ts': {
    allowed: ['./b.ts', '../dicom/index.ts', 'yauzl', 'tar/header', 'node:zlib'],
    forbidden: [...impure, '../dicom/headerReading.ts', '../acquisition/index.ts', 'tar', 'node:stream', 'dcmjs'],
  },
  'core/acquisition/a.ts': {
    allowed: ['./b.ts', './data/words.json', '../dicom/index.ts'],
    forbidden: [...impure, '../dicom/headerReading.ts', '../protocol/index.ts', 'dcmjs'],
  },
  'core/protocol/a.ts': {
    allowed: ['./b.ts', '../acquisition/index.ts', 'zod', 'yaml', '../../protocols/compiled.json'],
    forbidden: [...impure, '../acquisition/acquisition.ts', '../compliance/index.ts', '../../protocols/compile.ts'],
  },
  'core/compliance/a.ts': {
    allowed: ['./b.ts', '../acquisition/index.ts', '../protocol/index.ts'],
    forbidden: [...impure, '../protocol/protocol.ts', '../dicom/index.ts', '../report/index.ts'],
  },
  'core/library/a.ts': {
    allowed: ['./b.ts', '../protocol/index.ts', '../protocol/compileProtocol.ts', '../compliance/index.ts'],
    forbidden: [...impure, '../protocol/protocol.ts', '../compliance/verdict.ts', '../report/index.ts', 'yaml'],
  },
  'core/report/a.ts': {
    allowed: ['../dicom/index.ts', '../acquisition/index.ts', '../protocol/index.ts', '../compliance/index.ts'],
    forbidden: [...impure, '../compliance/verdict.ts', '../records/index.ts'],
  },
  'core/records/a.ts': {
    allowed: ['../dicom/index.ts', '../compliance/index.ts', '../report/index.ts', 'zod'],
    forbidden: [...impure, '../report/report.ts', '@aws-sdk/lib-dynamodb'],
  },
  'core/comparison/a.ts': {
    allowed: ['./b.ts', '../acquisition/index.ts'],
    forbidden: [...impure, '../acquisition/acquisition.ts', 'commander'],
  },
  'functions/ingest/a.ts': {
    allowed: ['./b.ts', '../tables/studies.ts', '../../core/dicom/index.ts', sdk, '@middy/core', 'zod', 'node:crypto'],
    forbidden: [
      '../evaluate/handler.ts',
      '../backfill/handler.ts',
      '../../core/dicom/headerReading.ts',
      '../../infra/index.ts',
      '../../local/start.ts',
      '../../cli/a.ts',
      '../../samples/index.ts',
      '../../protocols/compiled.json',
      'aws-cdk-lib',
      'dcmjs',
    ],
  },
  'functions/backfill/a.ts': {
    allowed: ['./b.ts', '../tables/studies.ts', '../ingest/index.ts'],
    forbidden: ['../ingest/handler.ts', '../ingest/ingestBatch.ts', '../evaluate/index.ts'],
  },
  'infra/a.ts': {
    allowed: [
      './b.ts',
      './constructs/index.ts',
      '../core/archive/index.ts',
      'aws-cdk-lib',
      'aws-cdk-lib/aws-sqs',
      'constructs',
      'node:path',
    ],
    forbidden: [
      './constructs/tables.ts',
      '../functions/ingest/handler.ts',
      '../core/records/index.ts',
      '../core/archive/archiveLimits.ts',
      sdk,
      'zod',
    ],
  },
  'local/a.ts': {
    allowed: ['./b.ts', '../core/report/index.ts', '../samples/index.ts', sdk, 'fauxqs', 'dynalite', 'node:http'],
    forbidden: ['../functions/ingest/handler.ts', '../core/report/report.ts', '../infra/index.ts', 'aws-cdk-lib'],
  },
  'cli/a.ts': {
    allowed: [
      './b.ts',
      '../core/report/index.ts',
      '../functions/evaluate/index.ts',
      '../package.json',
      sdk,
      'commander',
      'node:fs/promises',
    ],
    forbidden: [
      '../core/report/report.ts',
      '../functions/ingest/a.ts',
      '../functions/evaluate/judge.ts',
      '../samples/index.ts',
      '../infra/index.ts',
      'dcmjs',
    ],
  },
  'cli/build/a.ts': {
    allowed: ['./b.ts', 'esbuild', 'node:fs'],
    forbidden: ['../runCommand.ts', '../../core/report/index.ts', 'commander', sdk],
  },
  'samples/a.ts': {
    allowed: ['./b.ts', 'dcmjs', 'node:fs/promises'],
    forbidden: ['../core/dicom/index.ts', sdk, '../functions/ingest/a.ts'],
  },
  'docs/a.ts': {
    allowed: [
      './b.ts',
      '../core/archive/index.ts',
      '../core/dicom/index.ts',
      '../core/dicom/vendorAttributes.ts',
      'node:fs',
    ],
    forbidden: [
      '../core/dicom/headerReader.ts',
      '../core/archive/archiveLimits.ts',
      '../core/acquisition/index.ts',
      '../cli/a.ts',
      sdk,
    ],
  },
  'protocols/compile.ts': {
    allowed: ['../core/protocol/compileProtocol.ts', '../core/protocol/protocolSchema.ts', 'node:fs'],
    forbidden: ['../core/protocol/findProtocol.ts', '../core/compliance/index.ts', sdk],
  },
  'bench/fuzz/a.ts': {
    allowed: ['../../core/dicom/vendorAttributes.ts', '../../test/core/dicom/mrObjects.ts', 'dcmjs', 'node:fs'],
    forbidden: [],
  },
  'test/core/dicom/a.test.ts': {
    allowed: ['../../../core/dicom/headerReading.ts', 'node:fs', sdk],
    forbidden: [],
  },
};

const globals = {
  'core/report/globals.ts': [
    'process.env.TZ',
    'console.log(1)',
    "fetch('x')",
    'setTimeout(() => 1, 1)',
    'performance.now()',
  ],
  'functions/ingest/globals.ts': ['process.env.TZ', 'console.log(1)'],
};

const repositoryRoot = join(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'ms-mri-check-lint-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** File → the lines that the rules forbid, for a tree with one import or statement per line. */
let complaints: ReadonlyMap<string, readonly string[]>;

beforeAll(async () => {
  for (const config of ['biome.json', 'importRules.jsonc']) cpSync(join(repositoryRoot, config), join(folder, config));
  const files: Readonly<Record<string, readonly string[]>> = {
    ...Object.fromEntries(Object.entries(rules).map(([path, imports]) => [path, importLines(imports)])),
    ...globals,
  };
  for (const [path, lines] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), `${lines.join('\n')}\n`);
  }
  complaints = new Map(
    Object.entries(await lint()).map(([path, lineNumbers]) => [
      path,
      lineNumbers.map((number) => files[path]?.[number - 1] ?? ''),
    ]),
  );
});

describe.each(Object.entries(rules))('%s', (path, { allowed, forbidden }) => {
  test('may import its neighbours by their doors, and not the others', () => {
    const refused = complaints.get(path) ?? [];

    expect(refused).toEqual(importLines({ allowed: [], forbidden }));
    expect(allowed.length).toBeGreaterThan(0);
  });
});

test('core/ reaches for nothing outside itself by a global either, whereas functions may', () => {
  expect(complaints.get('core/report/globals.ts')).toEqual(globals['core/report/globals.ts']);
  expect(complaints.get('functions/ingest/globals.ts')).toBeUndefined();
});

function importLines({ allowed, forbidden }: Imports): readonly string[] {
  const lines = (specifiers: readonly string[]): readonly string[] =>
    specifiers.flatMap((specifier) => [
      `import '${specifier}';`,
      `import type { A } from '${specifier}';`,
      `export * from '${specifier}';`,
      `await import('${specifier}');`,
    ]);
  return [...lines(allowed), ...lines(forbidden)];
}

async function lint(): Promise<Readonly<Record<string, readonly number[]>>> {
  const biome = join(repositoryRoot, 'node_modules/@biomejs/biome/bin/biome');
  const only = ['noRestrictedImports', 'noRestrictedGlobals'].map((rule) => `--only=style/${rule}`);
  const output = await promisify(execFile)(
    process.execPath,
    [biome, 'lint', '--vcs-enabled=false', '--reporter=github', '--max-diagnostics=none', ...only, '.'],
    { cwd: folder },
  ).then(
    () => {
      throw new Error('Biome found nothing to complain of.');
    },
    // Biome ends with status 1 when it complains.
    (error: { readonly stdout?: string }) => error.stdout ?? '',
  );
  const found = [...output.matchAll(/title=lint\/style\/\w+,file=([^,]+),line=(\d+)/g)];
  const byFile = Map.groupBy(found, ([, file = '']) => file);
  return Object.fromEntries(
    [...byFile].map(([file, matches]) => [file, matches.map(([, , line]) => Number(line)).toSorted((a, b) => a - b)]),
  );
}
