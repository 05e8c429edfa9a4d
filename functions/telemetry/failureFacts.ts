export type FailureFacts = {
  readonly error: string;
  /** Why nobody answered, such as ECONNREFUSED. */
  readonly code: string | null;
  readonly httpStatus: number | null;
  readonly at: string | null;
};

/** What may be logged of an error: its name and code, the HTTP status of an answer, and where it came from; never its message. */
export function failureFacts(error: unknown): FailureFacts {
  if (!(error instanceof Error)) return { error: typeof error, code: null, httpStatus: null, at: null };
  return { error: error.name, code: codeOf(error), httpStatus: httpStatusOf(error), at: firstFrame(error) };
}

function codeOf(error: Error): string | null {
  const code: unknown = 'code' in error ? error.code : null;
  return typeof code === 'string' && /^E[A-Z0-9_]{2,40}$/.test(code) ? code : null;
}

/** `null` when the service did not answer. */
export function httpStatusOf(error: Error): number | null {
  const metadata: unknown = '$metadata' in error ? error.$metadata : null;
  if (typeof metadata !== 'object' || metadata === null || !('httpStatusCode' in metadata)) return null;
  return typeof metadata.httpStatusCode === 'number' ? metadata.httpStatusCode : null;
}

function firstFrame(error: Error): string | null {
  const frames = (error.stack ?? '').replace(error.message, '');
  return /^\s+at .*?([^/\\\s()]+:\d+:\d+)\)?$/m.exec(frames)?.[1] ?? null;
}
