// Plain JavaScript, like the launcher that asks: loading and stripping TypeScript is what it is to save.
import { readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * The bundled command in a folder that `npm run build` wrote, when everything it was made of and all that was made of it still has
 * the size and the time that it had then; else `null`, and the sources are to be run. Never a stale bundle.
 *
 * @param {URL} folder
 * @returns {URL | null}
 */
export function freshBundle(folder) {
  try {
    const path = fileURLToPath(folder);
    const { entry, files } = JSON.parse(readFileSync(`${path}inputs.json`, 'utf8'));
    for (const [name, size, mtimeMs] of files) {
      const stats = statSync(path + name);
      if (stats.size !== size || stats.mtimeMs !== mtimeMs) return null;
    }
    return new URL(entry, folder);
  } catch {
    // No bundle, or none that is whole: whatever is wrong with it, the sources are there.
    return null;
  }
}
