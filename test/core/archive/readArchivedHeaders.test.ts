import { describe, expect, it } from 'vitest';
import {
  type ArchivedItem,
  type ArchiveLimits,
  defaultArchiveLimits,
  readArchivedHeaders,
} from '../../../core/archive/index.ts';
import { mayHoldAnImage } from '../../../core/dicom/index.ts';
import { dicomFile, el, withElements } from '../dicom/dicomBytes.ts';
import { classicMr, classicReading, enhancedMr } from '../dicom/mrObjects.ts';
import { file, noise, type PackedFile, recorded, tarOf, tgzOf, zipOf } from './packedArchives.ts';
import { forgedZip } from './zipForgery.ts';

async function itemsOf(archive: Uint8Array, limits: Partial<ArchiveLimits> = {}): Promise<readonly ArchivedItem[]> {
  const items: ArchivedItem[] = [];
  const options = { limits: { ...defaultArchiveLimits, ...limits }, concurrency: 2 };
  for await (const item of readArchivedHeaders(recorded(archive).source, options)) items.push(item);
  return items;
}

const summary = (item: ArchivedItem) =>
  item.kind === 'note'
    ? { path: item.path, note: item.note, text: item.text }
    : { path: item.path, reading: item.reading.kind === 'rejected' ? item.reading.code : item.reading.kind };

const image = dicomFile(classicMr);

describe.each([
  ['zip', zipOf],
  ['tar', tarOf],
  ['tgz', tgzOf],
] as const)('headers in a %s', (_kind, pack) => {
  it('are read like those of files', async () => {
    const [item] = await itemsOf(await pack([file('a/1', image)]));
    expect(item).toEqual({
      kind: 'object',
      path: 'a/1',
      bytesRead: expect.any(Number),
      bytesTotal: image.length,
      reading: classicReading,
    });
  });

  it('are read to their end, wherever that is', async () => {
    const large = [el(0x00191010, 'OB', noise(400_000)), el(0x7fe00010, 'OW', new Uint8Array(900_000))];
    const long = dicomFile(withElements(classicMr, large));
    const items = await itemsOf(await pack([file('long', long), file('short', image)]));
    expect(items.map((item) => item.kind === 'object' && item.reading)).toEqual([classicReading, classicReading]);
  });

  it('come with the notes beside them, and with what is no image', async () => {
    const files: readonly PackedFile[] = [
      file('DICOMDIR', dicomFile([el(0x00080016, 'UI', '1.2.840.10008.1.3.10')])),
      file('s/study.json', '{"complete": true}'),
      file('s/_COMPLETE', ''),
      file('s/1', dicomFile(enhancedMr)),
      file('s/empty', ''),
      file('s/report.pdf', '%PDF-1.7 '),
      file('s/cut', image.subarray(0, 700)),
    ];
    expect((await itemsOf(await pack(files))).map(summary)).toEqual([
      { path: 'DICOMDIR', reading: 'dicomdir' },
      { path: 's/study.json', note: 'study.json', text: '{"complete": true}' },
      { path: 's/_COMPLETE', note: '_COMPLETE', text: '' },
      { path: 's/1', reading: 'mr-image' },
      { path: 's/empty', reading: 'empty' },
      { path: 's/report.pdf', reading: 'not-dicom' },
      { path: 's/cut', reading: 'truncated-header' },
    ]);
  });

  it('do not come with notes too long', async () => {
    const archive = await pack([file('study.json', ' '.repeat(2000))]);
    expect(await itemsOf(archive, { noteBytes: 1000 })).toEqual([
      {
        kind: 'object',
        path: 'study.json',
        bytesRead: expect.any(Number),
        bytesTotal: 2000,
        reading: {
          kind: 'rejected',
          code: 'archive-limit',
          reason: 'study.json is 2000 bytes long, at most 1000 are read: shorten it.',
          identity: null,
        },
      },
    ]);
  });
});

describe('what an archive hides', () => {
  it('is rejected, and may have been an image', async () => {
    const archive = forgedZip([
      { name: 'secret', content: image, flags: 1 },
      { name: 'odd', content: image, method: 12 },
      { name: 'lost', content: image, directory: { offset: 1 } },
      { name: 'burst', content: image, method: 8, directory: { size: 4_000_000_000 } },
      { name: 'IM1', content: image },
    ]);
    const items = await itemsOf(archive);
    const hidden = ['archive-encrypted', 'archive-not-supported', 'archive-damaged', 'archive-limit'];
    expect(items.map(summary)).toEqual([
      { path: 'secret', reading: hidden[0] },
      { path: 'odd', reading: hidden[1] },
      { path: 'lost', reading: hidden[2] },
      { path: 'burst', reading: hidden[3] },
      { path: 'IM1', reading: 'mr-image' },
    ]);
    expect(hidden.every(mayHoldAnImage)).toBe(true);
  });

  it('as a whole is rejected without a path', async () => {
    expect((await itemsOf((await zipOf([file('1', image)])).slice(0, -1))).map(summary)).toEqual([
      { path: null, reading: 'archive-damaged' },
    ]);
  });

  it('by a name that was cleaned is no note', async () => {
    const archive = forgedZip([{ name: '../study.json', content: new TextEncoder().encode('{}') }]);
    expect((await itemsOf(archive)).map(summary)).toEqual([{ path: 'study.json', reading: 'not-dicom' }]);
  });
});

describe('what reading an archive took', () => {
  const study = Array.from({ length: 7 }, (_, index) =>
    file(`IM${index}`, Buffer.concat([image, noise(20_000 + index)])),
  );
  const cases: readonly (readonly [string, () => Promise<Uint8Array> | Uint8Array])[] = [
    ['a zip', () => zipOf(study)],
    ['a stored zip', () => zipOf(study, { compress: false })],
    ['a tar', () => tarOf(study)],
    ['a tgz', () => tgzOf(study)],
    ['a zip in a zip', async () => zipOf([file('a.zip', await zipOf(study)), ...study])],
    ['a stored zip in a zip', async () => zipOf([file('a.zip', await zipOf(study)), ...study], { compress: false })],
    ['a tgz in a zip', async () => zipOf([...study, file('a.tgz', await tgzOf(study))])],
    ['a zip in a tar', async () => tarOf([...study, file('a.zip', await zipOf(study)), ...study])],
    ['a tgz in a tgz', async () => tgzOf([...study, file('a.tgz', await tgzOf(study))])],
    ['notes at its end', () => zipOf([...study, file('_COMPLETE', ''), file('study.json', '{}')])],
    ['junk at its end', async () => Buffer.concat([await tarOf(study), noise(50_000)])],
    ['a cut tgz', async () => (await tgzOf(study)).subarray(0, 70_000)],
    ['a cut zip', async () => (await zipOf(study)).subarray(0, 70_000)],
    [
      'faults',
      () =>
        forgedZip([
          { name: 'secret', content: image, flags: 1 },
          { name: 'broken', content: image, stored: noise(image.length), method: 8 },
          { name: 'IM1', content: image },
        ]),
    ],
    ['another format', () => Buffer.from('Rar!\x1a\x07\x01\x00', 'latin1')],
  ];
  it.each(cases)('is what its files add up to: %s', async (_name, pack) => {
    const { source, ranges } = recorded(await pack());
    const read: number[] = [];
    for await (const item of readArchivedHeaders(source, { limits: defaultArchiveLimits, concurrency: 4 })) {
      if (item.kind === 'object') read.push(item.bytesRead);
    }
    expect(read.every((bytes) => bytes >= 0)).toBe(true);
    expect(read.reduce((sum, bytes) => sum + bytes, 0)).toBe(ranges.reduce((sum, [from, end]) => sum + end - from, 0));
  });

  it('is shared by studies as they share the archive', async () => {
    const large = (name: string) => file(name, Buffer.concat([image, noise(300_000)]));
    const files = Array.from({ length: 40 }, (_, index) => large(`${index < 30 ? 'A' : 'B'}/${index}`));
    for (const archive of [await zipOf(files), await zipOf(files, { compress: false }), await tarOf(files)]) {
      const sums = new Map<string, number>();
      for (const item of await itemsOf(archive)) {
        if (item.kind !== 'object') continue;
        const study = String(item.path?.[0]);
        sums.set(study, (sums.get(study) ?? 0) + item.bytesRead);
      }
      const [a = 0, b = 0] = [sums.get('A'), sums.get('B')];
      expect(a / b).toBeGreaterThan(2.7);
      expect(a / b).toBeLessThan(3.3);
    }
  });
});

describe('files under one name', () => {
  it.each([
    ['zip', () => forgedZip(['IM', 'IM', 'IM (2)', 'IM'].map((name) => ({ name, content: image })))],
    ['tar', () => tarOf(['IM', 'IM', 'IM (2)', 'IM'].map((name) => file(name, image)))],
  ])('of a %s are all read, each under a name of its own', async (_kind, pack) => {
    expect((await itemsOf(await pack())).map(summary)).toEqual(
      ['IM', 'IM (2)', 'IM (2) (2)', 'IM (3)'].map((path) => ({ path, reading: 'mr-image' })),
    );
  });

  it('are counted in no more time than they take', async () => {
    const names = Array.from({ length: 20_000 }, () => ({ name: 'IM', content: new Uint8Array(0) }));
    const paths = (await itemsOf(forgedZip(names))).map((item) => item.path);
    expect([new Set(paths).size, paths.at(-1)]).toEqual([20_000, 'IM (20000)']);
  });
});

describe('blank images', () => {
  it('deflate to a thousandth, and are read all the same', async () => {
    const blank = dicomFile(withElements(classicMr, [el(0x7fe00010, 'OW', new Uint8Array(2_000_000))]));
    const files = Array.from({ length: 60 }, (_, index) => file(`IM${index}`, blank));
    const limits = { ratioFreeBytes: 1_000_000 };
    expect((await itemsOf(await zipOf(files), limits)).map(summary)).toEqual(
      files.map(({ path }) => ({ path, reading: 'mr-image' })),
    );
    expect((await itemsOf(await tgzOf(files), limits)).map(summary).at(-1)).toEqual({
      path: null,
      reading: 'archive-limit',
    });
    expect((await itemsOf(await tgzOf(files))).map(summary)).toEqual(
      files.map(({ path }) => ({ path, reading: 'mr-image' })),
    );
  });
});
