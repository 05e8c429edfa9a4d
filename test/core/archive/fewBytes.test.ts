import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { countedSource, defaultArchiveLimits, readArchivedHeaders } from '../../../core/archive/index.ts';
import { dicomFile, el, latin, withElements } from '../dicom/dicomBytes.ts';
import { classicMr } from '../dicom/mrObjects.ts';
import { file, headsOf, noise, type PackedFile, recorded, tarOf, tgzOf, zipOf } from './packedArchives.ts';
import { paxHeader, type TarMember, tarArchive } from './tarBlocks.ts';
import { type ForgedEntry, forgedZip } from './zipForgery.ts';

/** Images of a little more than `bytes` bytes: a header of four kilobytes, and pixels that deflate to about half. */
function images(count: number, bytes: number): readonly PackedFile[] {
  return Array.from({ length: count }, (_, index) => {
    const pixels = noise(bytes, index + 1).map((byte, at) => (at % 2 === 0 ? byte : 0));
    const header = withElements(classicMr, [
      el(0x00191008, 'OB', latin(protocol)),
      el(0x7fe00010, 'OW', pixels.subarray(0, bytes - 3000)),
    ]);
    return file(`DICOM/series/IM${index}`, dicomFile(header));
  });
}

/** As much text as vendors put before the pixels, deflating to less than half. */
const protocol = Array.from({ length: 500 }, (_, index) => `${(index * index * 7919) % 9973}`)
  .join(' ')
  .padEnd(3000, '.')
  .slice(0, 3000);

async function readingOf(archive: Uint8Array) {
  const { source, ranges } = recorded(archive);
  const counted = countedSource(source);
  let images = 0;
  let bytesOfEntries = 0;
  for await (const item of readArchivedHeaders(counted, { limits: defaultArchiveLimits, concurrency: 4 })) {
    if (item.kind === 'object' && item.reading.kind === 'mr-image') images += 1;
    if (item.kind === 'object') bytesOfEntries += item.bytesRead;
  }
  const share = counted.bytesRead() / archive.length;
  expect(bytesOfEntries).toBe(counted.bytesRead());
  return { images, share, reads: ranges.length };
}

describe('of an archive of images', () => {
  it.each([200_000, 400_000])('of %d bytes at most a twentieth is read', async (bytes) => {
    const files = images(20, bytes);
    const packed = {
      zip: await zipOf(files),
      stored: await zipOf(files, { compress: false }),
      tar: await tarOf(files),
    };
    for (const [kind, archive] of Object.entries(packed)) {
      const { images, share, reads } = await readingOf(archive);
      expect(images).toBe(20);
      expect(share, kind).toBeLessThan(0.05);
      expect(reads, kind).toBeLessThanOrEqual(24);
    }
  });

  it('with attributes before each file, those are read with its head', async () => {
    const members = images(20, 200_000).flatMap(({ path, content }) => [
      paxHeader({ mtime: '1735776000.25' }),
      { name: path, content },
    ]);
    const { images: read, share, reads } = await readingOf(tarArchive(members));
    expect(read).toBe(20);
    expect(share).toBeLessThan(0.05);
    expect(reads).toBeLessThanOrEqual(24);
  });

  it('of a few kilobytes many are read at once', async () => {
    const files = images(200, 8_000);
    for (const archive of [await zipOf(files), await zipOf(files, { compress: false }), await tarOf(files)]) {
      const { images, reads } = await readingOf(archive);
      expect(images).toBe(200);
      expect(reads).toBeLessThan(30);
    }
  });

  it.each([
    ['of a classic size', 300_000, 12],
    ['larger than that', 2_200_000, 3],
  ])('images %s are read so many at once', async (_size, bytes, wanted) => {
    const files = Array.from({ length: 30 }, (_, index) => file(`IM${index}`, noise(bytes, index)));
    const { source } = recorded(await zipOf(files, { compress: false }));
    let underWay = 0;
    let most = 0;
    const read = async (start: number, end: number): Promise<Uint8Array> => {
      underWay += 1;
      most = Math.max(most, underWay);
      await setTimeout(1);
      underWay -= 1;
      return source.read(start, end);
    };
    expect(await headsOf({ ...source, read })).toHaveLength(30);
    expect(most).toBe(wanted);
  });

  it('what an entry needs more is read once', async () => {
    const archive = await zipOf([file('1', noise(3_000_000))], { compress: false });
    const { source, ranges } = recorded(archive);
    await headsOf(source, 1_000_000);
    const total = ranges.reduce((sum, [start, end]) => sum + end - start, 0);
    expect(total).toBeLessThan(1_000_000 + 35_000);
  });

  it('a long value that is passed over is left out where the file is stored as it is', async () => {
    const long = withElements(classicMr, [
      el(0x00191010, 'OB', noise(150_000)),
      el(0x7fe00010, 'OW', noise(150_000, 2)),
    ]);
    const archive = await zipOf([file('1', dicomFile(long)), file('2', dicomFile(long))], { compress: false });
    const { images: read, share } = await readingOf(archive);
    expect(read).toBe(2);
    expect(share * archive.length).toBeLessThan(45_000);
  });

  it('a tar.gz is read once from end to end', async () => {
    const archive = await tgzOf(images(10, 250_000));
    const { images: read, share } = await readingOf(archive);
    expect(read).toBe(10);
    expect(share).toBeLessThan(1.01);
  });
});

describe('an archive of very many files', () => {
  const names = (count: number) => Array.from({ length: count }, (_, index) => `series ${index % 50}/IM${index}`);

  it.each([
    // Without 64-bit records the count is told modulo 65,536.
    ['zip', names(100_000), (files: readonly ForgedEntry[]) => forgedZip(files, { entries: 100_000 % 65_536 })],
    ['tar', names(20_000), (files: readonly TarMember[]) => tarArchive(files)],
  ] as const)('as %s is read many at a time, each file in its place', async (_kind, files, pack) => {
    const { source, ranges } = recorded(pack(files.map((name) => ({ name, content: latin(name) }))));
    const seen = await headsOf(source);
    expect(seen).toHaveLength(files.length);
    expect(seen.every((one, index) => 'head' in one && one.head === files[index])).toBe(true);
    expect(ranges.length).toBeLessThan(2_000);
  });
});
