import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readHeader } from '../../core/dicom/index.ts';
import { allowList } from './allowList.ts';

/**
 * `npm run bench:oracle [FOLDER]`: each allow-listed attribute of each file and frame as this reader has it, held against
 * pydicom. Ends with 0 only when they agree, or differ in ways that the standard explains.
 */
const folder = process.argv[2] ?? join(import.meta.dirname, '../../../shared/dicom');
if (!existsSync(folder)) {
  console.error(`There is no folder ${folder}. Usage: npm run bench:oracle [FOLDER OF DICOM FILES]`);
  process.exit(64);
}
if (spawnSync('python3', ['-c', 'import pydicom']).status !== 0) {
  console.error('The oracle is pydicom: install python3 and pydicom (Debian: python3-pydicom) and run it again.');
  process.exit(69);
}

const workFolder = mkdtempSync(join(tmpdir(), 'ms-mri-check-oracle-'));
try {
  writeFileSync(join(workFolder, 'attributes.json'), JSON.stringify(allowList()));
  writeFileSync(join(workFolder, 'readings.jsonl'), readings(folder));
  const compare = join(import.meta.dirname, 'compare.py');
  process.exitCode = spawnSync('python3', [compare, workFolder], { stdio: 'inherit' }).status ?? 70;
} finally {
  rmSync(workFolder, { recursive: true });
}

/** A line for each file: its path and its reading. */
function readings(root: string): string {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted()
    .map((path) => {
      const bytes = readFileSync(path);
      return `${JSON.stringify({ path, reading: readHeader(bytes, bytes.length) })}\n`;
    })
    .join('');
}
