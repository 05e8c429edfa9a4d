import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fileReader } from '../../cli/fileReader.ts';
import type { FoundFile } from '../../cli/findFiles.ts';
import { readFiles } from '../../cli/readFiles.ts';
import { type Batch, readingThreads } from '../../cli/readingThreads.ts';
import type { ReadObject } from '../../cli/readObject.ts';
import { dicomFile, el, withElements } from '../core/dicom/dicomBytes.ts';
import { classicMr } from '../core/dicom/mrObjects.ts';
import { type TemporaryFolder, temporaryFolder, writeBelow } from './temporaryFolder.ts';

const never = new AbortController().signal;
let root: TemporaryFolder;
let files: readonly FoundFile[];

beforeAll(async () => {
  root = await temporaryFolder();
  const contents = (number: number): Uint8Array | string => {
    if (number % 100 === 7) return 'no image';
    if (number % 100 === 8) return '';
    const elements = [el(0x00080018, 'UI', `1.2.${number}`), el(0x0020000e, 'UI', `1.3.${number % 3}`)];
    return dicomFile(withElements(classicMr, elements));
  };
  const paths = Array.from({ length: 1_500 }, (_, number) => writeBelow(root.path, `IM${number}`, contents(number)));
  const missing = join(root.path, 'gone');
  files = [...(await Promise.all(paths)), missing].map((path) => ({ path, pathBytes: null, named: false }));
});
afterAll(() => root[Symbol.asyncDispose]());

test('many files are read in their order and to the same result as one after the other', async () => {
  let bytes = 0;
  const reading = readFiles((bytesTotal) => {
    bytes += bytesTotal;
  }, never);
  try {
    for (let start = 0; start < files.length; start += 256) await reading.add(files.slice(start, start + 256));
    const objects = await reading.finish();
    const expected = files.map(fileReader());
    expect(objects.map(spelledOut)).toEqual(expected.map(spelledOut));
    expect(bytes).toBe(expected.reduce((sum, { bytesTotal }) => sum + bytesTotal, 0));
  } finally {
    await reading.end();
  }
});

test('threads read what they take, each file as this thread does', async () => {
  const results = new Map<number, readonly ReadObject[]>();
  const waiting: Batch[] = [0, 1, 2, 3, 4].map((index) => ({
    files: files.slice(index * 10, index * 10 + 10),
    done: (objects) => results.set(index, objects),
  }));
  const threads = readingThreads(() => waiting.shift() ?? null);
  try {
    threads.start();
    threads.start();
    await expect.poll(() => results.size, { timeout: 30_000 }).toBe(5);
    await threads.finished();
    for (const [index, objects] of results) {
      const expected = files.slice(index * 10, index * 10 + 10).map(fileReader());
      expect(objects.map(spelledOut)).toEqual(expected.map(spelledOut));
    }
  } finally {
    await threads.end();
  }
});

test('an interruption ends the reading at the next batch', async () => {
  const interruption = new AbortController();
  const reading = readFiles(() => interruption.abort(), interruption.signal);
  try {
    await reading.add(files);
    await expect(reading.finish()).rejects.toThrow(/abort/i);
  } finally {
    await reading.end();
  }
});

/** How attributes are spread over `shared` and `frames` depends on what was read before. */
function spelledOut({ readings, ...object }: ReadObject) {
  const spelled = readings.map((reading) => {
    if (reading.kind !== 'mr-image') return reading;
    const { shared, frames, ...header } = reading.header;
    return { ...header, frames: frames.map((frame) => ({ ...shared, ...frame })) };
  });
  return { ...object, readings: spelled };
}
