import { expect, test } from 'vitest';
import { centsOf, countsOf, gbSeconds } from '../../../bench/cost/bill.ts';
import { looseFloor, zipFloor } from '../../../bench/cost/floor.ts';
import { mix } from '../../../bench/cost/mix.ts';
import { centsFor, priceTable } from '../../../bench/cost/prices.ts';
import type { MeteredRequest } from '../../../local/meter.ts';

const request = (changes: Partial<MeteredRequest>): MeteredRequest => ({
  service: 's3',
  operation: 'GetObject',
  caller: 'IngestFunction',
  status: 200,
  requestBytes: 0,
  responseBytes: 0,
  readUnits: 0,
  writeUnits: 0,
  indexUnits: 0,
  isEmpty: false,
  ...changes,
});

test('a bill counts each request, the messages that S3 sends, and no poll that brings nothing', () => {
  const requests = [
    request({}),
    request({ service: 'dynamodb', operation: 'UpdateItem', writeUnits: 1, indexUnits: 1 }),
    request({ service: 'dynamodb', operation: 'Query', readUnits: 2.5 }),
    request({ service: 'sqs', operation: 'ReceiveMessage', caller: '' }),
    request({ service: 'sqs', operation: 'ReceiveMessage', caller: '', isEmpty: true }),
    request({ service: 'sqs', operation: 'DeleteMessageBatch', caller: '', isEmpty: true }),
  ];
  const counts = countsOf({ requests, invocations: [], logBytes: 1000 }, 7);
  expect(counts).toMatchObject({ s3Get: 1, sqsRequest: 9, dynamoWrite: 2, dynamoRead: 2.5, logsGb: 1e-6, sesMail: 0 });
  expect(centsOf({ s3Get: 1000, dynamoWrite: 1_000_000 })).toBeCloseTo(0.04 + 62.5);
});

test('seconds are the processor’s, stretched to the share that the memory buys, and the waits: eight at once for loose files, 32 for those of an archive', () => {
  const invocation = { functionName: 'IngestFunction', memoryMb: 1024, cpuMs: 1000, wallMs: 9000, heapBytes: 0 };
  expect(gbSeconds([invocation], [], 8)).toBeCloseTo(1769 / 1024);
  const waits = (requests: readonly MeteredRequest[], readsAtOnce: number) =>
    gbSeconds([{ ...invocation, cpuMs: 0 }], requests, readsAtOnce);
  const reads = Array.from({ length: 32 }, () => request({}));
  expect(waits(reads, 8)).toBeCloseTo(0.12);
  expect(waits(reads, 32)).toBeCloseTo(0.03);
  const write = request({ service: 'dynamodb', operation: 'PutItem' });
  expect(waits([write], 8)).toBeCloseTo(0.006 / 8);
  expect(waits([write], 32)).toBeCloseTo(0.006);
  expect(waits([request({ caller: 'another' })], 8)).toBe(0);
});

test('the price table is dated and names its sources', () => {
  expect(priceTable.asOf).toMatch(/^20\d\d-/);
  for (const { source } of Object.values(priceTable.prices)) expect(source).toMatch(/^https:\/\/aws\.amazon\.com\//);
  expect(centsFor('lambdaRequest', 1_000_000)).toBeCloseTo(20);
  expect(mix.reduce((sum, [, , share]) => sum + share, 0)).toBeCloseTo(1);
});

test('the floor of 1,000 loose images is half of the aim', () => {
  expect(centsOf(looseFloor(1000))).toBeGreaterThan(0.14);
  expect(centsOf(looseFloor(1000))).toBeLessThan(0.18);
});

test('the floor of 1,000 images in a ZIP is the reads above all, and never more than those that were made', () => {
  expect(centsOf(zipFloor(1000, 1002))).toBeCloseTo(centsOf(zipFloor(1000, 2000)));
  expect(centsOf(zipFloor(1000, 895))).toBeGreaterThan(0.05);
  expect(centsOf(zipFloor(1000, 100))).toBeLessThan(0.03);
});
