import type { z } from 'zod';
import { numericProperties } from './protocol.ts';

/**
 * What is wrong and how to mend it, for a person who writes YAML, where the schema has no words of its own; zod's are for programmers.
 */
export function plainWords(issue: z.core.$ZodRawIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined
        ? `is missing: write ${typeInWords(issue.expected)}`
        : `write ${typeInWords(issue.expected)}; it ${isNow(issue.input)}`;
    case 'invalid_value': {
      const allowed = issue.values.map(String);
      const one = allowed.length === 1 ? `must be ${allowed[0]}` : `must be one of ${allowed.join(', ')}`;
      return issue.input === undefined ? `is missing: ${one}` : one;
    }
    case 'unrecognized_keys':
      return unknownKeys(issue.keys, issue.input);
    case 'too_small':
      return issue.origin === 'array' || issue.origin === 'string'
        ? `write at least ${issue.minimum}`
        : `must be ${issue.minimum} or more`;
    case 'too_big':
      return issue.origin === 'array' || issue.origin === 'string'
        ? `write at most ${issue.maximum}`
        : `must be ${issue.maximum} or less`;
    case 'invalid_key':
    case 'invalid_element':
      return 'is not a name that can stand here';
    default:
      return 'is not written as the schema asks (protocols/protocol.schema.json)';
  }
}

function typeInWords(expected: string): string {
  const known: Readonly<Record<string, string>> = {
    string: 'words (in quotes, if they look like a number)',
    number: 'a number, without its unit',
    int: 'a whole number',
    boolean: 'true or false',
    array: 'a list, such as [a, b]',
    tuple: 'a list of two, such as [1, 2]',
    object: 'names with values, such as { name: value }',
    record: 'names with values, such as { name: value }',
    null: 'null',
  };
  return known[expected] ?? `a value of another kind (${expected})`;
}

/** "is empty", "is a plain list", "is 3" */
export function isNow(input: unknown): string {
  if (input === null || input === undefined) return 'is empty';
  if (Array.isArray(input)) return 'is a plain list';
  if (typeof input === 'object') return 'is a set of names with values';
  return typeof input === 'string' ? `is the text "${input.slice(0, 40)}"` : `is ${String(input)}`;
}

/** Keys that people take for a limit: none says whether more or less would do. */
const limitsWithoutDirection =
  /^(value|equals?|exact(ly)?|is|plus_?minus|limit|target|nominal|about|tolerance|oneOf)$/i;
const limits = /^(max|min|unit|tolerated|asWritten|remark)$/;

function unknownKeys(keys: readonly string[], holder: unknown): string {
  const named = keys.map((key) => `"${key}"`).join(', ');
  const property = propertyOf(holder);
  if (property !== null && property in numericProperties) {
    const directionless = keys.find((key) => limitsWithoutDirection.test(key));
    if (directionless !== undefined) {
      return `"${directionless}" is no limit, since a limit has a direction: write max or min`;
    }
  } else if (property !== null && keys.some((key) => limits.test(key))) {
    return `${property} is no number, and ${named} cannot be asked of it: write oneOf with what is allowed`;
  }
  return `remove or correct the unknown key ${named}`;
}

/** What a constraint is on; `null` of anything else. */
function propertyOf(holder: unknown): string | null {
  if (typeof holder !== 'object' || holder === null || !('property' in holder)) return null;
  return typeof holder.property === 'string' ? holder.property : null;
}
