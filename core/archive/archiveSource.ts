/** Random access to the stored bytes of an archive; `read` answers exactly end - start bytes (`end` exclusive) or throws. */
export type ArchiveSource = {
  readonly size: number;
  readonly read: (start: number, end: number) => Promise<Uint8Array>;
  /** Its bytes were read before: to look at them again costs nothing. */
  readonly isInMemory?: boolean;
};

/** A source that counts what is read from it: the directory, the heads and what lies in the gaps between them. */
export type CountedSource = ArchiveSource & { readonly bytesRead: () => number };

/** Counts the bytes read from `source`, from `before` on. Throws when it answers fewer bytes than it was asked for. */
export function countedSource(source: ArchiveSource, before = 0): CountedSource {
  const { size, isInMemory = false } = source;
  let bytesRead = before;
  return {
    size,
    isInMemory,
    bytesRead: () => bytesRead,
    read: async (start, end) => {
      const bytes = await source.read(start, end);
      if (bytes.length < end - start) {
        throw new Error(
          `Asked for bytes ${start} to ${end} of an archive, got ${bytes.length}. Has it changed? Read it again.`,
        );
      }
      if (!isInMemory) bytesRead += end - start;
      return bytes.length === end - start ? bytes : bytes.subarray(0, end - start);
    },
  };
}

/** The bytes `start` to `end` of a source as one of their own: an archive that is stored inside another. */
export function sourceWindow(source: ArchiveSource, start: number, end: number): ArchiveSource {
  const { isInMemory = false } = source;
  return { size: end - start, isInMemory, read: (from, to) => source.read(start + from, start + to) };
}

/** What was inflated of an archive as a source. */
export function sourceInMemory(bytes: Uint8Array): ArchiveSource {
  return { size: bytes.length, read: async (start, end) => bytes.subarray(start, end), isInMemory: true };
}
