/** No MR header is longer: an enhanced image of 10,000 frames takes about 100 MB with its private elements. */
export const largestHeader = 128 * 1024 * 1024;

export const firstReadSize = 16 * 1024;

/** How many bytes of an object to have at hand next: 16 KiB, 64 KiB, 256 KiB, 1 MiB, … the first that holds `needed`. */
export function nextReadSize(needed: number, totalBytes: number): number {
  let size = firstReadSize;
  while (size < needed) size *= 4;
  return Math.min(size, totalBytes);
}
