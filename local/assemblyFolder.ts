import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** Makes a folder for one run's assembly below `parent`; removes those that runs which were killed left there. */
export async function makeAssemblyFolder(
  parent: string,
  pid: number = process.pid,
  runs: (pid: number) => boolean = isRunning,
): Promise<string> {
  await mkdir(parent, { recursive: true });
  for (const name of await readdir(parent)) {
    const owner = /^assembly-(\d+)-/.exec(name)?.[1];
    // A folder of this very number is of an earlier process that had it.
    if (owner === undefined || (Number(owner) !== pid && runs(Number(owner)))) continue;
    await rm(join(parent, name), { recursive: true, force: true });
  }
  return await mkdtemp(join(parent, `assembly-${pid}-`));
}

function isRunning(pid: number): boolean {
  try {
    // Signal 0 is not sent: it only asks.
    return process.kill(pid, 0);
  } catch (error) {
    // EPERM: it runs, as somebody else.
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH');
  }
}
