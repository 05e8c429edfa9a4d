import { describe, expect, test } from 'vitest';
import { indexesOf, indexUnits } from '../../local/indexUnits.ts';

const text = (S: string) => ({ S });
const keys = (hash: string, range: string) => [
  { AttributeName: hash, KeyType: 'HASH' as const },
  { AttributeName: range, KeyType: 'RANGE' as const },
];
const tableWith = (Projection: { ProjectionType: 'ALL' | 'KEYS_ONLY' | 'INCLUDE'; NonKeyAttributes?: string[] }) =>
  indexesOf({
    tables: [
      {
        logicalId: 'T',
        properties: {
          KeySchema: keys('pk', 'sk'),
          AttributeDefinitions: [],
          GlobalSecondaryIndexes: [{ IndexName: 'I', KeySchema: keys('site', 'date'), Projection }],
          BillingMode: 'PAY_PER_REQUEST',
        },
      },
    ],
  });
const Key = { pk: text('a'), sk: text('b') };
const put = (more: Record<string, unknown> = {}) => ({
  TableName: 'T',
  Item: { ...Key, site: text('x'), date: text('1'), outcome: text('good'), ...more },
});
const update = (UpdateExpression: string, values: Record<string, unknown> = {}) => ({
  TableName: 'T',
  Key,
  UpdateExpression,
  ExpressionAttributeValues: values,
});

describe('a write consumes in an index', () => {
  const chosen = { ProjectionType: 'INCLUDE' as const, NonKeyAttributes: ['outcome'] };

  test('nothing while its item is not in it', () => {
    const units = indexUnits();
    expect(units.of({ TableName: 'T', Item: { ...Key, outcome: text('good') } }, tableWith(chosen))).toBe(0);
    expect(units.of(put(), new Map())).toBe(0);
  });

  test('a unit when its item appears, and when what the index holds of it changes', () => {
    const units = indexUnits();
    const written = [
      put(),
      put(),
      update('SET outcome = :o', { ':o': text('good') }),
      update('SET outcome = :o, seen = :n', { ':o': text('bad'), ':n': { N: '1' } }),
      update('SET seen = if_not_exists(seen, :n) ADD arrivals :n', { ':n': { N: '2' } }),
      update('SET seen = :n REMOVE outcome', { ':n': { N: '3' } }),
      update('ADD outcome :n', { ':n': { N: '3' } }),
    ];
    expect(written.map((one) => units.of(one, tableWith(chosen)))).toEqual([1, 0, 0, 1, 0, 1, 1]);
  });

  test('two when its key there changes, and one when it leaves', () => {
    const units = indexUnits();
    const written = [put(), update('SET #d = :d', { ':d': text('2') }), update('REMOVE site')];
    const named = written.map((one) => ({ ...one, ExpressionAttributeNames: { '#d': 'date' } }));
    expect(named.map((one) => units.of(one, tableWith(chosen)))).toEqual([1, 2, 1]);
  });

  test('each change, where it holds whole items; only those of keys, where it holds keys', () => {
    const written = [put(), update('ADD arrivals :n', { ':n': { N: '1' } }), put({ big: text('x'.repeat(1500)) })];
    const [all, own] = [indexUnits(), indexUnits()];
    expect(written.map((one) => all.of(one, tableWith({ ProjectionType: 'ALL' })))).toEqual([1, 1, 2]);
    expect(written.map((one) => own.of(one, tableWith({ ProjectionType: 'KEYS_ONLY' })))).toEqual([1, 0, 0]);
  });
});
