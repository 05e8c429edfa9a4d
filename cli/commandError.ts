import { type ExitStatus, exitStatus } from './exitStatus.ts';

/** Something the user can mend: the message says what was wrong and what to do, in a sentence or two. */
export class CommandError extends Error {
  override readonly name: string = 'CommandError';
  readonly status: ExitStatus;
  constructor(message: string, status: ExitStatus) {
    super(message);
    this.status = status;
  }
}

export class UsageError extends CommandError {
  override readonly name = 'UsageError';
  constructor(message: string) {
    super(message, exitStatus.wrongUsage);
  }
}

export class NothingReadableError extends CommandError {
  override readonly name = 'NothingReadableError';
  constructor(message: string) {
    super(message, exitStatus.nothingReadable);
  }
}

/** What the contract promises and this version cannot do. */
export function notYet(what: string, instead: string): UsageError {
  return new UsageError(`${what} is not yet supported in this version: ${instead}`);
}
