import { ListObjectsV2Command, S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import {
  DescribeStateMachineCommand,
  SFNClient,
  SFNServiceException,
  StartExecutionCommand,
  StateMachineDoesNotExist,
} from '@aws-sdk/client-sfn';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { backfill } from '../../cli/backfill.ts';
import { backfillCost } from '../../cli/backfillCost.ts';
import { commandLine } from '../../cli/commandLine.ts';
import { backfillDefinition } from '../../infra/constructs/backfillDefinition.ts';

const region = { region: 'eu-central-1' };
const [bucket, stepFunctions] = [new S3Client(region), new SFNClient(region)];
const [s3, sfn] = [mockClient(bucket), mockClient(stepFunctions)];
const clients = { s3: () => bucket, stepFunctions: () => stepFunctions };
const definition = JSON.stringify(
  backfillDefinition({ partition: 'aws', functionArn: 'arn', resultBucket: 'studies', resultPrefix: 'backfill' }),
);
const notInterrupted = new AbortController().signal;
let said = '';

beforeEach(() => {
  s3.reset();
  sfn.reset();
  s3.on(ListObjectsV2Command).resolves({ Contents: [{ Key: 'one' }] });
  sfn.on(DescribeStateMachineCommand).resolves({ definition });
  said = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    said += String(text);
    return true;
  });
});

const arn = 'arn:aws:states:eu-central-1:123456789012:stateMachine:MsMriCheck-Backfill';
const options = { bucket: 'studies', stateMachine: arn, maxConcurrency: 10, maxObjects: 1000 };
const run = (site: string, differing: Partial<Parameters<typeof backfill>[1]> = {}) =>
  backfill(site, { ...options, ...differing }, notInterrupted, clients);
const started = () =>
  sfn.commandCalls(StartExecutionCommand).map(({ args: [{ input }] }) => ({
    ...{ machine: input.stateMachineArn },
    input: JSON.parse(input.input ?? ''),
  }));

describe('a backfill', () => {
  test('starts the state machine over the folder of the site, telling nobody', async () => {
    sfn.on(StartExecutionCommand).resolves({ executionArn: `${arn}:1` });
    await run('north');
    expect(started()).toEqual([
      {
        machine: arn,
        input: {
          site: 'north',
          bucket: 'studies',
          prefix: 'incoming/north/',
          quiet: true,
          maxConcurrency: 10,
          maxObjects: 1000,
        },
      },
    ]);
    expect(said).toContain(`Started ${arn}:1\nNobody is told of the verdicts.`);
    expect(said).toContain(`redrive-execution --execution-arn ${arn}:1`);
    expect(s3.calls().map(({ args: [{ input }] }) => input)).toEqual([
      { Bucket: 'studies', Prefix: 'incoming/north/', MaxKeys: 1 },
    ]);
  });

  test('takes another bucket, a prefix, a concurrency, and tells when asked to', async () => {
    sfn.on(StartExecutionCommand).resolves({ executionArn: `${arn}:1` });
    await run('north', { bucket: 'archive', prefix: 'mr/2019/', notify: true, maxConcurrency: 2 });
    expect(started()[0]?.input).toMatchObject({
      ...{ site: 'north', bucket: 'archive', prefix: 'mr/2019/', quiet: false, maxConcurrency: 2 },
    });
    expect(said).toContain('The contacts are told of each verdict.');
  });

  test.each([
    ['North', {}, '"North" is no site name'],
    ['north', { prefix: 'incoming/south/' }, 'what is of north lies below incoming/north/.'],
    ['north', { stateMachine: 'backfill' }, '--state-machine backfill: this is no ARN of a state machine.'],
  ])('of %s with %j is refused', async (site, differing, message) => {
    await expect(run(site, differing)).rejects.toThrow(message);
    expect(sfn.calls()).toEqual([]);
  });

  test('without a state machine says that it needs AWS, and what to do on this machine', async () => {
    const { stateMachine, ...local } = options;
    await expect(backfill('north', local, notInterrupted, clients)).rejects.toThrow(
      /Step Functions, which the local stack does not have: there, drop the folder instead \(npm start -- --drop PATH\)/,
    );
  });

  test('that is refused is said in a sentence', async () => {
    sfn.on(StartExecutionCommand).rejects(new StateMachineDoesNotExist({ message: 'no', $metadata: {} }));
    await expect(run('north')).rejects.toThrow('Step Functions refused to start it (StateMachineDoesNotExist): check');
  });

  const refusal = (name: string) => new SFNServiceException({ name, $fault: 'client', $metadata: {}, message: 'no' });

  test.each([
    '2019/',
    '',
    'incoming',
    'incoming/',
  ])('of "%s" of the stack’s own bucket is refused before it starts', async (prefix) => {
    await expect(run('north', { prefix })).rejects.toThrow(
      prefix === 'incoming/'
        ? 'what is of north lies below incoming/north/.'
        : 'in its own bucket the stack lists only what lies below incoming/north/; begin the prefix with that.',
    );
    expect(started()).toEqual([]);
  });

  test('of a part of the site’s folder starts', async () => {
    sfn.on(StartExecutionCommand).resolves({ executionArn: `${arn}:1` });
    await run('north', { prefix: 'incoming/north/2019/' });
    expect(started()).toHaveLength(1);
  });

  test('of where nothing lies is refused before it starts, with where to look', async () => {
    s3.on(ListObjectsV2Command).resolves({ KeyCount: 0 });
    await expect(run('north', { bucket: 'archive' })).rejects.toThrow(
      's3://archive/incoming/north/: there is no object below it. In an archive elsewhere --prefix says where to begin.',
    );
    await expect(run('north', { bucket: 'archive', prefix: 'mr/' })).rejects.toThrow(
      /^s3:\/\/archive\/mr\/: there is no object below it\.$/,
    );
    expect(started()).toEqual([]);
  });

  test('of what must not be listed is refused before it starts', async () => {
    const denied = new S3ServiceException({ name: 'AccessDenied', $fault: 'client', $metadata: {}, message: 'no' });
    s3.on(ListObjectsV2Command).rejects(denied);
    await expect(run('north')).rejects.toThrow('s3://studies: access is denied; the credentials need s3:ListBucket');
    expect(started()).toEqual([]);
  });

  test('of a state machine that is not there, or another one, says so or goes on', async () => {
    sfn.on(DescribeStateMachineCommand).rejects(refusal('StateMachineDoesNotExist'));
    await expect(run('north')).rejects.toThrow('Step Functions does not describe it (StateMachineDoesNotExist): check');
    sfn.on(StartExecutionCommand).resolves({ executionArn: `${arn}:1` });
    sfn.on(DescribeStateMachineCommand).rejects(refusal('AccessDeniedException'));
    await run('north');
    for (const other of ['{}', 'no JSON']) {
      sfn.on(DescribeStateMachineCommand).resolves({ definition: other });
      await run('north', { prefix: '2019/' });
    }
    expect(started()).toHaveLength(3);
  });
});

describe('a dry run', () => {
  const page = (number: number, more: boolean) => ({
    Contents: Array.from({ length: 1000 }, (_, index) => ({
      ...{ Key: `incoming/north/${number}/${index}`, Size: 200_000 },
      ...(index === 0 ? { StorageClass: 'DEEP_ARCHIVE' as const } : {}),
    })),
    ...(more ? { IsTruncated: true, NextContinuationToken: String(number) } : { IsTruncated: false }),
  });

  test('counts, names what cannot be read, prices, and starts nothing', async () => {
    s3.on(ListObjectsV2Command).resolvesOnce(page(1, true)).resolvesOnce(page(2, false));
    await run('north', { dryRun: true, maxObjects: 10_000 });
    expect(said).toContain('s3://studies/incoming/north/: 2000 objects, 400 MB, of which headers are read');
    expect(said).toContain('2 objects in S3 Glacier are left out: restore them first');
    expect(said).toMatch(/S3 reads +2,098 +\$0\.0008/);
    expect(said).toMatch(/Step Functions transitions +80 +\$0\.0020/);
    expect(said).toMatch(/together +\$0\.00\d\d\n/);
    expect(said).toContain('Nobody would be told');
    expect(said).toMatch(/Nothing was started\.\n$/);
    expect(sfn.calls()).toEqual([]);
  });

  test('ends where the run would', async () => {
    s3.on(ListObjectsV2Command).resolves(page(1, true));
    await run('north', { dryRun: true, maxObjects: 1500 });
    expect(said).toContain(': 1500 objects,');
    expect(s3.calls()).toHaveLength(2);
  });

  test('of nothing says so', async () => {
    s3.on(ListObjectsV2Command).resolves({ IsTruncated: false });
    await expect(run('north', { dryRun: true })).rejects.toThrow(
      's3://studies/incoming/north/: there is no object below it.',
    );
  });
});

test('a million loose files cost some dollars, in proportion to their number', () => {
  const costOf = (objects: number) =>
    backfillCost({ objects, bytes: 0, frozen: 0, pages: Math.ceil(objects / 1000) }).reduce(
      (sum, { usd }) => sum + usd,
      0,
    );
  expect(costOf(1_000_000)).toBeGreaterThan(1);
  expect(costOf(1_000_000)).toBeLessThan(10);
  expect(costOf(10_000_000)).toBeCloseTo(10 * costOf(1_000_000), 2);
});

test.each([
  [['backfill', 'north'], "required option '--bucket <BUCKET>' not specified"],
  [['backfill', 'north', '--bucket', 'b', '--max-concurrency', '0'], 'It must be a whole number from 1 to 1000.'],
  [['backfill', 'north', '--bucket', 'b', '--max-objects', '1e9'], 'It must be a whole number from 1 to 100000000.'],
])('%j is wrong usage', async (args, message) => {
  let shown = '';
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    shown += String(text);
    return true;
  });
  const parsing = commandLine(notInterrupted, () => undefined).parseAsync(args, { from: 'user' });
  await expect(parsing).rejects.toThrow();
  expect(shown).toContain(message);
});
