import { describe, expect, it } from 'vitest';
import { defaultArchiveLimits, visitArchive } from '../../../core/archive/index.ts';
import { file, headsOf, noise, recorded, seenAs, tarOf, tgzOf, zipOf } from './packedArchives.ts';
import { tarArchive } from './tarBlocks.ts';
import { fields, forgedZip } from './zipForgery.ts';

const fault = (path: string | null, code: string, reason: string) => ({ kind: 'archive-fault', path, code, reason });
const image = file('1', noise(500));

describe('limits of an archive', () => {
  it.each([
    ['zip', zipOf],
    ['tar', tarOf],
    ['tgz', tgzOf],
  ])('%s: archives deeper than the limit are left closed', async (_kind, pack) => {
    const third = await pack([image]);
    const second = await pack([file('third', third), image]);
    const first = await pack([file('second', second), image]);
    const reason = 'Archives are read 2 deep, this one lies deeper. Send it by itself.';
    expect(await headsOf(first)).toEqual([
      fault('second/third', 'archive-limit', reason),
      seenAs({ ...image, path: 'second/1' }),
      seenAs(image),
    ]);
    expect(await headsOf(first, 64, { depth: 3 })).toEqual([
      seenAs({ ...image, path: 'second/third/1' }),
      seenAs({ ...image, path: 'second/1' }),
      seenAs(image),
    ]);
  });

  it.each([
    ['zip', zipOf],
    ['tar', tarOf],
    ['tgz', tgzOf],
  ])('%s: files beyond the limit are not read, those of archives inside counted', async (_kind, pack) => {
    const inner = await pack(['a', 'b'].map((name) => file(name, name)));
    const archive = await pack(
      [file('inner', inner), ...'123'].map((one) => (typeof one === 'string' ? file(one, one) : one)),
    );
    const seen = await headsOf(archive, 64, { entries: 4 });
    expect(seen.filter((one) => 'head' in one).length).toBeLessThanOrEqual(4);
    expect(seen.at(-1)).toEqual(
      fault(
        null,
        'archive-limit',
        'The archive holds more than 4 files; the others were not read. Send them in several archives.',
      ),
    );
    expect(await headsOf(archive, 64, { entries: 6 })).toHaveLength(5);
  });

  it('what is refused counts as files do', async () => {
    const sparse = Array.from({ length: 10 }, (_, index) => ({ name: `${index}`, typeFlag: 'S' }));
    const seen = await headsOf(tarArchive(sparse), 64, { entries: 4 });
    expect(seen).toHaveLength(5);
    expect(seen.at(-1)).toMatchObject({ path: null, code: 'archive-limit' });
  });

  it.each([
    ['zip', zipOf],
    ['tar', tarOf],
    ['tgz', tgzOf],
  ])('%s: paths may not have more characters together than the limit', async (_kind, pack) => {
    const archive = await pack(Array.from({ length: 10 }, (_, index) => file(`${index}`.repeat(50), 'x')));
    const seen = await headsOf(archive, 64, { allPathCharacters: 220 });
    expect(seen.filter((one) => 'head' in one).length).toBeLessThanOrEqual(4);
    expect(seen.at(-1)).toEqual(
      fault(
        null,
        'archive-limit',
        'The paths of the files in the archive have more than 220 characters together; the other files were not read. Send them in several archives, or under shorter names.',
      ),
    );
  });

  it('a head longer than the limit is not read', async () => {
    for (const archive of [await zipOf([image]), await tarOf([image]), await tgzOf([image])]) {
      expect(await headsOf(archive, 400, { headBytes: 399 })).toEqual([
        fault('1', 'archive-limit', expect.stringContaining('at most 399 are read')),
      ]);
    }
  });

  it('a compressed archive inside that is larger than the limit is left closed', async () => {
    const inner = await tarOf([file('1', new Uint8Array(50_000))]);
    const reason = `The archive inside holds ${inner.length} bytes, compressed once more: at most 10000 are inflated to look into it. Send it by itself.`;
    for (const archive of [await zipOf([file('in', inner), image]), await tgzOf([file('in', inner), image])]) {
      expect(await headsOf(archive, 64, { nestedBytes: 10_000 })).toEqual([
        fault('in', 'archive-limit', reason),
        seenAs(image),
      ]);
    }
    const stored = await zipOf([file('in', inner), image], { compress: false });
    expect(await headsOf(stored, 64, { nestedBytes: 10_000 })).toEqual([
      seenAs(file('in/1', new Uint8Array(50_000))),
      seenAs(image),
    ]);
  });

  it('a directory longer than the limit is not read', async () => {
    const archive = await zipOf(Array.from({ length: 100 }, (_, index) => file(`${index}`, 'x')));
    const { source, ranges } = recorded(archive);
    expect(await headsOf(source, 64, { directoryBytes: 1000 })).toEqual([
      fault(
        null,
        'archive-limit',
        expect.stringMatching(/^The directory of the archive is \d+ bytes long, at most 1000 are read/),
      ),
    ]);
    expect(Math.max(...ranges.map(([start, end]) => end - start))).toBeLessThanOrEqual(2048);
  });

  it('an archive that holds itself ends', async () => {
    // A stored entry whose content is the archive from its own beginning would need an endless file: a window cannot reach out.
    const inner = forgedZip([{ name: 'in', content: fields([[4, 0x04034b50]]) }]);
    const archive = forgedZip([{ name: 'self', content: inner }]);
    expect(await headsOf(archive)).toEqual([fault('self/in', 'archive-limit', expect.stringContaining('2 deep'))]);
  });
});

describe('a visitor or a source that fails', () => {
  const files = Array.from({ length: 20 }, (_, index) => file(`${index}`, noise(300_000, index)));
  const options = { limits: defaultArchiveLimits, concurrency: 4 };

  it('ends the visit with its own error, and no visit goes on behind', async () => {
    for (const archive of [await zipOf(files), await tarOf(files), await tgzOf(files)]) {
      let running = 0;
      const visit = async ({ path }: { readonly path: string }): Promise<string> => {
        running += 1;
        await Promise.resolve();
        running -= 1;
        if (path === '5') throw new RangeError('the store is full');
        return path;
      };
      const seen: unknown[] = [];
      const visiting = async (): Promise<void> => {
        for await (const one of visitArchive(recorded(archive).source, options, visit)) seen.push(one);
      };
      await expect(visiting()).rejects.toThrow('the store is full');
      expect([seen, running]).toEqual([['0', '1', '2', '3', '4'], 0]);
    }
  });

  it('passes on what reading throws', async () => {
    for (const archive of [await zipOf(files), await tarOf(files), await tgzOf(files)]) {
      const { source } = recorded(archive);
      let reads = 0;
      const read: typeof source.read = (start, end) => {
        reads += 1;
        return reads < 4 ? source.read(start, end) : Promise.reject(new Error('EIO'));
      };
      await expect(headsOf({ ...source, read })).rejects.toThrow('EIO');
    }
  });

  it('is told when the source has become shorter', async () => {
    const { source } = recorded(await zipOf(files));
    const read: typeof source.read = async (start, end) => (await source.read(start, end)).subarray(0, 100);
    await expect(headsOf({ ...source, read })).rejects.toThrow('Has it changed?');
  });

  it('may stop early', async () => {
    for (const archive of [await zipOf(files), await tarOf(files), await tgzOf(files)]) {
      const { source, ranges } = recorded(archive);
      for await (const first of visitArchive(source, options, async ({ path }) => path)) {
        expect(first).toBe('0');
        break;
      }
      const before = ranges.length;
      await new Promise((resolve) => setImmediate(resolve));
      expect(ranges.length).toBe(before);
    }
  });
});
