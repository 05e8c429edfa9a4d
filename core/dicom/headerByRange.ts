import { readHeader } from './headerReader.ts';
import type { HeaderReading } from './headerReading.ts';
import { firstReadSize } from './readSize.ts';

/** Fetches bytes `start` to `end` (exclusive) of an object. */
export type FetchRange = (start: number, end: number) => Promise<Uint8Array>;

/**
 * Reads a header by ranges: 8 KiB first, then only what is still missing of 32 KiB, 128 KiB, 512 KiB, …
 * Throws when `fetchRange` does, or when it returns fewer bytes than there must be.
 */
export async function readHeaderByRange(
  fetchRange: FetchRange,
  totalBytes: number,
): Promise<{ reading: HeaderReading; bytesRead: number }> {
  let bytes: Uint8Array = new Uint8Array(0);
  let wanted = Math.min(firstReadSize, totalBytes);
  for (;;) {
    if (wanted > bytes.length) bytes = append(bytes, await fetchExactly(fetchRange, bytes.length, wanted));
    const reading = readHeader(bytes, totalBytes);
    if (reading.kind !== 'need-more') return { reading, bytesRead: bytes.length };
    wanted = reading.bytes;
  }
}

async function fetchExactly(fetchRange: FetchRange, start: number, end: number): Promise<Uint8Array> {
  const fetched = await fetchRange(start, end);
  if (fetched.length >= end - start) return fetched.subarray(0, end - start);
  throw new Error(
    `Asked for bytes ${start} to ${end} of an object, got ${fetched.length}. Has it changed? Read it again.`,
  );
}

function append(first: Uint8Array, second: Uint8Array): Uint8Array {
  if (first.length === 0) return second;
  const joined = new Uint8Array(first.length + second.length);
  joined.set(first);
  joined.set(second, first.length);
  return joined;
}
