import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

export type Measured = {
  readonly seconds: number;
  /** Highest resident set of a process of the command with all its threads: the kernel's own maximum, looked at every 40 ms. */
  readonly peakBytes: number;
  /** All that the process read, its own program included (`rchar` of /proc). */
  readonly readBytes: number;
  /** Of the command and all that it started, user and system. */
  readonly cpuSeconds: number;
  readonly output: string;
};

/** Runs a command to its end. @throws when it fails */
export function measuredProcess(command: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Measured> {
  return new Promise((resolve, reject) => {
    const startedAt = performance.now();
    // The shell has waited for the command when it prints what was read, so that the command's part is in it.
    const script = '"$@"; status=$?; echo; cat /proc/$$/io /proc/$$/stat; exit $status';
    const shell = spawn('sh', ['-c', script, 'sh', ...command], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, ...env },
      detached: true,
    });
    // Ctrl-C ends this process; what it started is a group of its own, so that one signal ends all of it.
    const end = () => shell.pid !== undefined && process.kill(-shell.pid, 'SIGKILL');
    process.prependOnceListener('exit', end);
    let peakBytes = 0;
    const sampling = setInterval(() => {
      peakBytes = Math.max(peakBytes, peakBelow(shell.pid ?? 0));
    }, 40);
    let output = '';
    shell.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
    shell.on('error', reject);
    shell.on('close', (status) => {
      clearInterval(sampling);
      process.off('exit', end);
      const seconds = (performance.now() - startedAt) / 1000;
      if (status !== 0 && status !== 1 && status !== 2) reject(new Error(`${command.join(' ')} ended with ${status}.`));
      const readBytes = Number(/^rchar: (\d+)$/m.exec(output)?.[1] ?? Number.NaN);
      const cpuSeconds = childrensCpuSeconds(output);
      resolve({ seconds, peakBytes, readBytes, cpuSeconds, output: output.slice(0, output.lastIndexOf('\nrchar:')) });
    });
  });
}

/** `cutime` and `cstime` of /proc/PID/stat: the 14th and 15th value behind the name, in hundredths of a second. */
function childrensCpuSeconds(output: string): number {
  const values = output.slice(output.lastIndexOf(') ') + 2).split(' ');
  return (Number(values[13]) + Number(values[14])) / 100;
}

/** The highest VmHWM of the processes below this one; 0 when they are gone. */
function peakBelow(pid: number): number {
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'latin1').trim().split(' ').filter(Boolean);
    return Math.max(0, ...children.flatMap((child) => [peakOf(child), peakBelow(Number(child))]));
  } catch (error) {
    // A process that has ended between two looks has no files in /proc.
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ESRCH')) return 0;
    throw error;
  }
}

function peakOf(pid: string): number {
  const status = readFileSync(`/proc/${pid}/status`, 'latin1');
  return 1024 * Number(/VmHWM:\s*(\d+) kB/.exec(status)?.[1] ?? 0);
}
