/**
 * The rows of a CSV text (RFC 4180: quotes around commas, quotes and line ends) by the names in its first line.
 *
 * @throws Error when a row has not as many fields as there are names
 */
export function csvRows(text: string): readonly Readonly<Record<string, string>>[] {
  const [names, ...rows] = fieldsOf(text.replace(/^\uFEFF/, ''));
  if (names === undefined) return [];
  return rows.map((row, index) => {
    if (row.length !== names.length) {
      throw new Error(`Row ${index + 2} has ${row.length} fields instead of ${names.length}: is a quote missing?`);
    }
    return Object.fromEntries(names.map((name, column) => [name, row[column] ?? '']));
  });
}

function fieldsOf(text: string): readonly (readonly string[])[] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g)) {
    row.push(quoted?.replaceAll('""', '"') ?? plain ?? '');
    if (end === ',') continue;
    if (row.length > 1 || row[0] !== '') rows.push(row);
    row = [];
  }
  return rows;
}
