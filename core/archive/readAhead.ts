import type { ArchiveSource } from './archiveSource.ts';
import { type Settled, settled } from './settled.ts';

/** A source that reads ahead. Whoever leaves it waits for `quiet`, so that no read goes on behind. */
export type ReadAhead = ArchiveSource & { readonly quiet: () => Promise<void> };

type Window = { readonly end: number; readonly bytes: Promise<Settled<Uint8Array>> };

const mostWindows = 4;
const mostBytes = 2 * 1024 * 1024;
/** For so many of the reads a window may have been read for nothing, and for a few more at the beginning. */
const wastedShare = 1 / 16;
const wastedAtFirst = 4;

/**
 * Reads ahead while reads follow each other in equal steps, as those of the blocks of a stream do, and of the heads of a series'
 * images, which are mostly of one size. What S3 takes to answer is then waited for once for several reads. It goes from one
 * window to four, and is left where the guesses were wrong too often: bytes count as well.
 */
export function readAhead(source: ArchiveSource): ReadAhead {
  const { size, isInMemory = false } = source;
  const windows = new Map<number, Window>();
  const running = new Set<Promise<unknown>>();
  let last = { start: 0, length: 0, step: 0 };
  let repeats = 0;
  let reads = 0;
  let wasted = 0;

  const fetch = (start: number, end: number): Window => {
    const bytes = settled(source.read(start, end));
    running.add(bytes);
    void bytes.then(() => running.delete(bytes));
    return { end, bytes };
  };

  /** Notes a read and begins those that are likely to follow. */
  const follow = (start: number, length: number): void => {
    const step = start - last.start;
    reads += 1;
    repeats = step > 0 && step === last.step && length === last.length && step >= length ? repeats + 1 : 0;
    last = { start, length, step };
    if (repeats === 0) {
      wasted += windows.size;
      windows.clear();
    }
    if (isInMemory || repeats === 0 || wasted > wastedAtFirst + wastedShare * reads) return;
    const count = Math.min(repeats, mostWindows, Math.floor(mostBytes / length));
    for (let ahead = 1; ahead <= count; ahead += 1) {
      const next = start + ahead * step;
      if (next < size && !windows.has(next)) {
        windows.set(next, fetch(next, Math.min(next + length, size)));
      }
    }
  };

  return {
    size,
    isInMemory,
    read: async (start, end) => {
      const ahead = windows.get(start);
      windows.delete(start);
      const isEnough = ahead !== undefined && ahead.end >= end;
      const window = isEnough ? ahead : fetch(start, end);
      follow(start, end - start);
      const outcome = await window.bytes;
      if ('error' in outcome) throw outcome.error;
      return outcome.value.subarray(0, end - start);
    },
    quiet: async () => {
      await Promise.all(running);
    },
  };
}
