import { createHash } from 'node:crypto';

/**
 * The bytes of an image with its UIDs replaced in place by others of the same length: everything else stays as the scanner wrote
 * it. The same UID and repetition always give the same other UID, so that a series stays one.
 */
export function withOtherUids(bytes: Uint8Array, uids: readonly string[], repetition: number): Buffer {
  const changed = Buffer.from(bytes);
  for (const uid of uids) {
    const other = Buffer.from(otherUid(uid, repetition), 'latin1');
    for (let at = changed.indexOf(uid); at >= 0; at = changed.indexOf(uid, at + other.length)) {
      if (!continuesUid(changed[at + uid.length])) other.copy(changed, at);
    }
  }
  return changed;
}

/** One long component below the root of UIDs made from UUIDs (PS3.5 B.2), as many digits as there is room for. */
function otherUid(uid: string, repetition: number): string {
  const root = '2.25.';
  const digest = createHash('sha256').update(`${repetition} ${uid}`).digest('hex');
  const digits = BigInt(`0x1${digest}`).toString();
  return `${root}${digits}`.slice(0, uid.length);
}

/** A study's UID is often the beginning of those of its series. */
function continuesUid(byte: number | undefined): boolean {
  return byte !== undefined && (byte === 0x2e || (byte >= 0x30 && byte <= 0x39));
}
