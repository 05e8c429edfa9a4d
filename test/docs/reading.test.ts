import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { defaultArchiveLimits } from '../../core/archive/index.ts';
import { pagesWithTables, withReadingTables } from '../../docs/readingTables.ts';

const pageNamed = (name: string) => readFileSync(join(import.meta.dirname, '../../docs', name), 'utf8');
const page = pageNamed('reading.md');

test.each(
  pagesWithTables,
)('docs/%s holds the tables of the code as they are; if not, run npm run docs:reading', (name) => {
  expect(withReadingTables(pageNamed(name))).toBe(pageNamed(name));
});

test('docs/archives.md names every limit with its default', () => {
  const rows = [...pageNamed('archives.md').matchAll(/^\| `(\w+)` \| (\d+)[^|]* \|/gm)];
  expect(Object.fromEntries(rows.map(([, name, usual]) => [name, Number(usual)]))).toEqual(defaultArchiveLimits);
});

test('docs/reading.md has both tables', () => {
  const names = [...page.matchAll(/<!-- table: (\w+) -->/g)].map(([, name]) => name);
  expect(names).toEqual(['attributes', 'vendors']);
  expect(page).toContain('| `InversionTime` | (0018,0082) DS |  | Philips Imaging DD 001 (2001,xx84) |');
});

test('a marker of a table that does not exist is an error that names those that do', () => {
  expect(() => withReadingTables('<!-- table: dogs -->\n<!-- end of table -->')).toThrow(
    'A page asks for a table "dogs". There are: attributes, vendors, archiveLimits.',
  );
});

test('what stands outside the markers stays', () => {
  expect(withReadingTables('# Title\n')).toBe('# Title\n');
});
