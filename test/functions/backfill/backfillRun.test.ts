import { S3ServiceException } from '@aws-sdk/client-s3';
import { StateMachine } from 'aws-local-stepfunctions';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { instanceOf, instancesIn } from '../../../core/records/index.ts';
import type { Batch } from '../../../functions/backfill/archivedItems.ts';
import { backfillDefinition } from '../../../infra/constructs/backfillDefinition.ts';
import { file, zipOf } from '../../core/archive/packedArchives.ts';
import { listing } from '../harness/bucketListing.ts';
import { pipelineOfTests } from '../harness/pipelineOfTests.ts';
import { lambdaContext } from '../harness/queueMessages.ts';
import { mrFile } from '../harness/smallObjects.ts';

type Definition = ConstructorParameters<typeof StateMachine>[0];
type States = Definition & Record<string, never>;
const functionArn = 'arn:aws:lambda:eu-central-1:000000000000:function:backfill';
/** As it is deployed, in Amazon States Language. */
const definition = backfillDefinition({
  partition: 'aws',
  functionArn,
  resultBucket: 'studies',
  resultPrefix: 'backfill/',
}) as States;
const { TakeArchive, ...afterTheMap } = definition.States as Record<string, unknown> & {
  readonly TakeArchive: { readonly ItemProcessor: Pick<Definition, 'StartAt' | 'States'> };
};
const { StartAt, States } = TakeArchive.ItemProcessor;

const { pipeline, newSite } = await pipelineOfTests();
const { handler } = await import('../../../functions/backfill/handler.ts');
let site: string;
beforeEach(async () => {
  site = await newSite('run');
});

/** One execution of the map, of one batch, by an interpreter of the language; Lambda is asked as its state says. */
async function runBatch(keys: readonly string[], remainingMs = 30_000) {
  const batch: Batch = {
    BatchInput: { site, bucket: 'studies', quiet: true },
    Items: listing(pipeline.bucket, keys),
  };
  const passes: string[] = [];
  const invoke = async (asked: unknown) => {
    const { FunctionName, Payload } = asked as { readonly FunctionName: string; readonly Payload: Batch };
    expect(FunctionName).toBe(functionArn);
    passes.push(Payload.Items.map(({ Key }) => Key.split('/').at(-1)).join(' '));
    const context = { ...lambdaContext, getRemainingTimeInMillis: () => remainingMs };
    return { StatusCode: 200, Payload: await handler(Payload, context) };
  };
  const { result } = new StateMachine({ StartAt, States }).run(batch as never, {
    overrides: {
      taskResourceLocalHandlers: { TakeBatch: invoke as never },
      retryIntervalOverrides: { TakeBatch: [0, 0] },
    },
  });
  const ended = await result.catch(({ message }: Error) => message);
  return { ended, passes };
}
const put = (name: string, bytes: Uint8Array | string): string => {
  const key = `incoming/${site}/${name}`;
  pipeline.bucket.put(key, bytes);
  return key;
};
const recorded = async () => instancesIn(await pipeline.itemsOf(site)).map(instanceOf).length;

test('the language of the state machine is understood as a whole, its listing by Distributed Map included', () => {
  expect(() => new StateMachine(definition)).not.toThrow();
  const misspelt = { ...definition, StartAt: 'TakeArchives' };
  expect(() => new StateMachine(misspelt)).toThrow(/TakeArchives/);
});

describe('a batch that Step Functions hands over', () => {
  test('is taken in one pass, and its result is not carried along', async () => {
    const keys = [put('a', mrFile({ sop: '1.2.3.4.1' })), put('b', mrFile({ sop: '1.2.3.4.2' }))];
    expect(await runBatch(keys)).toEqual({ ended: {}, passes: ['a b'] });
    expect(await recorded()).toBe(2);
  });

  test('goes again with what found no time, and with nothing else', async () => {
    const zipped = async (sop: string) => zipOf([file('1', mrFile({ sop }))]);
    const keys = [put('a.zip', await zipped('1.2.3.4.1')), put('b.zip', await zipped('1.2.3.4.2'))];
    vi.useFakeTimers({ now: Date.now(), toFake: ['Date'] });
    let reads = 0;
    // The first read says what an object is; with the second the first archive takes most of a run.
    pipeline.bucket.whenRead((key) => {
      if (key !== keys[0]) return;
      reads += 1;
      if (reads === 2) vi.setSystemTime(Date.now() + 200_000);
    });
    expect(await runBatch(keys, 300_000)).toEqual({ ended: {}, passes: ['a.zip b.zip', 'b.zip'] });
    expect(await recorded()).toBe(2);
  });

  test('is tried again when nothing of it could be taken', async () => {
    const key = put('a', mrFile());
    let busy = true;
    pipeline.bucket.whenRead(() => {
      if (!busy) return;
      busy = false;
      throw new S3ServiceException({ name: 'SlowDown', $fault: 'server', $metadata: { httpStatusCode: 503 } });
    });
    expect(await runBatch([key])).toEqual({ ended: {}, passes: ['a', 'a'] });
    expect(await recorded()).toBe(1);
  });

  test('fails at once where its site is not registered: trying again registers none', async () => {
    const key = put('a', mrFile());
    site = 'nobody';
    expect(await runBatch([key])).toEqual({ ended: expect.stringContaining('not registered'), passes: ['a'] });
  });
});

test.each([
  [0, 'taken'],
  [1, 'Some batches could not be taken'],
])('a run of which %i batches failed ends so: %s', async (failed, expected) => {
  const run = { ItemCounts: { Succeeded: 200 }, ExecutionCounts: { Succeeded: 2, Failed: failed } };
  const describeMapRun = async (asked: unknown) => {
    expect(asked).toEqual({ MapRunArn: 'arn:of-the-run' });
    return run;
  };
  const { result } = new StateMachine({ StartAt: 'CountBatches', States: afterTheMap } as never).run(
    { MapRunArn: 'arn:of-the-run' },
    { overrides: { taskResourceLocalHandlers: { CountBatches: describeMapRun as never } } },
  );
  const ended = await result.then(() => 'taken').catch(({ message }: Error) => message);
  expect(ended).toContain(expected);
});
