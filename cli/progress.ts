import type { WriteStream } from 'node:tty';

export type Progress = {
  /** One more file is done. */
  readonly advance: (bytes: number) => void;
  /** Removes the line. */
  readonly end: () => void;
};

const redrawEveryMs = 100;

/** A line of files, bytes and time left that is redrawn in place; nothing at all where the stream is no terminal. */
export function showProgress(
  stream: WriteStream,
  total: { readonly files: number; readonly bytes: number },
  now: () => number = () => performance.now(),
): Progress {
  if (!stream.isTTY) return { advance: () => {}, end: () => {} };
  const startedAt = now();
  let files = 0;
  let bytes = 0;
  let drawnAt = Number.NEGATIVE_INFINITY;
  return {
    advance(more) {
      files += 1;
      bytes += more;
      const at = now();
      if (at - drawnAt < redrawEveryMs) return;
      drawnAt = at;
      stream.write(`\r\x1b[K${progressLine({ files, bytes }, total, at - startedAt)}`);
    },
    end() {
      if (files > 0) stream.write('\r\x1b[K');
    },
  };
}

type Amount = { readonly files: number; readonly bytes: number };

/** "Reading file 120 of 508 · 24 of 105 MB · 3 s left" */
export function progressLine(done: Amount, total: Amount, elapsedMs: number): string {
  const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0);
  // Only headers are read, so a file costs about the same whatever its size.
  const secondsLeft = Math.ceil((elapsedMs / done.files) * (total.files - done.files) * 0.001);
  const left =
    elapsedMs < 500 ? '' : ` · ${secondsLeft < 90 ? `${secondsLeft} s` : `${Math.ceil(secondsLeft / 60)} min`} left`;
  return `Reading file ${done.files} of ${total.files} · ${megabytes(done.bytes)} of ${megabytes(total.bytes)} MB${left}`;
}
