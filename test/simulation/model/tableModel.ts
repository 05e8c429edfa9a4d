import {
  holds,
  type Item,
  type Placeholders,
  partitionOf,
  readCondition,
  readUpdate,
  refuseUnused,
  updated,
} from './expressions.ts';
import { NotModelledError, ServiceFailure } from './serviceFailure.ts';

export type TableModel = ReturnType<typeof tableModel>;

export type TableSettings = {
  readonly nowMs: () => number;
  /** How many items a page of a query holds: 1 MB in truth, a few here. */
  readonly pageItems: () => number;
  /** How old the picture is that an index, or a read that is not consistent, gives. */
  readonly lagMs: () => number;
  readonly indexes: Readonly<Record<string, TableIndex>>;
  readonly onWrite: (before: Item | undefined, after: Item) => void;
};

export type TableIndex = {
  /** Partition key and sort key. */
  readonly keys: readonly [string, string];
  /** What it holds of an item beside all keys. */
  readonly others: readonly string[];
};

/** No item: it was removed. */
type Version = { readonly atMs: number; readonly item: Item | undefined };
type Input = Readonly<Record<string, unknown>>;

const itemLimitBytes = 400_000;

/**
 * A DynamoDB table with keys `pk` and `sk`. A write and its condition are one step; consistent reads see every write before
 * them, others and indexes may lag; pages end early; what the service would refuse is refused.
 */
export function tableModel(settings: TableSettings) {
  const partitions = new Map<string, Map<string, Version[]>>();
  return {
    apply(command: string, input: Input): Item {
      switch (command) {
        case 'GetCommand':
          return get(input);
        case 'PutCommand':
          return put(input);
        case 'UpdateCommand':
          return update(input);
        case 'QueryCommand':
          return query(input);
        default:
          throw new NotModelledError(`The table has no model of ${command}.`);
      }
    },
    /** What stands in it, for the one who judges; by partition key and sort key. */
    items(): readonly Item[] {
      return [...partitions.keys()].sort().flatMap((pk) => itemsOf(pk, 0));
    },
    seed(item: Item): void {
      write(undefined, item);
    },
    remove(pk: string, sk: string): void {
      partitions.get(pk)?.get(sk)?.push({ atMs: settings.nowMs(), item: undefined });
    },
  };

  function get(input: Input): Item {
    const { pk, sk } = keyOf(input.Key);
    const item = read(pk, sk, input.ConsistentRead === true ? 0 : settings.lagMs());
    if (item === undefined) return {};
    return { Item: copyOf(projected(item, input.ProjectionExpression)) };
  }

  function put(input: Input): Item {
    const item = stored(input.Item);
    const { pk, sk } = keyOf(item);
    const before = read(pk, sk, 0);
    check(input, before, []);
    write(before, item);
    return {};
  }

  function update(input: Input): Item {
    const key = keyOf(input.Key);
    const before = read(key.pk, key.sk, 0);
    const expression = textOf(input.UpdateExpression);
    const placeholders = check(input, before, [expression]);
    const after = stored(updated(readUpdate(expression), before ?? key, placeholders));
    write(before, after);
    return input.ReturnValues === 'ALL_NEW' ? { Attributes: copyOf(after) } : {};
  }

  function query(input: Input): Item {
    const indexName = input.IndexName;
    const index = typeof indexName === 'string' ? (settings.indexes[indexName] ?? noIndex) : null;
    const [hashKey, sortKey] = index?.keys ?? ['pk', 'sk'];
    if (indexName !== undefined && input.ConsistentRead === true) throw new ServiceFailure('ValidationException', 400);
    const placeholders = placeholdersOf(input);
    const expression = textOf(input.KeyConditionExpression);
    refuseUnused(placeholders, [expression, optionalText(input.FilterExpression)]);
    if (input.FilterExpression !== undefined) throw new NotModelledError('The table has no model of a filter.');
    const condition = readCondition(expression);
    const partition = String(partitionOf(condition, hashKey, placeholders));
    const lagMs = indexName === undefined && input.ConsistentRead === true ? 0 : settings.lagMs();
    const all: Item[] =
      indexName === undefined
        ? itemsOf(partition, lagMs)
        : [...partitions.keys()].flatMap((pk) => itemsOf(pk, lagMs)).filter((item) => item[hashKey] === partition);
    const matching = all
      .filter((item) => item[sortKey] !== undefined && holds(condition, item, placeholders))
      .sort((one, other) => (placeOf(one, sortKey) < placeOf(other, sortKey) ? -1 : 1));
    if (input.ScanIndexForward === false) matching.reverse();
    const after = input.ExclusiveStartKey === undefined ? undefined : recordOf(input.ExclusiveStartKey);
    const from = after === undefined ? 0 : positionBehind(matching, after, sortKey, input.ScanIndexForward !== false);
    const limit = typeof input.Limit === 'number' ? input.Limit : settings.pageItems();
    const page = matching.slice(from, from + limit);
    const last = page.at(-1);
    const shown = (item: Item): Item =>
      index === null ? item : projected(item, ['pk', 'sk', ...index.keys, ...index.others].join());
    // Of a page that ends right behind the last item DynamoDB does not know that either.
    const more = last !== undefined && (from + limit < matching.length || page.length === limit);
    return {
      Items: page.map((item) => copyOf(projected(shown(item), input.ProjectionExpression))),
      ...(more ? { LastEvaluatedKey: projected(last, ['pk', 'sk', ...(index?.keys ?? [])].join()) } : {}),
    };
  }

  function check(input: Input, before: Item | undefined, others: readonly string[]): Placeholders {
    const placeholders = placeholdersOf(input);
    const condition = optionalText(input.ConditionExpression);
    refuseUnused(placeholders, [condition, ...others]);
    if (condition !== undefined && !holds(readCondition(condition), before, placeholders))
      throw new ServiceFailure('ConditionalCheckFailedException', 400);
    return placeholders;
  }

  function stored(given: unknown): Item {
    const item = copyOf(given);
    if (!isRecord(item)) throw new ServiceFailure('ValidationException', 400);
    keyOf(item);
    const indexKeys = Object.values(settings.indexes).flatMap(({ keys }) => keys);
    const wrong = indexKeys.some((name) => item[name] !== undefined && typeof item[name] !== 'string');
    if (wrong || bytesOf(item) > itemLimitBytes) throw new ServiceFailure('ValidationException', 400);
    return item;
  }

  function write(before: Item | undefined, item: Item): void {
    const { pk, sk } = keyOf(item);
    const partition = partitions.get(pk) ?? new Map<string, Version[]>();
    partitions.set(pk, partition);
    const versions = partition.get(sk) ?? [];
    partition.set(sk, versions);
    versions.push({ atMs: settings.nowMs(), item });
    settings.onWrite(before, item);
  }

  function read(pk: string, sk: string, lagMs: number): Item | undefined {
    return seen(partitions.get(pk)?.get(sk) ?? [], lagMs);
  }

  function itemsOf(pk: string, lagMs: number): Item[] {
    const partition = partitions.get(pk) ?? new Map<string, Version[]>();
    return [...partition.keys()].sort().flatMap((sk) => {
      const item = seen(partition.get(sk) ?? [], lagMs);
      return item === undefined ? [] : [item];
    });
  }

  function seen(versions: readonly Version[], lagMs: number): Item | undefined {
    if (lagMs === 0) return versions.at(-1)?.item;
    return versions.findLast(({ atMs }) => atMs <= settings.nowMs() - lagMs)?.item;
  }
}

const noIndex: TableIndex = { keys: ['', ''], others: [] };

function placeOf(item: Item, sortKey: string): string {
  return `${String(item[sortKey])}\u0000${String(item.pk)}\u0000${String(item.sk)}`;
}

/** The last item of the page before may be gone from the picture that an index gives now. */
function positionBehind(items: readonly Item[], last: Item, sortKey: string, forward: boolean): number {
  if (last[sortKey] === undefined) throw new ServiceFailure('ValidationException', 400);
  const place = placeOf(last, sortKey);
  const next = items.findIndex((item) => (forward ? placeOf(item, sortKey) > place : placeOf(item, sortKey) < place));
  return next < 0 ? items.length : next;
}

function projected(item: Item, projection: unknown): Item {
  if (typeof projection !== 'string') return item;
  const names = projection.split(',').map((name) => name.trim());
  return Object.fromEntries(names.flatMap((name) => (item[name] === undefined ? [] : [[name, item[name]]])));
}

function placeholdersOf(input: Input): Placeholders {
  const { ExpressionAttributeNames: names = {}, ExpressionAttributeValues: values = {} } = input;
  if (!isRecord(names) || !isRecord(values)) throw new ServiceFailure('ValidationException', 400);
  // biome-ignore format: one line says it
  return { names: Object.fromEntries(Object.entries(names).map(([name, to]) => [name, String(to)])), values: recordOf(copyOf(values)) };
}

function keyOf(given: unknown): { readonly pk: string; readonly sk: string } {
  if (!isRecord(given)) throw new ServiceFailure('ValidationException', 400);
  const { pk, sk } = given;
  if (typeof pk !== 'string' || typeof sk !== 'string' || pk === '' || sk === '')
    throw new ServiceFailure('ValidationException', 400);
  return { pk, sk };
}

/** As the document client marshals and unmarshals: a copy, without what is undefined; an empty set is refused. */
function copyOf<Value>(value: Value): Value;
function copyOf(value: unknown): unknown {
  if (value instanceof Set) {
    if (value.size === 0) throw new ServiceFailure('ValidationException', 400);
    return new Set(value);
  }
  if (value instanceof Uint8Array) return new Uint8Array(value);
  if (Array.isArray(value)) return value.filter((one) => one !== undefined).map(copyOf);
  if (isRecord(value)) {
    const copy: Record<string, unknown> = {};
    for (const name in value) if (value[name] !== undefined) copy[name] = copyOf(value[name]);
    return copy;
  }
  if (typeof value === 'number' && !Number.isFinite(value)) throw new ServiceFailure('ValidationException', 400);
  return value;
}

function bytesOf(value: unknown): number {
  if (typeof value === 'string') return Buffer.byteLength(value);
  if (value instanceof Uint8Array) return value.length;
  if (value instanceof Set || Array.isArray(value))
    return [...value].reduce<number>((sum, one) => sum + bytesOf(one), 3);
  if (isRecord(value))
    return Object.entries(value).reduce((sum, [name, one]) => sum + Buffer.byteLength(name) + bytesOf(one), 3);
  return 8;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function recordOf(value: unknown): Record<string, unknown> {
  return isRecord(value) ? value : {};
}

function textOf(value: unknown): string {
  if (typeof value !== 'string') throw new ServiceFailure('ValidationException', 400);
  return value;
}

function optionalText(value: unknown): string | undefined {
  return value === undefined ? undefined : textOf(value);
}
