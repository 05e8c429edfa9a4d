import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** The secrets of earlier runs on this state; those of `made` where it has none. Other ones would make other patient keys. */
export function keptSecrets(
  stateFolder: string | null,
  made: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  if (stateFolder === null) return made;
  const path = join(stateFolder, 'secrets.json');
  const kept = existsSync(path) ? z.record(z.string(), z.string()).parse(JSON.parse(readFileSync(path, 'utf8'))) : {};
  const all = { ...Object.fromEntries(made), ...kept };
  // At one stroke: half a file would be no file.
  writeFileSync(`${path}.new`, JSON.stringify(all), { mode: 0o600 });
  renameSync(`${path}.new`, path);
  return new Map(Object.entries(all));
}
