import { describe, expect, it } from 'vitest';
import { floorName, oursName, type ReadingLine, warmFloorName, warmOursName } from '../../../bench/read/contenders.ts';
import { bytesPerFurtherFile, type MemoryRow } from '../../../bench/read/measureMemory.ts';
import { markdownRows, readingRows, timesTheFloor } from '../../../bench/read/readingTable.ts';

const run = (seconds: number, output = '') => ({
  seconds,
  output,
  peakBytes: 60e6,
  readBytes: 5e6,
  cpuSeconds: seconds / 2,
});
const told = (ms: number) => JSON.stringify({ images: 100, bytesRead: 2e6, ms });

const lines: readonly ReadingLine[] = [
  { name: floorName, timed: 'whole process', runs: [run(0.2), run(0.1), run(0.3)] },
  { name: warmFloorName, timed: 'warm loop', runs: [run(9, told(2))] },
  { name: oursName, timed: 'whole process', runs: [run(0.6, told(30)), run(0.4, told(30))] },
  { name: warmOursName, timed: 'warm loop', runs: [run(9, told(5))] },
];
const rows = readingRows(lines, 100);

describe('the rows of a comparison', () => {
  it('take the time of the whole process, or what a warm process tells of its last pass', () => {
    expect(rows.map(({ medianMs, bestMs }) => [medianMs, bestMs])).toEqual([
      [2, 1],
      [0.02, 0.02],
      [5, 4],
      [0.05, 0.05],
    ]);
  });

  it('say what was read of the files where a reader tells it, else what its process read', () => {
    expect(rows.map(({ bytesRead }) => bytesRead)).toEqual([5e6, 2e6, 2e6, 2e6]);
  });

  it('are compared with the floor with and without start-up', () => {
    expect(timesTheFloor(rows)).toBe(
      'Reading takes 2.5 times the floor, start-up included in both, and 2.5 times the floor in a warm process.',
    );
  });

  it('print as they stand in the page', () => {
    expect(markdownRows(rows.slice(0, 1))).toBe(
      [
        '| Reader | ms a header, median | best | CPU s | MB read | peak MB |',
        '| --- | --- | --- | --- | --- | --- |',
        '| floor: open, read 8 KiB, close | 2.000 | 1.000 | 0.10 | 5 | 60 |',
      ].join('\n'),
    );
  });
});

describe('memory for each further file', () => {
  const row = (command: MemoryRow['command'], files: number, peakBytes: number): MemoryRow => ({
    command,
    files,
    peakBytes,
    seconds: 1,
    reportBytes: 1,
  });
  const measured = [row('check', 1000, 100e6), row('acquisitions', 1000, 90e6), row('check', 11_000, 130e6)];

  it('is that of the same command since the next smaller tree; nothing is known of the smallest', () => {
    expect(measured.map((one) => bytesPerFurtherFile(measured, one))).toEqual([null, null, 3000]);
  });
});
