import { type ArchiveSource, sourceWindow } from './archiveSource.ts';

/** Goes through the bytes of a tar archive once, whether they can be skipped or must be inflated. */
export type ByteCursor = {
  readonly position: () => number;
  /** The next `bytes` bytes without moving on, fewer at the end. Where reading is dear, `wish` bytes are fetched at once. */
  readonly peek: (bytes: number, wish?: number) => Promise<Uint8Array>;
  /** Moves on by `bytes`, less at the end; answers by how much. */
  readonly advance: (bytes: number) => Promise<number>;
  /** The next `bytes` bytes as a source of its own; `null` where they would have to be kept in memory for that. */
  readonly window: (bytes: number) => ArchiveSource | null;
  /** Why the bytes end before they should, or `null`. */
  readonly brokenBy: () => string | null;
};

/** A cursor over a source that is read where it is looked at, and skipped elsewhere. */
export function sourceCursor(source: ArchiveSource): ByteCursor {
  let position = 0;
  let known: { start: number; bytes: Uint8Array } = { start: 0, bytes: new Uint8Array(0) };
  const knownEnd = (): number => known.start + known.bytes.length;

  const fetch = async (end: number): Promise<void> => {
    const isConnected = known.start <= position && position <= knownEnd();
    const rest = isConnected ? known.bytes.subarray(position - known.start) : new Uint8Array(0);
    const more = await source.read(position + rest.length, end);
    // What was peeked at before is handed out: it is never overwritten.
    known = { start: position, bytes: rest.length === 0 ? more : Buffer.concat([rest, more]) };
  };

  return {
    position: () => position,
    peek: async (bytes, wish = bytes) => {
      const end = Math.min(position + bytes, source.size);
      if (end > knownEnd() || position < known.start)
        await fetch(Math.min(position + Math.max(bytes, wish), source.size));
      return known.bytes.subarray(position - known.start, end - known.start);
    },
    advance: async (bytes) => {
      const before = position;
      position = Math.min(position + bytes, source.size);
      return position - before;
    },
    window: (bytes) => sourceWindow(source, position, Math.min(position + bytes, source.size)),
    brokenBy: () => null,
  };
}
