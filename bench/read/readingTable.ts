import { floorName, oursName, type ReadingLine, warmFloorName, warmOursName } from './contenders.ts';
import type { Measured } from './measuredProcess.ts';

/** What one reader took, as it is printed. */
export type ReadingRow = {
  readonly name: string;
  readonly medianMs: number;
  readonly bestMs: number;
  /** What it says it read of the files, or, of those that do not say, all that the process read. */
  readonly bytesRead: number;
  readonly peakBytes: number;
  readonly cpuSeconds: number;
  readonly headers: number | null;
  readonly failed: number | null;
};

/** One row for each reader: milliseconds a header, median and best of its runs. */
export function readingRows(lines: readonly ReadingLine[], files: number): readonly ReadingRow[] {
  return lines.map(({ name, timed, runs }) => {
    const msPerHeader = runs.map((run) => msOf(run, timed) / files);
    const { images, failed, bytesRead } = reported(runs[0]?.output ?? '');
    return {
      name,
      medianMs: medianOf(msPerHeader),
      bestMs: Math.min(...msPerHeader),
      bytesRead: bytesRead ?? runs[0]?.readBytes ?? Number.NaN,
      peakBytes: Math.max(...runs.map(({ peakBytes }) => peakBytes)),
      cpuSeconds: medianOf(runs.map(({ cpuSeconds }) => cpuSeconds)),
      headers: images ?? null,
      failed: failed ?? null,
    };
  });
}

/** How many times as long as the floor reading takes, once with the start of the process and once without. */
export function timesTheFloor(rows: readonly ReadingRow[]): string {
  const ratio = (ours: string, floor: string) => {
    const [one, other] = [ours, floor].map((name) => rows.find((row) => row.name === name)?.medianMs ?? Number.NaN);
    return one === undefined || other === undefined ? Number.NaN : one / other;
  };
  const whole = ratio(oursName, floorName).toFixed(1);
  const warm = ratio(warmOursName, warmFloorName).toFixed(1);
  return `Reading takes ${whole} times the floor, start-up included in both, and ${warm} times the floor in a warm process.`;
}

/** For a terminal. */
export function printRows(rows: readonly ReadingRow[], corpusBytes: number): void {
  console.table(
    Object.fromEntries(
      rows.map(({ name, medianMs, bestMs, bytesRead, peakBytes, cpuSeconds, headers, failed }) => [
        name,
        {
          'ms a header, median': medianMs.toFixed(3),
          best: bestMs.toFixed(3),
          'headers a second': Math.round(1000 / medianMs),
          'MB read': (bytesRead / 1e6).toFixed(1),
          'of all bytes': `${((100 * bytesRead) / corpusBytes).toFixed(1)} %`,
          'peak MB': Math.round(peakBytes / 1e6),
          'CPU s': cpuSeconds.toFixed(2),
          headers: headers ?? '',
          failed: failed ?? '',
        },
      ]),
    ),
  );
}

/** As the table stands in docs/reading-speed.md. */
export function markdownRows(rows: readonly ReadingRow[]): string {
  return markdownTable(
    ['Reader', 'ms a header, median', 'best', 'CPU s', 'MB read', 'peak MB'],
    rows.map(({ name, medianMs, bestMs, cpuSeconds, bytesRead, peakBytes }) => [
      name === oursName || name === warmOursName ? `**${name}**` : name,
      medianMs.toFixed(3),
      bestMs.toFixed(3),
      cpuSeconds.toFixed(2),
      String(Math.round(bytesRead / 1e6)),
      String(Math.round(peakBytes / 1e6)),
    ]),
  );
}

/** Rows of text as a Markdown table. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function msOf({ seconds, output }: Measured, timed: ReadingLine['timed']): number {
  return timed === 'warm loop' ? (reported(output).ms ?? Number.NaN) : 1000 * seconds;
}

function medianOf(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((one, other) => one - other);
  const middle = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]];
  return middle.reduce<number>((sum, one) => sum + (one ?? Number.NaN) / 2, 0);
}

function reported(output: string): { images?: number; failed?: number; bytesRead?: number; ms?: number } {
  const line = output.split('\n').find((one) => one.startsWith('{"'));
  return line === undefined ? {} : JSON.parse(line);
}
