import { printable } from './printable.ts';

const gutter = '  ';

/** Left-aligned columns under their headings; the last one is not padded. Cells are made printable. */
export function textTable(headings: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const table = [headings, ...rows].map((row) => row.map((cell) => printable(cell)));
  const widths = headings.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  return table.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join(gutter)
      .trimEnd(),
  );
}

/** Text, made printable, broken at spaces into lines of at most `width` characters, the first after `lead`, the others under it. */
export function hangingText(lead: string, text: string, width = 100): readonly string[] {
  const lines: string[] = [];
  let line = lead;
  for (const word of printable(text, 2000).split(' ')) {
    const begun = line.length > lead.length;
    if (begun && line.length + 1 + word.length > width) {
      lines.push(line);
      line = ' '.repeat(lead.length) + word;
    } else {
      line += begun ? ` ${word}` : word;
    }
  }
  return [...lines, line];
}
