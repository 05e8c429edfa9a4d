import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { readTemplate } from './synthesize.ts';
import { type FunctionName, wiringOf } from './wiring.ts';

const run = promisify(execFile);
const repositoryRoot = join(import.meta.dirname, '../..');
const assembly = mkdtempSync(join(tmpdir(), 'ms-mri-check-assembly-'));
afterAll(() => rmSync(assembly, { recursive: true }));

// As a person does it, since the CLI refuses assemblies of a library newer than itself. No account, no region.
beforeAll(async () => {
  const cdk = join(repositoryRoot, 'node_modules/aws-cdk/bin/cdk');
  const environment = Object.entries(process.env).filter(
    ([name]) => !name.startsWith('AWS_') && !name.startsWith('CDK_'),
  );
  await run(process.execPath, [cdk, 'synth', '--quiet', '--output', assembly], {
    cwd: repositoryRoot,
    env: { ...Object.fromEntries(environment), AWS_EC2_METADATA_DISABLED: 'true' },
  });
}, 300_000);

describe.each([
  'ingest',
  'backfill',
  'evaluate',
  'notify',
  'webhook',
  'portal',
] as const)('the bundle of %s', (name) => {
  test('loads as deployed, with the environment of the template and nothing else, and exports its handler', async () => {
    const { environment, handler, file } = deployed(name);
    const [, exportName] = handler.split('.');
    const { stdout } = await run(
      process.execPath,
      ['--input-type=module', '--eval', `console.log(typeof (await import(${JSON.stringify(file)})).${exportName})`],
      { cwd: assembly, env: { AWS_REGION: 'eu-central-1', ...environment } },
    );

    expect(stdout.trim()).toBe('function');
  });
});

// The emulators enforce no permissions, so that a missing one would show only when deployed. The portal is left out:
// it bundles the table that it shares with evaluate, with commands that it never sends.
test.each([
  'ingest',
  'backfill',
  'evaluate',
  'notify',
] as const)('%s holds no command that its role may not send', (name) => {
  const { file, actions } = deployed(name);
  const held = [
    ...new Set([...readFileSync(file, 'utf8').matchAll(/"(\w+Command)"/g)].map(([, command]) => command ?? '')),
  ];
  const needed = held.flatMap((command) => actionOf[command] ?? []);

  expect(needed.length).toBeGreaterThan(3);
  expect(needed.filter((action) => !actions.has(action))).toEqual([]);
});

const actionOf: Readonly<Record<string, string>> = {
  BatchGetCommand: 'dynamodb:BatchGetItem',
  BatchWriteCommand: 'dynamodb:BatchWriteItem',
  CopyObjectCommand: 's3:PutObject',
  DeleteCommand: 'dynamodb:DeleteItem',
  DeleteObjectCommand: 's3:DeleteObject',
  GetCommand: 'dynamodb:GetItem',
  GetObjectCommand: 's3:GetObject',
  GetSecretValueCommand: 'secretsmanager:GetSecretValue',
  HeadObjectCommand: 's3:GetObject',
  ListObjectsV2Command: 's3:ListBucket',
  PublishCommand: 'sns:Publish',
  PutCommand: 'dynamodb:PutItem',
  PutObjectCommand: 's3:PutObject',
  QueryCommand: 'dynamodb:Query',
  SendEmailCommand: 'ses:SendEmail',
  SendMessageBatchCommand: 'sqs:SendMessage',
  SendMessageCommand: 'sqs:SendMessage',
  TransactGetCommand: 'dynamodb:GetItem',
  TransactWriteCommand: 'dynamodb:PutItem',
  UpdateCommand: 'dynamodb:UpdateItem',
};

interface Deployed {
  readonly environment: Readonly<Record<string, string>>;
  readonly handler: string;
  readonly file: string;
  readonly actions: ReadonlySet<string>;
}

function deployed(name: FunctionName): Deployed {
  const wiring = wiringOf(readTemplate(readJson('MsMriCheck.template.json')));
  const { Handler, Code } = functionSchema.parse(wiring.functionNamed(name)[1].Properties);
  const { files } = assetsSchema.parse(readJson('MsMriCheck.assets.json'));
  const asset = Object.values(files).find(({ destinations }) =>
    Object.values(destinations).some(({ objectKey }) => objectKey === Code.S3Key),
  );
  return {
    handler: Handler,
    file: join(assembly, asset?.source.path ?? 'no asset', `${Handler.split('.')[0]}.mjs`),
    // References become known on deployment: any text stands for them here.
    environment: Object.fromEntries(
      Object.entries(wiring.environmentOf(name)).map(([variable, value]) => [
        variable,
        typeof value === 'string' ? value : 'https://reference.example',
      ]),
    ),
    actions: new Set(wiring.permissionsOf(name).flatMap(({ Action }) => Action)),
  };
}

const functionSchema = z.object({ Handler: z.string(), Code: z.object({ S3Key: z.string() }) });
const assetsSchema = z.object({
  files: z.record(
    z.string(),
    z.object({
      source: z.object({ path: z.string() }),
      destinations: z.record(z.string(), z.object({ objectKey: z.string() })),
    }),
  ),
});

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(join(assembly, file), 'utf8'));
}
