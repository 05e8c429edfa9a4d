import { CommanderError } from 'commander';
import { CommandError } from './commandError.ts';
import { commandLine } from './commandLine.ts';
import { exitStatus } from './exitStatus.ts';

/** Runs the command line and sets the process's exit status; never ends the process before its output is written. */
export async function runCommand(args: readonly string[]): Promise<void> {
  const interruption = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => interrupt(interruption));
  // A reader that has seen enough (`| head`) closes the pipe: no fault of anyone.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', ignoreClosedPipe);

  try {
    await commandLine(interruption.signal, (status) => {
      process.exitCode = status;
    }).parseAsync(args, { from: 'user' });
  } catch (error) {
    process.exitCode = await reportFailure(error, interruption.signal);
  }
}

/** Longer than an ending of its own takes; a file system or a network that does not answer is not waited for. */
const longestEndMs = 100;

function interrupt(interruption: AbortController): void {
  interruption.abort();
  setTimeout(() => process.exit(exitStatus.interrupted), longestEndMs).unref();
}

async function reportFailure(error: unknown, interruption: AbortSignal): Promise<number> {
  if (interruption.aborted) return exitStatus.interrupted;
  // Commander has said it already; its own statuses are 0 (help, version) and 1 (any mistake).
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : exitStatus.wrongUsage;
  if (error instanceof CommandError) {
    const { printable } = await import('../core/report/index.ts');
    process.stderr.write(`ms-mri-check: ${printable(error.message, longestMessage)}\n`);
    return error.status;
  }
  const { mappedStack } = await import('./mappedStack.ts');
  const details = error instanceof Error ? mappedStack(error.stack ?? error.message) : String(error);
  process.stderr.write(
    `ms-mri-check: this is a fault of the program, not of your files. Please report it with what follows.\n${details}\n`,
  );
  return exitStatus.ourFault;
}

/** A message may name a path, which may hold anything. */
const longestMessage = 5000;

function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}
