/** Lines of a table whose columns start below each other; columns of numbers end below each other. */
export function alignedTable(rows: readonly (readonly string[])[]): string {
  const columns = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  );
  const numeric = widths.map((_, column) => rows.slice(1).every((row) => isNumber(row[column] ?? '')));
  const cell = (text: string, column: number) =>
    numeric[column] ? text.padStart(widths[column] ?? 0) : text.padEnd(widths[column] ?? 0);
  return rows.map((row) => row.map(cell).join('  ').trimEnd()).join('\n');
}

function isNumber(text: string): boolean {
  return /^(?:[\d.]+(?: %)?|–|)$/.test(text);
}
