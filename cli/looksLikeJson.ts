/** What JSON may begin with: white space, `{`, `[`, or the mark of UTF-8. */
const beginnings: ReadonlySet<number> = new Set([0x20, 0x09, 0x0a, 0x0d, 0x7b, 0x5b, 0xef]);

/** Neither a Part 10 file (its prefix is at byte 128) nor a data set without one can begin like this. */
export function looksLikeJson(start: Uint8Array): boolean {
  if (!beginnings.has(start[0] ?? 0)) return false;
  const beginning = Buffer.from(start.buffer, start.byteOffset, Math.min(start.length, 512));
  if (beginning.toString('latin1', 128, 132) === 'DICM') return false;
  return /^(?:\u00ef\u00bb\u00bf)?\s*[[{]/.test(beginning.toString('latin1'));
}
