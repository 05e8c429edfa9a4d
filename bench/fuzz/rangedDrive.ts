import type { HeaderReading, readHeader } from '../../core/dicom/index.ts';
import type { Mutant } from './mutant.ts';

export type Reader = typeof readHeader;

/** What came of reading an object as ranged reading does, and the bytes that the reader had seen by then. */
export type Drive =
  | { readonly kind: 'read'; readonly reading: HeaderReading; readonly seen: Uint8Array }
  /** The reader asks for bytes that cannot be fetched: as far as this object goes. */
  | { readonly kind: 'wants-more' }
  | { readonly kind: 'wrong-request'; readonly detail: string };

const firstRead = 16 * 1024;
const largestRequest = 32 * 1024 * 1024;

/** Hands the reader 16 KiB, then what it asks for; each request must be for more, within the object and the limit. */
export function driveByRange(read: Reader, { bytes, totalBytes }: Pick<Mutant, 'bytes' | 'totalBytes'>): Drive {
  let wanted = Math.min(firstRead, bytes.length);
  for (;;) {
    const seen = bytes.subarray(0, wanted);
    const reading = read(seen, totalBytes);
    if (reading.kind !== 'need-more') return { kind: 'read', reading, seen };
    const most = Math.min(largestRequest, Math.max(totalBytes, seen.length));
    if (!(reading.bytes > seen.length && reading.bytes <= most)) {
      const detail = `asked for ${reading.bytes} bytes with ${seen.length} of ${totalBytes} at hand`;
      return { kind: 'wrong-request', detail };
    }
    if (reading.bytes > bytes.length) return { kind: 'wants-more' };
    wanted = reading.bytes;
  }
}
