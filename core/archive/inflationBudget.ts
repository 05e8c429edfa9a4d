import type { ArchiveLimits } from './archiveLimits.ts';

/** Keeps count of what was inflated and handed on, over an archive and all that are nested in it. */
export type InflationBudget = {
  /** Counts what a head took, of which a blank image makes a thousand times what was read. */
  readonly spend: (inflatedBytes: number) => void;
  /** Counts what is inflated only to come to what follows: it may be as much again as the whole study. */
  readonly spendOnStream: (inflatedBytes: number) => void;
  /** Counts one more entry, or fault, with its path; `false` when there are too many. */
  readonly admitEntry: (path: string | null) => boolean;
  /** Why nothing more may be read, or `null`. */
  readonly exhausted: () => string | null;
};

export function inflationBudget(limits: ArchiveLimits, bytesRead: () => number): InflationBudget {
  let inflated = 0;
  let streamed = 0;
  let entries = 0;
  let pathCharacters = 0;
  return {
    spend: (bytes) => {
      inflated += bytes;
    },
    spendOnStream: (bytes) => {
      inflated += bytes;
      streamed += bytes;
    },
    admitEntry: (path) => {
      entries += 1;
      pathCharacters += path?.length ?? 0;
      return entries <= limits.entries && pathCharacters <= limits.allPathCharacters;
    },
    exhausted: () => {
      if (entries > limits.entries) {
        return `The archive holds more than ${limits.entries} files; the others were not read. Send them in several archives.`;
      }
      if (pathCharacters > limits.allPathCharacters) {
        return `The paths of the files in the archive have more than ${limits.allPathCharacters} characters together; the other files were not read. Send them in several archives, or under shorter names.`;
      }
      if (inflated > limits.inflatedBytes) {
        return `The archive inflates to more than ${limits.inflatedBytes} bytes; the rest was not read. Send it in several archives.`;
      }
      if (streamed > limits.ratioFreeBytes && streamed > limits.wholeRatio * bytesRead()) {
        return `The archive inflates to more than ${limits.ratioFreeBytes} bytes, over ${limits.wholeRatio} times what was read of it; the rest was not read. Send a ZIP archive, or the files themselves.`;
      }
      return null;
    },
  };
}
