import { CommanderError } from 'commander';
import { CommandError } from './commandError.ts';
import { commandLine } from './commandLine.ts';
import { exitStatus } from './exitStatus.ts';

/** Runs the command line and sets the process's exit status; never ends the process before its output is written. */
export async function runCommand(args: readonly string[]): Promise<void> {
  const interruption = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => interruption.abort());
  // A reader that has seen enough (`| head`) closes the pipe: no fault of anyone.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', ignoreClosedPipe);

  try {
    await commandLine(interruption.signal, (status) => {
      process.exitCode = status;
    }).parseAsync(args, { from: 'user' });
  } catch (error) {
    process.exitCode = reportFailure(error, interruption.signal);
  }
}

function reportFailure(error: unknown, interruption: AbortSignal): number {
  if (interruption.aborted) return exitStatus.interrupted;
  // Commander has said it already; its own statuses are 0 (help, version) and 1 (any mistake).
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : exitStatus.wrongUsage;
  if (error instanceof CommandError) {
    process.stderr.write(`ms-mri-check: ${error.message}\n`);
    return error.status;
  }
  const details = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(
    `ms-mri-check: this is a fault of the program, not of your files. Please report it with what follows.\n${details}\n`,
  );
  return exitStatus.ourFault;
}

function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}
