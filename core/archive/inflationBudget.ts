import type { ArchiveLimits } from './archiveLimits.ts';

/** Keeps count of what was inflated and handed on, over an archive and all that are nested in it. */
export type InflationBudget = {
  readonly spend: (inflatedBytes: number) => void;
  /** Counts one more entry; `false` when there are too many. */
  readonly admitEntry: () => boolean;
  /** Why nothing more may be read, or `null`. */
  readonly exhausted: () => string | null;
};

export function inflationBudget(limits: ArchiveLimits, bytesRead: () => number): InflationBudget {
  let inflated = 0;
  let entries = 0;
  return {
    spend: (bytes) => {
      inflated += bytes;
    },
    admitEntry: () => {
      entries += 1;
      return entries <= limits.entries;
    },
    exhausted: () => {
      if (entries > limits.entries) {
        return `The archive holds more than ${limits.entries} files; the others were not read. Send them in several archives.`;
      }
      if (inflated > limits.inflatedBytes) {
        return `The archive inflates to more than ${limits.inflatedBytes} bytes; the rest was not read. Send it in several archives.`;
      }
      if (inflated > limits.ratioFreeBytes && inflated > limits.wholeRatio * bytesRead()) {
        return `The archive inflates to more than ${limits.wholeRatio} times its size, as no study does; the rest was not read. Send the files uncompressed.`;
      }
      return null;
    },
  };
}
