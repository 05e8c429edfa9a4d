import type { FileHandle } from 'node:fs/promises';

/** Bytes from `start` up to, not including, `end`. @throws FileShrankError when the file ends before */
export async function readRange(file: FileHandle, start: number, end: number): Promise<Uint8Array> {
  const buffer = new Uint8Array(end - start);
  let filled = 0;
  while (filled < buffer.length) {
    const { bytesRead } = await file.read(buffer, filled, buffer.length - filled, start + filled);
    if (bytesRead === 0) throw new FileShrankError();
    filled += bytesRead;
  }
  return buffer;
}

/** Somebody else writes to the file: it ended before the size that it had when it was opened. */
export class FileShrankError extends Error {
  override readonly name = 'FileShrankError';
  constructor() {
    super('The file became shorter while it was read; check again when it is no longer written to.');
  }
}
