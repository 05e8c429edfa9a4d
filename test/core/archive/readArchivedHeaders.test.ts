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
