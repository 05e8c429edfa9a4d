import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder of its own for this run, gone when the process ends, also on Ctrl-C. */
export function workFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'ms-mri-check-bench-'));
  // Processes that were started are ended by listeners added later: what they still write is waited for.
  process.on('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 10 }));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
  return folder;
}
