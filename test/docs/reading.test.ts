import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { withReadingTables } from '../../docs/readingTables.ts';

const page = readFileSync(join(import.meta.dirname, '../../docs/reading.md'), 'utf8');

test('docs/reading.md holds the tables of the reader as they are; if not, run npm run docs:reading', () => {
  expect(withReadingTables(page)).toBe(page);
});

test('docs/reading.md has both tables', () => {
  const names = [...page.matchAll(/<!-- table: (\w+) -->/g)].map(([, name]) => name);
  expect(names).toEqual(['attributes', 'vendors']);
  expect(page).toContain('| `InversionTime` | (0018,0082) DS |  | Philips Imaging DD 001 (2001,xx84) |');
});

test('a marker of a table that does not exist is an error that names those that do', () => {
  expect(() => withReadingTables('<!-- table: dogs -->\n<!-- end of table -->')).toThrow(
    'reading.md asks for a table "dogs". There are: attributes, vendors.',
  );
});

test('what stands outside the markers stays', () => {
  expect(withReadingTables('# Title\n')).toBe('# Title\n');
});
