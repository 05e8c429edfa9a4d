import type { WriteStream } from 'node:tty';

export type Progress = {
  /** So many more files are known of. */
  readonly found: (files: number) => void;
  /** No more will be found: from now on there is a time left to tell. */
  readonly listed: () => void;
  /** One more file is done, of this size. */
  readonly advance: (bytes: number) => void;
  /** Removes the line. */
  readonly end: () => void;
};

const redrawEveryMs = 100;
const usualWidth = 80;

/** A line of files, bytes and time left that is redrawn in place; nothing at all where the stream is no terminal. */
export function showProgress(
  stream: Pick<WriteStream, 'write'> & { readonly isTTY?: boolean; readonly columns?: number },
  now: () => number = () => performance.now(),
): Progress {
  if (stream.isTTY !== true) return { found: () => {}, listed: () => {}, advance: () => {}, end: () => {} };
  const startedAt = now();
  let state: ProgressState = { done: 0, bytes: 0, found: 0, listed: false };
  let drawnAt = startedAt;
  let drawn = false;
  const update = (news: Partial<ProgressState>) => {
    state = { ...state, ...news };
    const at = now();
    if (at - drawnAt < redrawEveryMs) return;
    drawnAt = at;
    drawn = true;
    // A line as wide as the terminal would wrap, and the next one could not be drawn over it.
    const width = (stream.columns || usualWidth) - 1;
    stream.write(`\r\x1b[K${shortened(progressLine(state, at - startedAt), width)}`);
  };
  return {
    found: (files) => update({ found: state.found + files }),
    listed: () => update({ listed: true }),
    advance: (bytes) => update({ done: state.done + 1, bytes: state.bytes + bytes }),
    end() {
      if (drawn) stream.write('\r\x1b[K');
    },
  };
}

export type ProgressState = {
  readonly done: number;
  /** Size of the files that are done. */
  readonly bytes: number;
  readonly found: number;
  /** Whether `found` is all that there is. */
  readonly listed: boolean;
};

/** "Reading file 120 of 508 · 24 MB · 3 s left"; "Reading file 120 · 508 found so far · 24 MB" while there may be more. */
export function progressLine({ done, bytes, found, listed }: ProgressState, elapsedMs: number): string {
  const megabytes = `${(bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)} MB`;
  if (!listed) return `Reading file ${done} · ${found} found so far · ${megabytes}`;
  return [`Reading file ${done} of ${found}`, megabytes, ...timeLeft(done, found, elapsedMs)].join(' · ');
}

/** Only headers are read, so a file costs about the same whatever its size. Not guessed from the first moments. */
function timeLeft(done: number, found: number, elapsedMs: number): readonly string[] {
  if (done === 0 || elapsedMs < 500) return [];
  const secondsLeft = Math.ceil((elapsedMs / done) * Math.max(0, found - done) * 0.001);
  return [`${secondsLeft < 90 ? `${secondsLeft} s` : `${Math.ceil(secondsLeft / 60)} min`} left`];
}

function shortened(line: string, width: number): string {
  return line.length <= width ? line : `${line.slice(0, Math.max(0, width - 1))}…`;
}
