/**
 * A functional group takes 1 to 3 KB a frame, more with private elements: this is room for an enhanced image of 10,000 frames.
 * Ingest reads eight headers at once in a function of 1 GiB, and holds each up to three times while it joins ranges.
 */
export const largestHeader = 32 * 1024 * 1024;

/** The header of 97 of 100 classic images ends within this, and it is little of an image of 200 KB. */
export const firstReadSize = 8 * 1024;

/**
 * How many bytes of an object to have at hand next: 8 KiB, 32 KiB, 128 KiB, 512 KiB, … the first that holds `needed`, or what is
 * `expected` to hold all if that is more; 32 MiB at most.
 */
export function nextReadSize(needed: number, expected: number | null, totalBytes: number): number {
  let size = firstReadSize;
  while (size < needed) size *= 4;
  if (expected !== null && expected > needed) size = expected;
  return Math.min(size, largestHeader, totalBytes);
}
