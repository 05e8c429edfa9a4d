import { isDeepStrictEqual } from 'node:util';
import { firstReadSize, type HeaderReading, type readHeader } from '../../core/dicom/index.ts';
import type { Mutant } from './mutant.ts';

export type Reader = typeof readHeader;

/** What came of reading an object as ranged reading does, and the bytes that the reader had seen by then. */
export type Drive =
  | { readonly kind: 'read'; readonly reading: HeaderReading; readonly seen: Uint8Array }
  /** The reader asks for bytes that cannot be fetched: as far as this object goes. */
  | { readonly kind: 'wants-more' }
  | { readonly kind: 'wrong-request'; readonly detail: string };

const largestRequest = 32 * 1024 * 1024;

/**
 * Hands the reader its first bytes, then what it asks for; each request must be for more, within the object and the limit. What
 * the reader leaves out is filled with other bytes than the object has there, which must make no difference.
 */
export function driveByRange(read: Reader, { bytes, totalBytes }: Pick<Mutant, 'bytes' | 'totalBytes'>): Drive {
  let seen = bytes.subarray(0, Math.min(firstReadSize, bytes.length));
  let hasGaps = false;
  for (;;) {
    const reading = read(seen, totalBytes);
    if (reading.kind !== 'need-more') {
      if (hasGaps && !isDeepStrictEqual(reading, read(bytes.subarray(0, seen.length), totalBytes))) {
        return { kind: 'wrong-request', detail: 'the reading depends on bytes that were not asked for' };
      }
      return { kind: 'read', reading, seen };
    }
    const most = Math.min(largestRequest, Math.max(totalBytes, seen.length));
    const isInOrder = reading.from >= seen.length && reading.from <= reading.bytes;
    if (!(reading.bytes > seen.length && reading.bytes <= most && isInOrder)) {
      const detail = `asked for bytes ${reading.from} to ${reading.bytes} with ${seen.length} of ${totalBytes} at hand`;
      return { kind: 'wrong-request', detail };
    }
    if (reading.bytes > bytes.length) return { kind: 'wants-more' };
    hasGaps ||= reading.from > seen.length;
    seen = withGap(seen, bytes.subarray(0, reading.bytes), reading.from);
  }
}

/** `bytes`, but for those between the ones `seen` and `from`. */
function withGap(seen: Uint8Array, bytes: Uint8Array, from: number): Uint8Array {
  if (from === seen.length && bytes.buffer === seen.buffer) return bytes;
  const joined = Uint8Array.from(bytes, (byte, index) => (index < from ? ~byte : byte));
  joined.set(seen);
  return joined;
}
