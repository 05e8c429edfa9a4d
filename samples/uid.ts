import { createHash } from 'node:crypto';

/**
 * A UID under the UUID root 2.25 (DICOM PS3.5 B.2), the same for the same seed and name.
 * The UUID is version 8 (RFC 9562), whose free bits are a digest.
 */
export function uidFor(seed: number, ...name: readonly (string | number)[]): string {
  const digest = createHash('sha256')
    .update(JSON.stringify([seed, ...name]))
    .digest('hex')
    .slice(0, 32);
  const versioned = `${digest.slice(0, 12)}8${digest.slice(13, 16)}a${digest.slice(17)}`;
  return `2.25.${BigInt(`0x${versioned}`)}`;
}
