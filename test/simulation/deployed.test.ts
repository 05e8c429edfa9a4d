import { expect, test } from 'vitest';
import { synthesizeWithoutBundles } from '../infra/synthesize.ts';
import { type FunctionName, wiringOf } from '../infra/wiring.ts';
import { deployed } from './model/deployed.ts';

test('the simulated queues and functions are the deployed ones', () => {
  const { propertiesOf } = synthesizeWithoutBundles();
  const timeouts = [...propertiesOf('AWS::Lambda::Function').values()].map(({ Timeout }) => Timeout);
  const sources = [...propertiesOf('AWS::Lambda::EventSourceMapping').values()].map((source) => ({
    batchSize: source.BatchSize,
    windowSeconds: source.MaximumBatchingWindowInSeconds ?? 0,
    ...(typeof source.ScalingConfig === 'object' ? source.ScalingConfig : {}),
  }));
  const queues = [...propertiesOf('AWS::SQS::Queue').values()].filter(
    ({ RedrivePolicy }) => RedrivePolicy !== undefined,
  );
  const functions = [deployed.ingest, deployed.evaluate, deployed.notify, deployed.webhook];

  expect(sources).toEqual(
    functions.map(({ batchSize, windowSeconds, maxConcurrency }) => ({
      batchSize,
      windowSeconds,
      MaximumConcurrency: maxConcurrency,
    })),
  );
  expect(timeouts).toEqual(expect.arrayContaining(functions.map(({ timeoutSeconds }) => timeoutSeconds)));
  expect(queues.map(({ VisibilityTimeout }) => VisibilityTimeout)).toEqual(
    functions.map(({ timeoutSeconds }) => timeoutSeconds * deployed.visibilityPerTimeout),
  );
  expect(queues.map(({ RedrivePolicy }) => RedrivePolicy)).toEqual(
    functions.map(({ tries }) => expect.objectContaining({ maxReceiveCount: tries })),
  );
});

test('who reads an archive knows when it is tried again', () => {
  const synthesis = synthesizeWithoutBundles();
  const toldOf = (name: FunctionName) => wiringOf(synthesis).environmentOf(name).NEXT_TRY_SECONDS;
  expect(toldOf('ingest')).toBe(String(deployed.visibilityPerTimeout * deployed.ingest.timeoutSeconds));
  expect(toldOf('backfill')).toBe('1200');
});

test('the simulated indexes hold what the deployed ones do', () => {
  const tables = [...synthesizeWithoutBundles().propertiesOf('AWS::DynamoDB::Table').values()];
  const indexes = tables.flatMap(({ GlobalSecondaryIndexes = [] }) => GlobalSecondaryIndexes);
  expect(indexes).toEqual(
    Object.entries(deployed.indexes).map(
      ([
        IndexName,
        {
          keys: [hash, range],
          others,
        },
      ]) => ({
        IndexName,
        KeySchema: [
          { AttributeName: hash, KeyType: 'HASH' },
          { AttributeName: range, KeyType: 'RANGE' },
        ],
        Projection:
          others.length === 0
            ? { ProjectionType: 'KEYS_ONLY' }
            : { ProjectionType: 'INCLUDE', NonKeyAttributes: [...others] },
      }),
    ),
  );
});
