import type { Corpus } from './corpus.ts';
import type { Measured } from './measuredProcess.ts';

export type ReadingLine = { readonly name: string; readonly runs: readonly Measured[] };

/** One line for each contender: median and best time a header, bytes, memory, and how many headers it found. */
export function printTable(lines: readonly ReadingLine[], corpus: Corpus): void {
  const files = corpus.paths.length;
  console.table(
    Object.fromEntries(
      lines.map(({ name, runs }) => {
        const msPerHeader = runs.map(({ seconds }) => (1000 * seconds) / files).toSorted((one, other) => one - other);
        const median = medianOf(msPerHeader);
        const { images, failed, bytesRead } = reported(runs[0]?.output ?? '');
        const bytes = bytesRead ?? runs[0]?.readBytes ?? Number.NaN;
        const row = {
          'ms a header, median': median.toFixed(3),
          best: (msPerHeader[0] ?? Number.NaN).toFixed(3),
          'headers a second': Math.round(1000 / median),
          'MB read': (bytes / 1e6).toFixed(1),
          'of all bytes': `${((100 * bytes) / corpus.bytes).toFixed(1)} %`,
          'peak MB': Math.round(Math.max(...runs.map(({ peakBytes }) => peakBytes)) / 1e6),
          'CPU s': medianOf(runs.map(({ cpuSeconds }) => cpuSeconds)).toFixed(2),
          headers: images ?? '',
          failed: failed ?? '',
        };
        return [name, row];
      }),
    ),
  );
}

function medianOf(numbers: readonly number[]): number {
  return numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? Number.NaN;
}

function reported(output: string): { images?: number; failed?: number; bytesRead?: number } {
  const line = output.split('\n').find((one) => one.startsWith('{"'));
  return line === undefined ? {} : JSON.parse(line);
}
