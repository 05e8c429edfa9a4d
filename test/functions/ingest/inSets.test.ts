import { describe, expect, test } from 'vitest';
import { readHeader } from '../../../core/dicom/index.ts';
import { readIncomingKey } from '../../../core/records/index.ts';
import { type ArchivedImage, inSets } from '../../../functions/ingest/inSets.ts';
import { unpackedInstance } from '../../../functions/ingest/recordObject.ts';
import { mrFile } from '../harness/smallObjects.ts';

const note = { kind: 'note' } as const;
type Note = typeof note;

function image(study: number, series: number, number: number): ArchivedImage {
  const uid = `1.2.${study}`;
  const bytes = mrFile({ study: uid, series: `${uid}.${series}`, sop: `${uid}.${series}.${number}` });
  const reading = readHeader(bytes, bytes.length);
  const key = readIncomingKey('incoming/a/a.zip/IM');
  if (reading.kind !== 'mr-image' || key.kind !== 'object') throw new Error('The image can be read.');
  const place = { keyDigest: `${study}${series}${number}`, archiveDigest: 'a', sequencer: '1', eventTimeMs: 0 };
  const arrived = { object: key.object, ...place };
  const instance = unpackedInstance(arrived, reading, { bytesRead: 1, bytesTotal: 1 });
  if (instance === null) throw new Error('Its UIDs are some.');
  return { kind: 'image', arrived, reading, instance };
}

/** Sets as how many images of which study and series follow each other, and after how many entries each came. */
async function setsOf(entries: readonly (ArchivedImage | Note)[]) {
  let taken = 0;
  async function* given() {
    for (const entry of entries) {
      taken += 1;
      yield entry;
    }
  }
  const found: (readonly [after: number, what: string])[] = [];
  for await (const one of inSets<Note>(given())) {
    if (one.kind === 'note') {
      found.push([taken, 'note']);
      continue;
    }
    const series = Map.groupBy(one.images, ({ reading }) => reading.header.SeriesInstanceUID);
    found.push([taken, [...series].map(([uid, images]) => `${images.length} of ${uid}`).join(', ')]);
  }
  return found;
}

const many = <Made>(count: number, make: (index: number) => Made): readonly Made[] =>
  Array.from({ length: count }, (_, index) => make(index));

describe('images of an archive', () => {
  test('are put together by study and series, in whatever order they lie, a hundred at most', async () => {
    const entries = many(260, (index) => image(1, index % 3, index));
    expect(await setsOf(entries)).toEqual([
      [260, '87 of 1.2.1.0, 13 of 1.2.1.1'],
      [260, '74 of 1.2.1.1, 26 of 1.2.1.2'],
      [260, '60 of 1.2.1.2'],
    ]);
  });

  test('of several studies share no set', async () => {
    const entries = many(7, (index) => image(1 + (index % 2), 0, index));
    expect(await setsOf(entries)).toEqual([
      [7, '4 of 1.2.1.0'],
      [7, '3 of 1.2.2.0'],
    ]);
  });

  test('wait for each other a thousand at most, and nothing else waits for them', async () => {
    const entries = [image(1, 0, 0), note, ...many(1001, (index) => image(1, 0, 1 + index))];
    const found = await setsOf(entries);
    expect(found[0]).toEqual([2, 'note']);
    expect(found.slice(1)).toEqual([...many(10, () => [1001, '100 of 1.2.1.0']), [1003, '2 of 1.2.1.0']]);
  });

  test('are none where it holds none', async () => {
    expect(await setsOf([])).toEqual([]);
    expect(await setsOf([note])).toEqual([[1, 'note']]);
  });

  test('that wait when it cannot be read on are not stored: it comes again', async () => {
    async function* broken() {
      yield image(1, 0, 0);
      throw new Error('slow down');
    }
    const found: unknown[] = [];
    const reading = async () => {
      for await (const one of inSets<Note>(broken())) found.push(one);
    };
    await expect(reading()).rejects.toThrow('slow down');
    expect(found).toEqual([]);
  });
});
