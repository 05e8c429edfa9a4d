/** What an archive may ask of its reader. Everything beyond is left unread, with a reason. */
export type ArchiveLimits = {
  /** Files handed on from one archive with all that are nested in it. */
  readonly entries: number;
  /** Archives inside each other, the outermost counted. */
  readonly depth: number;
  readonly folderDepth: number;
  /** Characters of a path, the paths of the archives around it included. */
  readonly pathCharacters: number;
  /** The central directory of a ZIP archive. */
  readonly directoryBytes: number;
  /** The long names and attributes before one entry of a tar archive. */
  readonly extendedHeaderBytes: number;
  /** The beginning of one entry that is kept in memory. */
  readonly headBytes: number;
  /** An archive inside another that cannot be read where it lies, and is held in memory. */
  readonly nestedBytes: number;
  /** Inflated bytes for each compressed one, as an entry declares them; deflate cannot make more than 1,032. */
  readonly entryRatio: number;
  /** Inflated bytes for each byte read, over the whole archive, where more than `ratioFreeBytes` were inflated. */
  readonly wholeRatio: number;
  readonly ratioFreeBytes: number;
  /** Inflated from one archive with all that are nested in it. A tar.gz is inflated whole, of a ZIP only heads are. */
  readonly inflatedBytes: number;
  /** A `study.json` or `_COMPLETE`. */
  readonly noteBytes: number;
};

const mebibyte = 1024 * 1024;

/** Room for the largest honest study, in a function of 1 GiB that reads eight entries at once. */
export const defaultArchiveLimits: ArchiveLimits = {
  entries: 250_000,
  depth: 2,
  folderDepth: 64,
  pathCharacters: 4096,
  directoryBytes: 64 * mebibyte,
  extendedHeaderBytes: mebibyte,
  headBytes: 32 * mebibyte,
  nestedBytes: 128 * mebibyte,
  entryRatio: 1032,
  wholeRatio: 200,
  ratioFreeBytes: 64 * mebibyte,
  inflatedBytes: 32 * 1024 * mebibyte,
  noteBytes: 64 * 1024,
};
