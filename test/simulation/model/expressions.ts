import { NotModelledError, ServiceFailure } from './serviceFailure.ts';

export type Item = Readonly<Record<string, unknown>>;

export type Placeholders = {
  readonly names: Readonly<Record<string, string>>;
  readonly values: Readonly<Record<string, unknown>>;
};

type Operand =
  | { readonly kind: 'attribute'; readonly name: string }
  | { readonly kind: 'value'; readonly name: string }
  | { readonly kind: 'size'; readonly of: string }
  | { readonly kind: 'if-not-exists'; readonly name: string; readonly otherwise: Operand };

export type Condition =
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Condition[] }
  | { readonly kind: 'not'; readonly part: Condition }
  | { readonly kind: 'exists' | 'not-exists'; readonly name: string }
  | { readonly kind: 'begins-with'; readonly name: string; readonly prefix: Operand }
  | { readonly kind: 'compare'; readonly by: Comparator; readonly left: Operand; readonly right: Operand };
type Comparator = '=' | '<>' | '<' | '<=' | '>' | '>=';

export type Update = {
  readonly set: readonly { readonly name: string; readonly to: Operand }[];
  readonly remove: readonly string[];
  readonly add: readonly { readonly name: string; readonly value: string }[];
};

const conditions = new Map<string, Condition>();
const updates = new Map<string, Update>();

/** Reads a condition or key condition expression as DynamoDB does, as far as the functions write them. */
export function readCondition(text: string): Condition {
  const known = conditions.get(text);
  if (known !== undefined) return known;
  const words = wordsOf(text);
  const condition = readOr(words);
  if (words.length > 0) throw notModelled(text, words[0]);
  conditions.set(text, condition);
  return condition;
}

export function readUpdate(text: string): Update {
  const known = updates.get(text);
  if (known !== undefined) return known;
  const words = wordsOf(text);
  const set: { name: string; to: Operand }[] = [];
  const remove: string[] = [];
  const add: { name: string; value: string }[] = [];
  while (words.length > 0) {
    const clause = words.shift();
    do {
      const name = words.shift() ?? '';
      if (clause === 'REMOVE') remove.push(name);
      else if (clause === 'ADD') add.push({ name, value: words.shift() ?? '' });
      else if (clause === 'SET' && words.shift() === '=') set.push({ name, to: readOperand(words) });
      else throw notModelled(text, clause);
    } while (taken(words, ','));
  }
  const update = { set, remove, add };
  updates.set(text, update);
  return update;
}

/** DynamoDB refuses a request that gives a name or a value which no expression uses, or uses one that is not given. */
export function refuseUnused(placeholders: Placeholders, expressions: readonly (string | undefined)[]): void {
  const used = new Set(expressions.flatMap((text) => text?.match(/[#:][A-Za-z0-9_]+/g) ?? []));
  const given = new Set([...Object.keys(placeholders.names), ...Object.keys(placeholders.values)]);
  if (used.size !== given.size || [...used].some((name) => !given.has(name)))
    throw new ServiceFailure('ValidationException', 400);
}

export function holds(condition: Condition, item: Item | undefined, placeholders: Placeholders): boolean {
  switch (condition.kind) {
    case 'and':
      return condition.parts.every((part) => holds(part, item, placeholders));
    case 'or':
      return condition.parts.some((part) => holds(part, item, placeholders));
    case 'not':
      return !holds(condition.part, item, placeholders);
    case 'exists':
      return item?.[nameOf(condition.name, placeholders)] !== undefined;
    case 'not-exists':
      return item?.[nameOf(condition.name, placeholders)] === undefined;
    case 'begins-with': {
      const value = item?.[nameOf(condition.name, placeholders)];
      return typeof value === 'string' && value.startsWith(String(operandValue(condition.prefix, item, placeholders)));
    }
    case 'compare':
      return compared(
        condition.by,
        operandValue(condition.left, item, placeholders),
        operandValue(condition.right, item, placeholders),
      );
  }
}

/** The item after the update; every value is taken from the item before it. */
export function updated(update: Update, item: Item, placeholders: Placeholders): Item {
  const after: Record<string, unknown> = { ...item };
  for (const { name, to } of update.set) after[nameOf(name, placeholders)] = operandValue(to, item, placeholders);
  for (const name of update.remove) delete after[nameOf(name, placeholders)];
  for (const { name, value } of update.add) {
    const attribute = nameOf(name, placeholders);
    after[attribute] = sum(item[attribute], placeholders.values[value]);
  }
  return after;
}

/** What a key condition asks the partition key to be. */
export function partitionOf(condition: Condition, hashKey: string, placeholders: Placeholders): unknown {
  const parts = condition.kind === 'and' ? condition.parts : [condition];
  for (const part of parts) {
    if (part.kind !== 'compare' || part.by !== '=' || part.left.kind !== 'attribute') continue;
    if (nameOf(part.left.name, placeholders) === hashKey) return operandValue(part.right, undefined, placeholders);
  }
  throw new ServiceFailure('ValidationException', 400);
}

function sum(before: unknown, added: unknown): unknown {
  if (added instanceof Set) return new Set([...(before instanceof Set ? before : []), ...added]);
  if (typeof added === 'number') return (typeof before === 'number' ? before : 0) + added;
  throw new ServiceFailure('ValidationException', 400);
}

// An attribute that is not there is in no order to anything; values of two types neither.
function compared(by: Comparator, left: unknown, right: unknown): boolean {
  if (by === '<>') return left !== right;
  if (typeof left === 'number' && typeof right === 'number') return inOrder(by, left - right);
  if (typeof left === 'string' && typeof right === 'string')
    return inOrder(by, Buffer.compare(Buffer.from(left), Buffer.from(right)));
  return by === '=' && left !== undefined && left === right;
}

function inOrder(by: Comparator, difference: number): boolean {
  if (by === '=') return difference === 0;
  if (by === '<') return difference < 0;
  if (by === '<=') return difference <= 0;
  return by === '>' ? difference > 0 : difference >= 0;
}

function operandValue(operand: Operand, item: Item | undefined, placeholders: Placeholders): unknown {
  switch (operand.kind) {
    case 'attribute':
      return item?.[nameOf(operand.name, placeholders)];
    case 'value':
      return placeholders.values[operand.name];
    case 'size': {
      const value = item?.[nameOf(operand.of, placeholders)];
      if (value instanceof Set) return value.size;
      return typeof value === 'string' || Array.isArray(value) ? value.length : undefined;
    }
    case 'if-not-exists':
      return item?.[nameOf(operand.name, placeholders)] ?? operandValue(operand.otherwise, item, placeholders);
  }
}

function nameOf(name: string, { names }: Placeholders): string {
  return name.startsWith('#') ? (names[name] ?? '') : name;
}

function wordsOf(text: string): string[] {
  return text.match(/[#:]?[A-Za-z_][A-Za-z0-9_]*|<>|<=|>=|[=<>(),]/g) ?? [];
}

function readOr(words: string[]): Condition {
  const parts = [readAnd(words)];
  while (taken(words, 'OR')) parts.push(readAnd(words));
  return parts.length === 1 && parts[0] !== undefined ? parts[0] : { kind: 'or', parts };
}

function readAnd(words: string[]): Condition {
  const parts = [readOne(words)];
  while (taken(words, 'AND')) parts.push(readOne(words));
  return parts.length === 1 && parts[0] !== undefined ? parts[0] : { kind: 'and', parts };
}

function readOne(words: string[]): Condition {
  if (taken(words, 'NOT')) return { kind: 'not', part: readOne(words) };
  if (taken(words, '(')) {
    const inner = readOr(words);
    expectWord(words, ')');
    return inner;
  }
  const [first] = words;
  if (first === 'attribute_exists' || first === 'attribute_not_exists') {
    const [name = ''] = argumentsOf(words);
    return { kind: first === 'attribute_exists' ? 'exists' : 'not-exists', name };
  }
  if (first === 'begins_with') {
    const [name = '', prefix = ''] = argumentsOf(words);
    return { kind: 'begins-with', name, prefix: { kind: 'value', name: prefix } };
  }
  const left = readOperand(words);
  if (taken(words, 'BETWEEN')) {
    const from: Condition = { kind: 'compare', by: '>=', left, right: readOperand(words) };
    expectWord(words, 'AND');
    return { kind: 'and', parts: [from, { kind: 'compare', by: '<=', left, right: readOperand(words) }] };
  }
  const by = words.shift();
  if (by !== '=' && by !== '<>' && by !== '<' && by !== '<=' && by !== '>' && by !== '>=')
    throw notModelled('condition', by);
  return { kind: 'compare', by, left, right: readOperand(words) };
}

function readOperand(words: string[]): Operand {
  const [first = ''] = words;
  if (first === 'size') {
    const [of = ''] = argumentsOf(words);
    return { kind: 'size', of };
  }
  if (first === 'if_not_exists') {
    const [name = '', otherwise = ''] = argumentsOf(words);
    return { kind: 'if-not-exists', name, otherwise: plainOperand(otherwise) };
  }
  words.shift();
  return plainOperand(first);
}

function plainOperand(word: string): Operand {
  return word.startsWith(':') ? { kind: 'value', name: word } : { kind: 'attribute', name: word };
}

function argumentsOf(words: string[]): readonly string[] {
  words.shift();
  expectWord(words, '(');
  const given: string[] = [];
  do given.push(words.shift() ?? '');
  while (taken(words, ','));
  expectWord(words, ')');
  return given;
}

function taken(words: string[], word: string): boolean {
  if (words[0] !== word) return false;
  words.shift();
  return true;
}

function expectWord(words: string[], word: string): void {
  if (!taken(words, word)) throw notModelled(`"${word}" expected`, words[0]);
}

function notModelled(where: string, word: string | undefined): NotModelledError {
  return new NotModelledError(`No model of "${word}" in the expression ${where}.`);
}
