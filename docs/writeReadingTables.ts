import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pagesWithTables, withReadingTables } from './readingTables.ts';

for (const name of pagesWithTables) {
  const page = join(import.meta.dirname, name);
  writeFileSync(page, withReadingTables(readFileSync(page, 'utf8')));
}
