import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';

/** What was measured on, and with which versions of the others, in one line. */
export function machine(): string {
  const [first] = cpus();
  const { devDependencies } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  return [
    new Date().toISOString().slice(0, 10),
    `${cpus().length} × ${first?.model.trim()}`,
    `${Math.round(totalmem() / 1e9)} GB`,
    `Node ${process.version.slice(1)}`,
    ...['dicom-parser', 'dcmjs'].map((name) => `${name} ${devDependencies[name]}`),
    `pydicom ${pydicomVersion() ?? 'not installed'}`,
    `dcmdump ${dcmdumpVersion() ?? 'not installed'}`,
    `load ${loadavg()[0]?.toFixed(2)}`,
  ].join(' · ');
}

/** `null` where it is not installed. */
export function pydicomVersion(): string | null {
  const { status, stdout } = spawnSync('python3', ['-c', 'import pydicom; print(pydicom.__version__)'], {
    encoding: 'utf8',
  });
  return status === 0 ? stdout.trim() : null;
}

/** `null` where it is not installed. */
export function dcmdumpVersion(): string | null {
  const { status, stdout } = spawnSync('dcmdump', ['--version'], { encoding: 'utf8' });
  return status === 0 ? (/v(\S+)/.exec(stdout)?.[1] ?? 'of unknown version') : null;
}
