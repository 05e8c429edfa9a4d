import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withReadingTables } from './readingTables.ts';

const page = join(import.meta.dirname, 'reading.md');
writeFileSync(page, withReadingTables(readFileSync(page, 'utf8')));
