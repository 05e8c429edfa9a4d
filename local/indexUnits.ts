import type { Wiring } from './wiring.ts';

/** Attributes as DynamoDB's JSON has them: `{"S": "…"}`. */
type Values = Readonly<Record<string, unknown>>;

type Index = {
  readonly keys: readonly string[];
  /** Keys included; `null` is all of them. */
  readonly projected: ReadonlySet<string> | null;
};
export type Indexes = ReadonlyMap<string, readonly Index[]>;

/** Of each table, by its name. */
export function indexesOf({ tables }: Pick<Wiring, 'tables'>): Indexes {
  return new Map(
    tables.map(({ logicalId, properties: { KeySchema, GlobalSecondaryIndexes = [] } }) => {
      const tableKeys = KeySchema.map(({ AttributeName }) => AttributeName);
      const indexes = GlobalSecondaryIndexes.map(({ KeySchema: own, Projection }): Index => {
        const keys = own.map(({ AttributeName }) => AttributeName);
        if (Projection.ProjectionType === 'ALL') return { keys, projected: null };
        return { keys, projected: new Set([...tableKeys, ...keys, ...(Projection.NonKeyAttributes ?? [])]) };
      });
      return [logicalId, indexes];
    }),
  );
}

/**
 * What the writes to tables consume in their indexes, which the emulator leaves out. DynamoDB writes to an index when an item appears
 * in it, or an attribute changes that it holds: 1 KB a unit; twice when its key there changes. It knows no item but by the writes that it
 * saw, so it must see all of them.
 */
export function indexUnits() {
  const items = new Map<string, Map<string, unknown>>();
  return {
    /** To be told of each write that took effect. @param asked the body of a PutItem or UpdateItem */
    of(asked: Values, indexes: Indexes): number {
      const own = indexes.get(String(asked.TableName)) ?? [];
      if (own.length === 0) return 0;
      const { Item: put } = asked;
      const key = isValues(put) ? { pk: put.pk, sk: put.sk } : asked.Key;
      const name = JSON.stringify([asked.TableName, key]);
      const before = items.get(name);
      const after = isValues(put) ? new Map(Object.entries(put)) : updated(before ?? valuesOf(key), asked);
      // An instance is in no index, and there are many.
      if (before !== undefined || own.some((index) => isIn(index, after))) items.set(name, after);
      return own.reduce((sum, index) => sum + unitsOf(index, before, after), 0);
    },
  };
}

function unitsOf(index: Index, before: ReadonlyMap<string, unknown> | undefined, after: ReadonlyMap<string, unknown>) {
  const was = before !== undefined && isIn(index, before) ? before : null;
  const is = isIn(index, after) ? after : null;
  const [gone, come] = [textIn(index, was), textIn(index, is)];
  if (gone === come) return 0;
  const moved = was !== null && is !== null && index.keys.some((key) => textOf(was.get(key)) !== textOf(is.get(key)));
  return moved ? kilobytes(gone) + kilobytes(come) : kilobytes(gone.length > come.length ? gone : come);
}

function isIn({ keys }: Index, item: ReadonlyMap<string, unknown>): boolean {
  return keys.every((key) => item.has(key));
}

/** What an index holds of an item, in order of names; nothing where it does not hold it. */
function textIn({ projected }: Index, item: ReadonlyMap<string, unknown> | null): string {
  const held = [...(item ?? [])].filter(([name]) => projected === null || projected.has(name));
  return held
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, value]) => name + textOf(value))
    .join();
}

function textOf(value: unknown): string {
  return JSON.stringify(value) ?? '';
}

function kilobytes(text: string): number {
  return Math.ceil(Buffer.byteLength(text) / 1024);
}

/**
 * What an update makes of an item, as far as an index can tell: `name = :value` sets it, all else (`if_not_exists`, `ADD`) makes another value
 * of it, whatever it was. So an attribute that changes by those counts as changed each time.
 */
function updated(before: ReadonlyMap<string, unknown>, asked: Values): Map<string, unknown> {
  const after = new Map(before);
  const names = isValues(asked.ExpressionAttributeNames) ? asked.ExpressionAttributeNames : {};
  const values = isValues(asked.ExpressionAttributeValues) ? asked.ExpressionAttributeValues : {};
  const nameOf = (name: string): string => String(names[name] ?? name);
  for (const [, kind, clause = ''] of String(asked.UpdateExpression ?? '').matchAll(clauses)) {
    for (const part of clause.split(/,(?![^(]*\))/)) {
      const [, name = '', value = ''] = /^\s*(#?\w+)(?:\s*=\s*|\s+)?(.*?)\s*$/s.exec(part) ?? [];
      if (kind === 'REMOVE' || kind === 'DELETE') after.delete(nameOf(name));
      else
        after.set(nameOf(name), kind === 'SET' && value in values ? values[value] : another(before.get(nameOf(name))));
    }
  }
  return after;
}

const clauses = /\b(SET|REMOVE|ADD|DELETE)\s+(.*?)(?=\s+(?:SET|REMOVE|ADD|DELETE)\s|$)/gs;

/** A value that is not this one. */
function another(value: unknown): Values {
  return { changed: isValues(value) && typeof value.changed === 'number' ? value.changed + 1 : 1 };
}

function valuesOf(key: unknown): ReadonlyMap<string, unknown> {
  return new Map(isValues(key) ? Object.entries(key) : []);
}

function isValues(value: unknown): value is Values {
  return typeof value === 'object' && value !== null;
}
