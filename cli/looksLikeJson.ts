/** Neither a Part 10 file (its prefix is at byte 128) nor a data set without one can begin like this. */
export function looksLikeJson(start: Uint8Array): boolean {
  const beginning = Buffer.from(start.buffer, start.byteOffset, Math.min(start.length, 512));
  if (beginning.toString('latin1', 128, 132) === 'DICM') return false;
  return /^(?:\u00ef\u00bb\u00bf)?\s*[[{]/.test(beginning.toString('latin1'));
}
