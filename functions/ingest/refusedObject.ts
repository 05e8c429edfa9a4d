import { S3ServiceException } from '@aws-sdk/client-s3';

const refusals = {
  archived: {
    code: 'object-archived',
    reason: 'The object lies in a storage class that has to be restored first: restore it, then copy it onto itself.',
  },
  'customer-key': {
    code: 'object-encrypted',
    reason: 'The object is encrypted with a key that came with its upload (SSE-C): drop it again without one.',
  },
  'unusable-key': {
    code: 'object-encrypted',
    reason:
      'The KMS key of the object is disabled or gone: drop the object again, encrypted as the bucket does by itself.',
  },
  'denied-key': {
    code: 'object-encrypted',
    reason: 'The object is encrypted with a KMS key that may not be used here: drop it again without that key.',
  },
} as const;
export type Refusal = keyof typeof refusals;

/** S3 gives the object to nobody, or not to us, for what it is: the next try has the same answer. */
export class ObjectRefusedError extends Error {
  override readonly name = 'ObjectRefusedError';
  readonly refusal: Refusal;
  readonly code: (typeof refusals)[Refusal]['code'];

  constructor(refusal: Refusal, cause: unknown) {
    super(refusals[refusal].reason, { cause });
    this.refusal = refusal;
    this.code = refusals[refusal].code;
  }
}

/** Why S3 refuses an object for good; `null` for any other error, such as a permission that we lack. */
export function refusalIn(error: unknown): Refusal | null {
  if (!(error instanceof S3ServiceException)) return null;
  const { name, message } = error;
  if (name === 'InvalidObjectState') return 'archived';
  // Ranges and ETags are asked for rightly: only what is encrypted with SSE-C asks for more.
  if (name === 'InvalidRequest') return 'customer-key';
  if (unusableKeys.includes(name)) return 'unusable-key';
  if (name === 'KMS.AccessDeniedException') return 'denied-key';
  return name === 'AccessDenied' && speaksOfKey.test(message) ? 'denied-key' : null;
}

// What else S3 passes on from KMS passes: throttling, time-outs.
const unusableKeys: readonly string[] = [
  'KMS.DisabledException',
  'KMS.InvalidKeyUsageException',
  'KMS.InvalidStateException',
  'KMS.KMSInvalidStateException',
  'KMS.NotFoundException',
];
const speaksOfKey = /\bkms:|ciphertext refers to a/i;
