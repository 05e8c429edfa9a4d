import { type CommandError, UsageError } from './commandError.ts';

/**
 * What AWS, or the way to it, answered to an operator command, in words; `null` when it is no answer of theirs.
 *
 * @param what the command wanted, as in "DynamoDB did not answer about the table X"
 */
export function awsFailure(error: unknown, what: string): CommandError | null {
  if (!(error instanceof Error)) return null;
  if ('code' in error && typeof error.code === 'string' && networkCodes.has(error.code)) {
    return new UsageError(`${what}: nobody answers there (${error.code}); check AWS_REGION and the endpoint.`);
  }
  if (error.name === 'CredentialsProviderError') {
    return new UsageError(`${what}: there are no AWS credentials; set AWS_PROFILE, or run "aws sso login".`);
  }
  if (error.message === 'Region is missing') {
    return new UsageError(`${what}: no AWS region is set; set AWS_REGION or one in the AWS profile.`);
  }
  // Every exception of a service says whose fault it is.
  if (!('$fault' in error)) return null;
  return new UsageError(`${what}: AWS refused it (${error.name}); check the names, AWS_REGION and the credentials.`);
}

const networkCodes = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT', 'EHOSTUNREACH']);

/** Does `work`, and says in words what AWS refused of it. */
export async function inWords<Result>(what: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw awsFailure(error, what) ?? error;
  }
}
