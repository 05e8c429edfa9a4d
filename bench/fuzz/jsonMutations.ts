import type { Json } from './jsonDocuments.ts';
import type { Random } from './random.ts';

/** A damaged document: one to four places of it replaced, repeated, renamed or buried. */
export function damagedJson(document: Json, random: Random): Json {
  let damaged = document;
  for (let count = 1 + random.below(4); count > 0; count -= 1) damaged = replacedSomewhere(damaged, random);
  return damaged;
}

/** Walks down at random and changes what it comes to. */
function replacedSomewhere(value: Json, random: Random): Json {
  if (value === null || typeof value !== 'object' || random.oneIn(6)) return replacement(value, random);
  if (isList(value)) {
    if (value.length === 0) return replacement(value, random);
    const at = random.below(value.length);
    return value.map((one, index) => (index === at ? replacedSomewhere(one, random) : one));
  }
  const keys = Object.keys(value);
  const chosen = keys[random.below(keys.length)];
  if (chosen === undefined) return replacement(value, random);
  const { [chosen]: inner = null, ...rest } = value;
  if (random.oneIn(8)) return { ...rest, [otherKey(keys, random)]: inner };
  return { ...rest, [chosen]: replacedSomewhere(inner, random) };
}

function replacement(value: Json, random: Random): Json {
  switch (random.below(12)) {
    case 0:
      return null;
    case 1:
      return random.pick([true, false, 0, -1, 1e308, 5e-324, 15_000]);
    case 2:
      return random.pick(['', '\u202e\u0007<script>', '1,5', '1e999', 'NaN', '\ud800', 'x'.repeat(1_000), '\\\\\\']);
    case 3:
      return [];
    case 4:
      return Array.from({ length: repeats(value, random) }, () => value);
    case 5:
      return buried(value, random.oneIn(4) ? 4_000 : 20, (inner) => [inner]);
    case 6:
      return buried(value, random.oneIn(4) ? 4_000 : 20, (inner) => ({ '52009229': { vr: 'SQ', Value: [inner] } }));
    case 7:
      return { vr: 'UN', InlineBinary: random.pick(['', 'AAAA', '!!!!', 'MTAwMA==', 'A'.repeat(10_000)]) };
    case 8:
      return { vr: 'UT', BulkDataURI: 'https://example.invalid/1' };
    case 9:
      return { Alphabetic: 'x' };
    case 10:
      return { Value: value };
    default:
      return JSON.parse('{"__proto__":{"vr":"CS","Value":["polluted"]},"constructor":{"prototype":{}}}');
  }
}

function buried(value: Json, depth: number, wrap: (inner: Json) => Json): Json {
  let whole = value;
  for (let level = 0; level < depth; level += 1) whole = wrap(whole);
  return whole;
}

function otherKey(keys: readonly string[], random: Random): string {
  const [first = '00080060', ...others] = keys;
  return random.pick([
    '__proto__',
    'constructor',
    'toString',
    'vr',
    'Value',
    'FFFEE000',
    '0019100C',
    random.pick([first, ...others]).toLowerCase(),
  ]);
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

/** Many small things or a few large ones: a document that is repeated again and again stays one that can be made. */
function repeats(value: Json, random: Random): number {
  return Math.min(Math.floor(mostNodes / nodesIn(value)), random.oneIn(8) ? mostNodes : 20);
}

const mostNodes = 100_000;

/** How large a document is, counted no further than `mostNodes`. */
function nodesIn(document: Json): number {
  const open: Json[] = [document];
  let count = 0;
  while (open.length > 0 && count < mostNodes) {
    const value = open.pop() ?? null;
    count += 1;
    if (value !== null && typeof value === 'object') open.push(...Object.values(value).slice(0, mostNodes));
  }
  return count;
}
