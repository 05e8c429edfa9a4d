/** What an archive may ask of its reader. Everything beyond is left unread, with a reason. */
export type ArchiveLimits = {
  /** Files handed on from one archive with all that are nested in it. */
  readonly entries: number;
  /** Archives inside each other, the outermost counted. */
  readonly depth: number;
  readonly folderDepth: number;
  /** Characters of a path, the paths of the archives around it included. */
  readonly pathCharacters: number;
  /** Characters of all paths together. */
  readonly allPathCharacters: number;
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
  /** Inflated bytes for each byte read, where more than `ratioFreeBytes` of gzip and of archives inside others were inflated. */
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
  allPathCharacters: 64 * mebibyte,
  directoryBytes: 64 * mebibyte,
  extendedHeaderBytes: mebibyte,
  headBytes: 32 * mebibyte,
  nestedBytes: 128 * mebibyte,
  entryRatio: 1032,
  wholeRatio: 200,
  ratioFreeBytes: 1024 * mebibyte,
  inflatedBytes: 32 * 1024 * mebibyte,
  noteBytes: 64 * 1024,
};

/** The most that each limit may be set to: a slip of the hand does not ask for more than the function can hold. */
export const largestArchiveLimits: ArchiveLimits = {
  entries: 1_000_000,
  depth: 8,
  folderDepth: 1024,
  pathCharacters: 64 * 1024,
  allPathCharacters: 256 * mebibyte,
  directoryBytes: 256 * mebibyte,
  extendedHeaderBytes: 16 * mebibyte,
  // The header reader asks for no more.
  headBytes: 32 * mebibyte,
  nestedBytes: 256 * mebibyte,
  entryRatio: 1032,
  wholeRatio: 1032,
  ratioFreeBytes: 16 * 1024 * mebibyte,
  inflatedBytes: 1024 * 1024 * mebibyte,
  noteBytes: mebibyte,
};

/** A limit that cannot be set so: the message names it, what was given and what may be. */
export class ArchiveLimitError extends Error {
  override readonly name = 'ArchiveLimitError';
}

/**
 * The default limits with some of them set otherwise, as `{"entries": 500000}` does.
 *
 * @throws ArchiveLimitError for a name that is no limit, and for what is no whole number from 1 to the most that it may be
 */
export function archiveLimitsFrom(overrides: unknown): ArchiveLimits {
  if (typeof overrides !== 'object' || overrides === null || Array.isArray(overrides)) {
    throw new ArchiveLimitError(
      `The archive limits are ${shown(overrides)}: give an object with some of them, such as {"entries": 500000}.`,
    );
  }
  const limits = { ...defaultArchiveLimits };
  const given: readonly (readonly [string, unknown])[] = Object.entries(overrides);
  for (const [name, value] of given) {
    if (!isLimit(name)) {
      const names = Object.keys(defaultArchiveLimits).join(', ');
      throw new ArchiveLimitError(`There is no archive limit ${shown(name)}. The limits are ${names}.`);
    }
    limits[name] = checked(name, value);
  }
  return limits;
}

function isLimit(name: string): name is keyof ArchiveLimits {
  return Object.hasOwn(defaultArchiveLimits, name);
}

function checked(name: keyof ArchiveLimits, value: unknown): number {
  const most = largestArchiveLimits[name];
  if (typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= most) return value;
  throw new ArchiveLimitError(
    `The archive limit ${name} is ${shown(value)}: give a whole number from 1 to ${most} (default ${defaultArchiveLimits[name]}).`,
  );
}

/** What was given, as JSON would have it and no longer than a line. */
function shown(value: unknown): string {
  const text = typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? typeof value);
  return text.length <= longestShown ? text : `${text.slice(0, longestShown)}…`;
}

const longestShown = 60;
