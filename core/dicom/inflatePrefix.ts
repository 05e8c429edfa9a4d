import { constants, inflateRawSync } from 'node:zlib';

/** Deflate at best makes one byte of 1032, so that this much input stays below 256 MiB of output whatever it holds. */
const mostOutput = 256 * 1024 * 1024;

/** Inflates the beginning of a raw deflate stream (PS3.5 A.5) as far as it goes; `null` when it is none. */
export function inflatePrefix(compressed: Uint8Array): Uint8Array | null {
  try {
    return inflateRawSync(compressed, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: mostOutput });
  } catch (error) {
    if (error instanceof Error && 'code' in error) return null;
    throw error;
  }
}
