import { type CommandError, NothingReadableError, UsageError } from './commandError.ts';

/** What S3, or the way to it, answered to a listing, in words; `null` when it is no answer of theirs. */
export function s3Failure(error: unknown, bucket: string): CommandError | null {
  const { name, status, code } = factsOf(error);
  const where = `s3://${bucket}`;
  if (/Region (?:is missing|not accepted)/.test(name === 'Error' && error instanceof Error ? error.message : '')) {
    return new UsageError(`${where}: no AWS region is set; set AWS_REGION or one in the AWS profile.`);
  }
  const reason = networkReasons[code] ?? listingReasons[name] ?? statusReasons[status];
  return reason === undefined ? null : new NothingReadableError(`${where}: ${reason}`);
}

/** Why one object of a listing could not be read; `null` when it is no answer of S3's. */
export function s3ObjectReason(error: unknown): string | null {
  const { name, status, code } = factsOf(error);
  return networkReasons[code] ?? objectReasons[name] ?? objectStatusReasons[status] ?? null;
}

type Facts = { readonly name: string; readonly status: number; readonly code: string };

function factsOf(error: unknown): Facts {
  if (!(error instanceof Error)) return { name: '', status: 0, code: '' };
  const metadata = '$metadata' in error ? error.$metadata : null;
  const status =
    typeof metadata === 'object' && metadata !== null && 'httpStatusCode' in metadata ? metadata.httpStatusCode : 0;
  return {
    name: error.name,
    status: typeof status === 'number' ? status : 0,
    code:
      'code' in error && typeof error.code === 'string' ? error.code : error.name === 'TimeoutError' ? 'ETIMEDOUT' : '',
  };
}

const noCredentials =
  'there are no AWS credentials; set AWS_PROFILE or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or run "aws sso login".';
const expired = 'the AWS credentials have expired; renew them.';
const unknownKey = 'S3 does not know these AWS credentials; check AWS_PROFILE, the keys and the endpoint.';
const denied =
  'access is denied; the credentials need s3:ListBucket on the bucket and s3:GetObject on its objects. ' +
  'A bucket that makes the requester pay is not read: copy the study out of it.';
const otherRegion = 'the bucket is in another region; set AWS_REGION to it.';

const listingReasons: Readonly<Record<string, string>> = {
  CredentialsProviderError: noCredentials,
  TokenProviderError: expired,
  ExpiredToken: expired,
  ExpiredTokenException: expired,
  InvalidAccessKeyId: unknownKey,
  InvalidToken: unknownKey,
  SignatureDoesNotMatch: unknownKey,
  RequestTimeTooSkewed: 'the clock of this machine is wrong; set it, since requests are signed with the time.',
  NoSuchBucket: 'there is no such bucket.',
  InvalidBucketName: "this can be no bucket's name.",
  AccessDenied: denied,
  AllAccessDisabled: denied,
  PermanentRedirect: otherRegion,
  AuthorizationHeaderMalformed: otherRegion,
  IllegalLocationConstraintException: otherRegion,
};
const statusReasons: Readonly<Record<number, string>> = {
  301: otherRegion,
  403: denied,
  404: 'there is no such bucket.',
  500: 'S3 failed to answer; try again.',
  503: 'S3 is too busy to answer; try again later.',
};

const objectReasons: Readonly<Record<string, string>> = {
  InvalidObjectState: 'It lies in an archive tier of S3; restore it first.',
  KMSDisabledException: 'The key that it is encrypted with is disabled.',
};
const objectStatusReasons: Readonly<Record<number, string>> = {
  400: 'S3 refused to hand it out; it may be encrypted with a key of the customer.',
  403: 'Access to it is denied; the credentials need s3:GetObject on it, and kms:Decrypt where it is encrypted.',
  404: 'It was deleted while the bucket was read.',
  412: 'It was replaced while it was read; check again.',
  416: 'It was replaced while it was read; check again.',
  500: 'S3 failed to hand it out; check again.',
  503: 'S3 was too busy to hand it out; check again later.',
};

const unreachable = 'S3 cannot be reached; check the network, AWS_REGION and, where it is set, AWS_ENDPOINT_URL.';
const networkReasons: Readonly<Record<string, string>> = {
  ENOTFOUND: unreachable,
  EAI_AGAIN: unreachable,
  ECONNREFUSED: unreachable,
  ECONNRESET: unreachable,
  EHOSTUNREACH: unreachable,
  ENETUNREACH: unreachable,
  EPIPE: unreachable,
  ETIMEDOUT: 'S3 did not answer in time; check the network and try again.',
};
