import { constants, inflateRawSync } from 'node:zlib';

/** Inflates the beginning of a raw deflate stream as far as it goes, `most` bytes at most. */
export function inflatePortion(compressed: Uint8Array, most: number): Uint8Array | 'too-long' | 'broken' {
  try {
    return inflateRawSync(compressed, {
      finishFlush: constants.Z_SYNC_FLUSH,
      maxOutputLength: Math.max(most, 1),
    });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    if (error.code === 'ERR_BUFFER_TOO_LARGE') return 'too-long';
    if (typeof error.code === 'string' && error.code.startsWith('Z_')) return 'broken';
    throw error;
  }
}
