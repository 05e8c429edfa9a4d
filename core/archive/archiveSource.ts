/** Random access to the stored bytes of an archive; `read` answers exactly end - start bytes (`end` exclusive) or throws. */
export type ArchiveSource = {
  readonly size: number;
  readonly read: (start: number, end: number) => Promise<Uint8Array>;
};

/** A source that counts what is read from it: the directory, the heads and what lies in the gaps between them. */
export type CountedSource = ArchiveSource & { readonly bytesRead: () => number };

/** Counts the bytes read from `source`. Throws when it answers fewer bytes than it was asked for. */
export function countedSource(source: ArchiveSource): CountedSource {
  let bytesRead = 0;
  return {
    size: source.size,
    bytesRead: () => bytesRead,
    read: async (start, end) => {
      const bytes = await source.read(start, end);
      if (bytes.length < end - start) {
        throw new Error(
          `Asked for bytes ${start} to ${end} of an archive, got ${bytes.length}. Has it changed? Read it again.`,
        );
      }
      bytesRead += end - start;
      return bytes.length === end - start ? bytes : bytes.subarray(0, end - start);
    },
  };
}

/** The bytes `start` to `end` of a source as one of their own: an archive that is stored inside another. */
export function sourceWindow(source: ArchiveSource, start: number, end: number): ArchiveSource {
  return { size: end - start, read: (from, to) => source.read(start + from, start + to) };
}

/** Bytes in memory as a source. */
export function sourceOfBytes(bytes: Uint8Array): ArchiveSource {
  return { size: bytes.length, read: async (start, end) => bytes.subarray(start, end) };
}
