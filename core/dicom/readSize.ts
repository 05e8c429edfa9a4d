/**
 * A functional group takes 1 to 3 KB a frame, more with private elements: this is room for an enhanced image of 10,000 frames.
 * Ingest reads eight headers at once in a function of 1 GiB, and holds each up to three times while it joins ranges.
 */
export const largestHeader = 32 * 1024 * 1024;

/** The header of 97 of 100 classic images ends within this, and it is little of an image of 200 KB. */
export const firstReadSize = 8 * 1024;

/** What is passed over and as long as this is left out of the next read; less costs more to ask for twice than to read. */
const smallestGap = 32 * 1024;

/**
 * Which bytes to have at hand next, when there are `have` and reading goes on at byte `at`, for which it takes those up to `needed`.
 * Where a long value is to be passed over, what follows it and 8 KiB; else 16 KiB, 32 KiB, 64 KiB, … in all, the first that holds
 * `needed`; where the header is `expected` to end, up to there; 32 MiB at most.
 */
export function nextRead(
  { have, at, needed }: { readonly have: number; readonly at: number; readonly needed: number },
  expected: number | null,
  totalBytes: number,
): { readonly from: number; readonly bytes: number } {
  const from = at - have >= smallestGap ? at : have;
  let size = firstReadSize;
  if (from > have) size = Math.max(needed, from + firstReadSize);
  else while (size < needed) size *= 2;
  if (expected !== null && expected > needed) size = expected;
  return { from, bytes: Math.min(size, largestHeader, totalBytes) };
}
