import { readHeader } from './headerReader.ts';
import type { HeaderReading } from './headerReading.ts';
import { firstReadSize } from './readSize.ts';

/** Fetches bytes `start` to `end` (exclusive) of an object. */
export type FetchRange = (start: number, end: number) => Promise<Uint8Array>;

/**
 * Reads a header by ranges: 8 KiB first, then only what is still missing of the header, long values that are passed over left out.
 * Throws when `fetchRange` does, or when it returns fewer bytes than there must be.
 */
export async function readHeaderByRange(
  fetchRange: FetchRange,
  totalBytes: number,
): Promise<{ reading: HeaderReading; bytesRead: number }> {
  let bytes: Uint8Array = new Uint8Array(0);
  let bytesRead = 0;
  let next = { from: 0, bytes: Math.min(firstReadSize, totalBytes) };
  for (;;) {
    if (next.bytes > next.from) {
      const fetched = await fetchExactly(fetchRange, next.from, next.bytes);
      bytesRead += fetched.length;
      bytes = extended(bytes, next.from, fetched);
    }
    const reading = readHeader(bytes, totalBytes);
    if (reading.kind !== 'need-more') return { reading, bytesRead };
    next = reading;
  }
}

async function fetchExactly(fetchRange: FetchRange, start: number, end: number): Promise<Uint8Array> {
  const fetched = await fetchRange(start, end);
  if (fetched.length >= end - start) return fetched.subarray(0, end - start);
  throw new Error(
    `Asked for bytes ${start} to ${end} of an object, got ${fetched.length}. Has it changed? Read it again.`,
  );
}

/** `first`, and `more` from byte `from` on; zeros between them. */
function extended(first: Uint8Array, from: number, more: Uint8Array): Uint8Array {
  if (from === 0) return more;
  const joined = new Uint8Array(from + more.length);
  joined.set(first);
  joined.set(more, from);
  return joined;
}
