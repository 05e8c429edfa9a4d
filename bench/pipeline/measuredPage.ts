import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../../local/repositoryRoot.ts';

/** Puts figures into `docs/scale.md`, between `<!-- measured: name -->` and `<!-- end of measured -->`. @throws when it has no such place */
export function writeMeasured(name: string, text: string): void {
  const path = join(repositoryRoot, 'docs', 'scale.md');
  const page = readFileSync(path, 'utf8');
  const begin = `<!-- measured: ${name} -->\n`;
  const start = page.indexOf(begin);
  const end = page.indexOf('<!-- end of measured -->', start);
  if (start < 0 || end < 0) throw new Error(`docs/scale.md has no place for the figures "${name}".`);
  writeFileSync(path, `${page.slice(0, start + begin.length)}\n${text.trim()}\n\n${page.slice(end)}`);
}
