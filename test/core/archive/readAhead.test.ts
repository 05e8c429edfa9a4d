import { describe, expect, it } from 'vitest';
import { readAhead } from '../../../core/archive/readAhead.ts';
import { noise, recorded } from './packedArchives.ts';

const bytes = noise(100_000);
const hex = (part: Uint8Array) => Buffer.from(part).toString('hex');

/** Reads of one length at these places, and the ranges that were asked of the source. */
async function rangesOf(starts: readonly number[], length = 100, size = bytes.length) {
  const { source, ranges } = recorded(bytes.subarray(0, size));
  const ahead = readAhead(source);
  for (const start of starts) {
    const end = Math.min(start + length, size);
    expect(hex(await ahead.read(start, end))).toBe(hex(bytes.subarray(start, end)));
  }
  await ahead.quiet();
  return ranges;
}

const steps = (count: number, step: number) => Array.from({ length: count }, (_, index) => index * step);

describe('reading ahead', () => {
  it('begins when a step repeats itself, and goes from one window to four', async () => {
    const ranges = await rangesOf(steps(5, 1000));
    expect(ranges.map(([start]) => start)).toEqual(steps(8, 1000));
    expect((await rangesOf(steps(2, 1000))).length).toBe(2);
    expect((await rangesOf(steps(3, 1000))).length).toBe(4);
  });

  it('asks for four windows before what is read is answered', async () => {
    const { source } = recorded(bytes);
    let waiting = 0;
    let most = 0;
    const read: typeof source.read = async (start, end) => {
      waiting += 1;
      most = Math.max(most, waiting);
      await new Promise((resolve) => setImmediate(resolve));
      waiting -= 1;
      return source.read(start, end);
    };
    const ahead = readAhead({ size: source.size, read });
    for (const start of steps(20, 1000)) await ahead.read(start, start + 100);
    await ahead.quiet();
    expect([most, waiting]).toEqual([5, 0]);
  });

  it('reads nothing twice while the steps go on, and nothing behind the end', async () => {
    const ranges = await rangesOf(steps(10, 1000), 100, 9050);
    expect(ranges.map(([start]) => start)).toEqual(steps(10, 1000));
    expect(ranges.at(-1)).toEqual([9000, 9050]);
  });

  it('reads what follows a block of a stream once, two blocks ahead at the most', async () => {
    const { ranges, source } = recorded(new Uint8Array(8 * 1024 * 1024));
    const ahead = readAhead(source);
    const block = 1024 * 1024;
    for (const start of steps(5, block)) await ahead.read(start, start + block);
    await ahead.quiet();
    expect(ranges).toEqual(steps(7, block).map((start) => [start, start + block]));
  });

  it('is left where guesses are wrong too often', async () => {
    // Three equal steps, then another: each time one guess comes true and others do not.
    const starts: number[] = [];
    for (let at = 0; at < 90_000; at += starts.length % 3 === 0 ? 700 : 500) starts.push(at);
    const ranges = await rangesOf(starts);
    expect(ranges.length).toBeLessThanOrEqual(starts.length * (1 + 1 / 16) + 8);
    expect(ranges.length).toBeGreaterThan(starts.length);
  });

  it('of the same place again, of nothing, or of overlapping parts is no step', async () => {
    expect((await rangesOf([0, 0, 0, 0])).length).toBe(4);
    expect((await rangesOf([0, 50, 100, 150, 200])).length).toBe(5);
    expect((await rangesOf([0, 0, 0], 0)).length).toBe(3);
    expect((await rangesOf([5000, 4000, 3000, 2000])).length).toBe(4);
  });

  it('has nothing to do where the bytes are in memory', async () => {
    const { source, ranges } = recorded(bytes);
    const ahead = readAhead({ ...source, isInMemory: true });
    for (const start of steps(5, 1000)) await ahead.read(start, start + 100);
    expect(ranges).toHaveLength(5);
  });

  it('of more than was read ahead is read for itself', async () => {
    const { source, ranges } = recorded(bytes);
    const ahead = readAhead(source);
    for (const start of steps(3, 1000)) await ahead.read(start, start + 100);
    expect(hex(await ahead.read(3000, 3200))).toBe(hex(bytes.subarray(3000, 3200)));
    expect(ranges.slice(-2)).toEqual([
      [3000, 3100],
      [3000, 3200],
    ]);
  });

  it('passes on a failure when its bytes are asked for, and keeps the others to itself', async () => {
    const { source } = recorded(bytes);
    const read: typeof source.read = async (start, end) => {
      if (start === 3000 || start === 6000) throw new Error(`EIO at ${start}`);
      return source.read(start, end);
    };
    const ahead = readAhead({ size: source.size, read });
    for (const start of steps(3, 1000)) await ahead.read(start, start + 100);
    await expect(ahead.read(3000, 3100)).rejects.toThrow('EIO at 3000');
    await ahead.read(4000, 4100);
    await ahead.quiet();
  });
});
