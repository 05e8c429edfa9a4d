/** Enough for the header of a classic image. */
const usualHead = 16 * 1024;
const smallestHead = 4 * 1024;

/** From this size on a study is read in at most a twentieth of its bytes; smaller images are mostly header anyway. */
export const frugalFrom = 200_000;
/** Reading over this much between small files is cheaper than a request of its own. */
export const gapWorthReading = 48 * 1024;
const frugalShare = 0.035;

/** How much of an entry to read first: 16 KiB, or a thirtieth of an image too small for that to be little. */
export function firstHeadOf(bytesTotal: number): number {
  if (bytesTotal < frugalFrom) return Math.min(usualHead, bytesTotal);
  return Math.min(usualHead, Math.max(smallestHead, Math.floor(bytesTotal * frugalShare)));
}
