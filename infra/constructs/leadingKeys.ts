/** A policy condition: only items whose partition key begins with one of the prefixes. */
export function leadingKeys(
  prefixes: readonly string[],
): Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>> {
  return {
    'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': prefixes.map((prefix) => `${prefix}*`) },
    // ForAllValues also holds for a request that names no key at all.
    Null: { 'dynamodb:LeadingKeys': 'false' },
  };
}
