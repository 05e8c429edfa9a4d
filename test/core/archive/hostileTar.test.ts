import { constants, deflateRawSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { archiveFormatOf } from '../../../core/archive/index.ts';
import { join, latin } from '../dicom/dicomBytes.ts';
import { file, headsOf, noise, seenAs } from './packedArchives.ts';
import { base256, gnuLongName, paxHeader, type TarMember, tarArchive } from './tarBlocks.ts';

const image = { name: 'a/1', content: noise(700) } satisfies TarMember;
const other = { name: 'a/2', content: noise(300, 2) } satisfies TarMember;
const seenImage = seenAs(file('a/1', image.content));
const seenOther = seenAs(file('a/2', other.content));
const fault = (path: string | null, code: string, reason: string) => ({ kind: 'archive-fault', path, code, reason });
const longName = `${'folder/'.repeat(30)}Schädel`;

describe('a file in a tar archive', () => {
  it.each([
    ['as before POSIX', { ...image, magic: '', typeFlag: '\0' }, 'a/1'],
    ['by GNU', { ...image, magic: 'ustar  \0' }, 'a/1'],
    ['with a prefix', { ...image, prefix: 'b/c' }, 'b/c/a/1'],
    ['contiguous', { ...image, typeFlag: '7' }, 'a/1'],
    ['of a type that no one knows', { ...image, typeFlag: 'r' }, 'a/1'],
    ['with its size in base 256', { ...image, size: base256(700) }, 'a/1'],
    ['with blanks before its size', { ...image, size: latin('       1274 ') }, 'a/1'],
    ['that is absolute', { ...image, name: '/../a/1' }, 'a/1'],
    ['with characters that reorder text', { ...image, name: 'a\u202e\x07' }, 'a\ufffd\ufffd'],
  ] as const)('%s is read', async (_what, member, path) => {
    expect(archiveFormatOf(tarArchive([member]))).toBe('tar');
    expect(await headsOf(tarArchive([member, other]))).toEqual([{ ...seenImage, path }, seenOther]);
  });

  it.each([
    ['by GNU', [gnuLongName(longName), image], longName],
    ['by pax', [paxHeader({ path: longName, mtime: '1.5' }), image], longName],
    ['by pax, of digits', [paxHeader({ path: '00001' }), { ...image, prefix: 'b' }], '00001'],
    ['by pax for all, which means none', [paxHeader({ path: 'x', comment: 'c' }, 'g'), image], 'a/1'],
  ])('with a long name %s is read', async (_what, members, path) => {
    expect(await headsOf(tarArchive([...members, other]))).toEqual([{ ...seenImage, path }, seenOther]);
  });

  it('whose size only pax tells is read', async () => {
    const members = [paxHeader({ size: '700' }), { ...image, size: latin('00000000000\0') }, other];
    expect(await headsOf(tarArchive(members))).toEqual([seenImage, seenOther]);
  });

  it('is all that is read: links, folders, devices, labels and dumps are passed over', async () => {
    const others = [...'123456VDKNAg'].map((typeFlag) => ({ name: `type ${typeFlag}`, typeFlag }));
    const folder = { name: 'old/', typeFlag: '\0', magic: '' } as const;
    // An old writer states the size of the file that a hard link leads to; pax may let the content follow.
    const links = [
      { name: 'link', typeFlag: '1', size: latin('00000001274\0') },
      { name: 'link', typeFlag: '1', content: noise(600, 9) },
    ];
    expect(await headsOf(tarArchive([...others, folder, ...links, image]))).toEqual([seenImage]);
  });

  it.each([
    ['by GNU', [{ ...image, typeFlag: 'S' }]],
    ['by GNU, with many holes', [{ ...image, typeFlag: 'S', mapBlocks: 3 }]],
    ['by pax', [paxHeader({ 'GNU.sparse.major': '1', 'GNU.sparse.minor': '0' }), image]],
    ['in several volumes', [{ ...image, typeFlag: 'M' }]],
  ])('stored sparse %s is refused by itself', async (_what, members) => {
    expect(await headsOf(tarArchive([...members, other]))).toEqual([
      fault(
        'a/1',
        'archive-not-supported',
        'The file is stored sparse or in parts, which is not read here. Pack it again without that.',
      ),
      seenOther,
    ]);
  });

  it('that the archive cuts off is read as far as it goes', async () => {
    const archive = tarArchive([other, { name: 'a/3', content: noise(9_000) }]).slice(0, 6_000);
    const end = 'The archive ends at byte 6000, within the content of a file. Send it again.';
    const cut = fault(null, 'archive-damaged', end);
    const seen = seenAs(file('a/3', noise(9_000)));
    expect(await headsOf(archive)).toEqual([seenOther, seen, cut]);
    expect(await headsOf(archive, 5_000)).toEqual([
      seenAs(file('a/2', other.content), 5_000),
      fault(
        'a/3',
        'archive-damaged',
        'The archive ends at byte 6000, within the 9000 bytes of this file. Send the archive again.',
      ),
      cut,
    ]);
  });
});

describe('a tar archive', () => {
  it('without the mark of its end may be cut off between two files', async () => {
    expect(await headsOf(tarArchive([image], new Uint8Array(0)))).toEqual([
      seenImage,
      fault(
        null,
        'archive-damaged',
        'The archive ends at byte 1536, without the mark of its end, so that files may be missing. Send it again.',
      ),
    ]);
  });

  const zeros = (length: number) => new Uint8Array(length);
  const doubt = (reason: string) => fault(null, 'archive-damaged', `${reason}. Send it again.`);

  it.each([
    ['two blocks', 1024],
    ['a record of 20 blocks', 10_240 - 1536],
    ['a record of 64 KiB', 65_536 - 1536],
  ])('that ends with zeros for %s is whole', async (_what, length) => {
    expect(await headsOf(tarArchive([image], zeros(length)))).toEqual([seenImage]);
    expect(await headsOf(gzipSync(tarArchive([image], zeros(length))))).toEqual([seenImage]);
  });

  it.each([
    [
      'one block of zeros',
      zeros(512),
      'The archive ends with 512 bytes of zeros at byte 1536, where 1024 mark its end',
    ],
    [
      'more zeros than fill up a record',
      zeros(60_000),
      'From byte 1536 on stand 60000 zeros and more, beyond what ends an archive: the rest of it may not have arrived',
    ],
    [
      'other bytes behind its end',
      join([zeros(1024), noise(700)]),
      'Zeros at byte 1536 end the archive, yet other bytes follow, which are no header, at byte 2560: it is two archives in one, or a part of it is overwritten',
    ],
  ])('with %s may have lost files', async (_what, end, reason) => {
    expect(await headsOf(tarArchive([image], end))).toEqual([seenImage, doubt(reason)]);
    expect(await headsOf(gzipSync(tarArchive([image], end)))).toEqual([seenImage, doubt(reason)]);
  });

  it('with zeros in place of a header may have lost files, and is not read beyond its content', async () => {
    const archive = tarArchive([image, other, image]);
    archive.fill(0, 1536, 2048);
    const seen = [seenImage, expect.objectContaining({ code: 'archive-damaged', path: null })];
    expect(await headsOf(archive)).toEqual(seen);
    expect(await headsOf(gzipSync(archive))).toEqual(seen);
  });

  it('of which zeros took whole members is read behind them', async () => {
    const archive = tarArchive([image, other, other, image]);
    archive.fill(0, 1000, 2560);
    const follow =
      'Zeros at byte 1536 end the archive, yet other files follow at byte 2560: it is two archives in one, or a part of it is overwritten';
    const seen = [seenImage, doubt(follow), seenOther, seenImage];
    expect(await headsOf(archive, 16)).toEqual(
      seen.map((each) => ('head' in each ? { ...each, head: each.head.slice(0, 16) } : each)),
    );
  });

  it('and another behind it are both read, though more may be missing', async () => {
    const follow =
      'Zeros at byte 1536 end the archive, yet other files follow at byte 2560: it is two archives in one, or a part of it is overwritten';
    const both = [seenImage, doubt(follow), seenOther];
    expect(await headsOf(join([tarArchive([image]), tarArchive([other])]))).toEqual(both);
    expect(await headsOf(join([gzipSync(tarArchive([image])), gzipSync(tarArchive([other]))]))).toEqual(both);
  });

  it('with a sea of zeros is left after what a record may have', async () => {
    const archive = tarArchive([image], zeros(0));
    const ranges: number[] = [];
    const read = async (from: number, to: number) => {
      ranges.push(to - from);
      const bytes = new Uint8Array(to - from);
      bytes.set(archive.subarray(Math.min(from, archive.length), to));
      return bytes;
    };
    const seen = await headsOf({ size: 2 ** 40, read });
    expect(seen.at(-1)).toMatchObject({ code: 'archive-damaged', reason: expect.stringContaining('zeros and more') });
    expect(ranges.reduce((sum, each) => sum + each, 0)).toBeLessThan(4 * 1024 * 1024);
  });

  it('with a damaged header is read up to there', async () => {
    expect(await headsOf(tarArchive([image, { ...other, checksum: '0000017\0' }, other]))).toEqual([
      seenImage,
      fault(
        null,
        'archive-damaged',
        'The archive is damaged at byte 1536: no header is there, and what follows cannot be found. Send it again.',
      ),
    ]);
  });

  it('with names longer than any is read around them', async () => {
    const huge = { ...gnuLongName('x'.repeat(2_000_000)) };
    expect(await headsOf(tarArchive([huge, image]))).toEqual([
      fault(
        null,
        'archive-limit',
        'The archive has 2000001 bytes of names or attributes before byte 2000513, at most 1048576 are read. Pack it again.',
      ),
      seenImage,
    ]);
  });

  it('of 8 GiB and more per file is skipped through', async () => {
    const large = tarArchive([{ name: 'large', size: base256(9_000_000_000) }], new Uint8Array(0));
    const rest = tarArchive([image]);
    const restAt = 512 + Math.ceil(9_000_000_000 / 512) * 512;
    const read = async (from: number, to: number) => {
      const bytes = new Uint8Array(to - from);
      bytes.set(
        from < large.length ? large.subarray(from, to) : rest.subarray(Math.max(0, from - restAt), to - restAt),
      );
      return bytes;
    };
    const seen = await headsOf({ size: restAt + rest.length, read });
    expect(seen).toEqual([{ path: 'large', bytesTotal: 9_000_000_000, head: '\0'.repeat(64) }, seenImage]);
  });
});

describe('a tar.gz archive', () => {
  const archive = tarArchive([image, other]);

  const partial = { finishFlush: constants.Z_FULL_FLUSH };
  const altered = (why: string) =>
    fault(
      null,
      'archive-altered',
      `What was read of the archive may be altered, and is not judged: ${why}. Send it again.`,
    );

  it.each([
    [-8, 'the checksum at byte 1164 is not that of what was inflated'],
    [-2, 'the length at byte 1168 is not that of what was inflated'],
  ])('whose gzip trailer is wrong is said to be altered, though every file could be read', async (at, why) => {
    const packed = gzipSync(archive).slice();
    packed[packed.length + at] = (packed.at(at) ?? 0) ^ 1;
    expect(await headsOf(packed)).toEqual([seenImage, seenOther, altered(why)]);
  });

  it('with a flipped bit that inflates is said to be altered', async () => {
    const packed = gzipSync(archive).slice();
    packed[800] = (packed[800] ?? 0) ^ 1;
    const seen = await headsOf(packed, 16);
    expect(seen.at(-1)).toMatchObject({ path: null, code: 'archive-altered' });
  });

  it('with a few bytes behind it is whole, and they are remarked', async () => {
    const packed = gzipSync(archive);
    const remark = `Behind the compressed data stand 9 bytes, from byte ${packed.length} on, that are none. They were passed over, as gzip does.`;
    const signed = join([packed, latin('signature')]);
    expect(await headsOf(signed)).toEqual([seenImage, seenOther, fault(null, 'not-dicom', remark)]);
    expect(await headsOf(join([packed, new Uint8Array(600)]))).toEqual([seenImage, seenOther]);
  });

  it.each([
    ['another one that begins wrongly', join([new Uint8Array(3), gzipSync(archive)])],
    ['more bytes than anyone adds', noise(70_000)],
    ['more zeros than anyone adds', new Uint8Array(70_000)],
  ])('with %s behind it may have lost files', async (_what, behind) => {
    const seen = await headsOf(join([gzipSync(archive), behind]));
    expect(seen).toEqual([
      seenImage,
      seenOther,
      fault(null, 'archive-damaged', expect.stringContaining('that cannot be inflated')),
    ]);
  });

  it('of very many members of nothing is given up', async () => {
    const packed = join([gzipSync(archive), ...Array.from({ length: 10_001 }, () => gzipSync(new Uint8Array(0)))]);
    const seen = await headsOf(packed);
    expect(seen.at(-1)).toMatchObject({ code: 'archive-damaged', reason: expect.stringContaining('next to nothing') });
  });

  it('of several gzip members is read through', async () => {
    const members = [0, 600, 601, 1400].map((start, index, starts) =>
      gzipSync(archive.subarray(start, starts[index + 1])),
    );
    expect(await headsOf(join(members))).toEqual([seenImage, seenOther]);
  });

  it('that is damaged in the middle is read up to there, and what was read may be altered', async () => {
    const large = tarArchive([image, { name: 'a/3', content: noise(200_000) }, other]);
    const whole = gzipSync(large);
    // What begins behind the first half is no block of deflate (RFC 1951 3.2.3).
    const broken = join([
      whole.subarray(0, 10),
      deflateRawSync(large.subarray(0, 100_000), partial),
      new Uint8Array([6]),
    ]);
    expect(await headsOf(broken)).toEqual([
      seenImage,
      seenAs(file('a/3', noise(200_000))),
      fault(
        null,
        'archive-damaged',
        expect.stringMatching(
          /^The archive ends at byte \d+, .* content of a file; the compressed data are damaged before/,
        ),
      ),
      altered(`the compressed data are damaged before byte ${broken.length}`),
    ]);
  });

  it('cut off in its trailer is said to be damaged, though every file could be read', async () => {
    const reason =
      'The archive is damaged behind its files, so that nothing tells whether they are as they were packed: the compressed data end too early. Send it again.';
    const cut = gzipSync(archive).slice(0, -3);
    expect(await headsOf(cut)).toEqual([seenImage, seenOther, fault(null, 'archive-damaged', reason)]);
  });

  it('that is cut off is read up to there', async () => {
    const cut = gzipSync(archive).slice(0, 1000);
    expect(await headsOf(cut)).toEqual([
      seenImage,
      fault('a/2', 'archive-damaged', expect.stringMatching(/^The archive ends at byte \d+, within the 300 bytes/)),
      fault(
        null,
        'archive-damaged',
        expect.stringMatching(
          /^The archive ends at byte \d+, .*; the compressed data end too early\. Send it again\.$/,
        ),
      ),
    ]);
  });

  it('that bursts is given up', async () => {
    const bomb = tarArchive([image, { name: 'b', content: new Uint8Array(30_000_000) }, other]);
    expect(await headsOf(gzipSync(bomb), 64, { ratioFreeBytes: 1_000_000 })).toEqual([
      fault(
        null,
        'archive-limit',
        'The archive inflates to more than 1000000 bytes, over 200 times what was read of it; the rest was not read. Send a ZIP archive, or the files themselves.',
      ),
    ]);
    const seen = await headsOf(gzipSync(bomb), 64, { inflatedBytes: 20_000_000 });
    expect(seen.at(-1)).toEqual(
      fault(
        null,
        'archive-limit',
        'The archive inflates to more than 20000000 bytes; the rest was not read. Send it in several archives.',
      ),
    );
  });
});

it('files of a tar archive that cannot be read count as files: their number is limited too', async () => {
  const sparse = { ...image, typeFlag: 'S' } as const;
  const heads = await headsOf(tarArchive(Array.from({ length: 20 }, () => sparse)), 64, { entries: 5 });
  expect(heads.filter((head) => 'code' in head && head.code === 'archive-not-supported')).toHaveLength(5);
  expect(heads.at(-1)).toMatchObject({ code: 'archive-limit' });
});
