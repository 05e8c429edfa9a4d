import { execFile } from 'node:child_process';
import type { CliResult } from './runCli.ts';

/** Runs a script to its end on this Node. */
export function runNode(script: string, args: readonly string[]): Promise<CliResult> {
  return new Promise((resolve) => {
    const env = { ...process.env, NO_COLOR: '1' };
    execFile(process.execPath, [script, ...args], { env }, (error, stdout, stderr) => {
      const status = error === null ? 0 : typeof error.code === 'number' ? error.code : null;
      resolve({ status, stdout, stderr });
    });
  });
}
