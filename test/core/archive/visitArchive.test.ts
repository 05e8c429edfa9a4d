import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { archiveFormatOf } from '../../../core/archive/index.ts';
import { file, headsOf, noise, seenAs, tarOf, tgzOf, zipOf } from './packedArchives.ts';

const files = [
  file('DICOMDIR', 'a directory'),
  file('study/series 1/IM0001', noise(300_000)),
  file('study/series 1/IM0002', new Uint8Array(300_000)),
  file('study/シリーズ/ä.dcm', noise(10, 2)),
  file('study/empty', ''),
];

describe('the files of an archive', () => {
  it.each([
    ['zip', 'deflated', () => zipOf(files)],
    ['zip', 'stored', () => zipOf(files, { compress: false })],
    ['zip', 'in 64 bits', () => zipOf(files, { zip64: true })],
    ['zip', 'with sizes behind the content', () => zipOf(files, { streamed: true })],
    ['zip', 'with a comment', () => zipOf(files, { comment: 'a disc from the clinic' })],
    ['tar', 'plain', () => tarOf(files)],
    ['gzip', 'tar.gz', () => tgzOf(files)],
  ] as const)('%s, %s: are visited in order with their beginnings', async (format, _kind, pack) => {
    const archive = await pack();
    expect(archiveFormatOf(archive.subarray(0, 512))).toBe(format);
    expect(await headsOf(archive, 1000)).toEqual(files.map((one) => seenAs(one, 1000)));
    expect(await headsOf(archive, 1_000_000)).toEqual(files.map((one) => seenAs(one, 1_000_000)));
  });

  it('do not include folders and what file managers leave behind', async () => {
    const junk = ['a/', '__MACOSX/a/._1', 'a/.DS_Store', 'a/Thumbs.db', 'a/._1', '__MACOSX/'].map((path) =>
      file(path, path.endsWith('/') ? '' : 'junk'),
    );
    const packed = [...junk, file('a/1', 'image')];
    for (const archive of [await zipOf(packed), await tarOf(packed), await tgzOf(packed)]) {
      expect(await headsOf(archive)).toEqual([seenAs(file('a/1', 'image'))]);
    }
  });

  it('of archives inside come where these stand', async () => {
    const inner = [file('1', 'one'), file('2', noise(70_000))];
    for (const nested of [await zipOf(inner), await tarOf(inner), await tgzOf(inner)]) {
      for (const pack of [zipOf, tarOf, tgzOf]) {
        const archive = await pack([file('before', 'b'), file('inner', nested), file('behind', 'c')]);
        expect(await headsOf(archive)).toEqual([
          seenAs(file('before', 'b')),
          ...inner.map(({ path, content }) => seenAs(file(`inner/${path}`, content))),
          seenAs(file('behind', 'c')),
        ]);
      }
    }
  });

  it('of a gzip that holds one file is that file', async () => {
    expect(await headsOf(gzipSync(noise(100_000)))).toEqual([seenAs(file('unnamed', noise(100_000)))]);
    const archive = await zipOf([file('a/IM1.dcm.gz', gzipSync('image'))]);
    expect(await headsOf(archive)).toEqual([seenAs(file('a/IM1.dcm.gz/IM1.dcm', 'image'))]);
  });
});
