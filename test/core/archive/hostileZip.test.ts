import { crc32, deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { join, latin } from '../dicom/dicomBytes.ts';
import { file, headsOf, noise, recorded, seenAs, zipOf } from './packedArchives.ts';
import { extraField, type ForgedEntry, fields, forgedZip } from './zipForgery.ts';

const image = { name: 'a/1', content: noise(500), method: 8 } satisfies ForgedEntry;
const other = { name: 'a/2', content: noise(300, 2), method: 0 } satisfies ForgedEntry;
const seenImage = seenAs(file('a/1', image.content));
const seenOther = seenAs(file('a/2', other.content));
const fault = (path: string | null, code: string, reason: string) => ({ kind: 'archive-fault', path, code, reason });

describe('a file in a ZIP archive', () => {
  it.each([
    ['encrypted', { flags: 1 }, 'archive-encrypted', 'The file is encrypted. Send the archive without a password.'],
    [
      'encrypted with AES',
      { flags: 1, method: 99 },
      'archive-encrypted',
      'The file is encrypted with AES. Send the archive without a password.',
    ],
    [
      'encrypted strongly',
      { flags: 0x41 },
      'archive-encrypted',
      'The file is encrypted strongly. Send the archive without a password.',
    ],
    ...(
      [
        ['bzip2', 12],
        ['LZMA', 14],
        ['zstd', 93],
        ['deflate64', 9],
        ['xz', 95],
        ['method 77', 77],
      ] as const
    ).map(
      ([name, method]) =>
        [
          `compressed with ${name}`,
          { method },
          'archive-not-supported',
          `The file is compressed with ${name}, which is not read here. Pack it with deflate, or uncompressed.`,
        ] as const,
    ),
    [
      'said to lie beyond the contents',
      { directory: { offset: 100_000 } },
      'archive-damaged',
      'The directory puts the file at bytes 100000 to 100530; contents end at byte 1199. Send the archive again.',
    ],
    [
      'said to be where none begins',
      { directory: { offset: 7 } },
      'archive-damaged',
      'No file begins at byte 7, where the directory says. Send the archive again.',
    ],
    [
      'said to be longer than it is stored',
      { directory: { size: 9_000 } },
      'archive-damaged',
      'The file is stored as it is, in 500 bytes, yet the directory says 9000 bytes. Send the archive again.',
    ],
    [
      'without the sizes that it promises in an extra field',
      { directory: { size: 0xffffffff } },
      'archive-damaged',
      'The directory does not tell the size and place of the file. Send the archive again.',
    ],
    [
      'with another method in its own header',
      { local: { method: 8 } },
      'archive-damaged',
      'The header of the file at byte 333 and the directory disagree on its compression. Send the archive again.',
    ],
    [
      'encrypted by its own header',
      { local: { flags: 1 } },
      'archive-damaged',
      'The header of the file at byte 333 and the directory disagree on its encryption. Send the archive again.',
    ],
    [
      'with another size in its own header',
      { local: { size: 3 } },
      'archive-damaged',
      'The header of the file at byte 333 and the directory disagree on its size. Send the archive again.',
    ],
    [
      'with another checksum',
      { directory: { crc: 7 } },
      'archive-damaged',
      'The content of the file does not match its checksum. Send the archive again.',
    ],
  ] as const)('%s is refused by itself', async (_what, lie, code, reason) => {
    const archive = forgedZip([other, { ...image, method: 0, ...lie }, { ...other, name: 'a/3' }]);
    expect(await headsOf(archive, 1000)).toEqual([
      seenAs(file('a/2', other.content), 1000),
      fault('a/1', code, reason),
      seenAs(file('a/3', other.content), 1000),
    ]);
  });

  it('that inflates to more or less than is said is refused, where its end is looked at', async () => {
    const content = new Uint8Array(40_000);
    const lies = [20_000, 50_000, 1_000_000_000].map(
      (size): ForgedEntry => ({ name: `${size}`, content, method: 8, directory: { size }, local: { flags: 8 } }),
    );
    expect(await headsOf(forgedZip([...lies, image]), 20_001)).toEqual([
      fault(
        '20000',
        'archive-damaged',
        'The file inflates to more than the 20000 bytes that the directory says. Send the archive again.',
      ),
      fault(
        '50000',
        'archive-damaged',
        'The file inflates to 40000 bytes, where the directory says 50000. Send the archive again.',
      ),
      fault(
        '1000000000',
        'archive-limit',
        `The file is said to inflate from ${deflateRawSync(content).length} to 1000000000 bytes, more than 1032 times. Pack it again.`,
      ),
      seenAs(file('a/1', image.content), 500),
    ]);
  });

  it('that no deflate stream begins is refused', async () => {
    const broken = forgedZip([{ ...image, stored: noise(500, 3) }, other]);
    expect(await headsOf(broken)).toEqual([
      fault(
        'a/1',
        'archive-damaged',
        'The compressed content of the file at byte 0 is damaged. Send the archive again.',
      ),
      seenOther,
    ]);
  });

  it('that lies on others is refused, and they are not', async () => {
    const kernel = { name: 'kernel', content: noise(200, 4) };
    const overlapping = { ...other, directory: { stored: 600, size: 600 }, local: { flags: 8 } };
    expect(await headsOf(forgedZip([overlapping, image, kernel]))).toEqual([
      fault(
        'a/2',
        'archive-damaged',
        'The file at bytes 0 to 633 overlaps another at byte 333. Send the archive again.',
      ),
      seenImage,
      seenAs(file('kernel', kernel.content)),
    ]);
  });

  it('that is listed twice is read once, and a false claim costs its neighbour nothing', async () => {
    const twice = { ...image, name: 'again', directory: { offset: 0 } };
    const false_ = { ...other, name: 'false', directory: { offset: 40 } };
    expect(await headsOf(forgedZip([image, twice, false_]))).toEqual([
      seenImage,
      fault(
        'again',
        'archive-damaged',
        'The directory puts the file at byte 0, where another one is. Send the archive again.',
      ),
      fault('false', 'archive-damaged', 'No file begins at byte 40, where the directory says. Send the archive again.'),
    ]);
  });

  it('of the same name as another is read like it', async () => {
    const archive = forgedZip([image, { ...other, name: 'a/1' }]);
    expect(await headsOf(archive)).toEqual([seenImage, seenAs(file('a/1', other.content))]);
  });

  it('that is a link or a folder by its attributes is passed over', async () => {
    const link = { name: 'link', content: latin('/etc/passwd'), host: 3, attributes: 0xa1ff_0000 };
    const folder = { name: 'folder', host: 3, attributes: 0x41ff_0000 };
    expect(await headsOf(forgedZip([link, folder, image]))).toEqual([seenImage]);
  });
});

describe('the name of a file', () => {
  const unicodePath = (name: string, of: Uint8Array) =>
    extraField(
      0x7075,
      join([
        fields([
          [1, 1],
          [4, crc32(of)],
        ]),
        new TextEncoder().encode(name),
      ]),
    );

  it.each([
    ['ä/ö in UTF-8 with the flag', { name: 'ä/ö', flags: 0x800 }, 'ä/ö'],
    ['in UTF-8 without the flag, as macOS writes it', { name: 'Schädel/1' }, 'Schädel/1'],
    ['in code page 437', { name: latin('Sch\x84del/1') }, 'Schädel/1'],
    [
      'with a Unicode path beside it',
      { name: latin('Sch?del'), extra: unicodePath('Schädel', latin('Sch?del')) },
      'Schädel',
    ],
    [
      'with a Unicode path of another name beside it',
      { name: latin('Sch?del'), extra: unicodePath('Schädel', latin('other')) },
      'Sch?del',
    ],
    ['that leads out of the archive', { name: '../../etc/./x' }, 'etc/x'],
    ['that is absolute', { name: '/a//b' }, 'a/b'],
    ['with a drive and backslashes', { name: 'C:\\a\\b' }, 'a/b'],
    ['with characters that reorder or end text', { name: 'a\u202eb\0c\x1b[2Jd' }, 'a\ufffdb\ufffdc\ufffd[2Jd'],
    ['of dots alone', { name: '..' }, 'unnamed'],
    ['that is empty', { name: '' }, 'unnamed'],
  ] as const)('%s is cleaned', async (_what, named, path) => {
    expect(await headsOf(forgedZip([{ ...image, ...named }]))).toEqual([{ ...seenImage, path }]);
  });

  it('that is too long or too deep is a fault with a part of it', async () => {
    const archive = forgedZip([
      { ...image, name: 'x'.repeat(5000) },
      { ...image, name: `${'a/'.repeat(65)}b` },
    ]);
    expect(await headsOf(archive)).toEqual([
      fault(
        `${'x'.repeat(100)}…${'x'.repeat(100)}`,
        'archive-limit',
        'The path of the file is 5000 characters long, at most 4096 are read. Shorten it.',
      ),
      fault(`${'a/'.repeat(65)}b`, 'archive-limit', 'The file lies more than 64 folders deep. Pack it with fewer.'),
    ]);
  });
});

describe('a ZIP archive', () => {
  it.each([
    ['behind a program, as a self-extracting one', { prefix: latin('MZ a program that unpacks') }],
    ['behind bytes that its offsets count', { prefix: latin('MZ a program that unpacks'), countsPrefix: true }],
    ['with a comment that holds the mark of an end', { comment: latin(`PK\x05\x06${'.'.repeat(30)}`) }],
    ['whose directory is signed', { behindDirectory: join([latin('PK\x05\x05'), fields([[2, 4]]), latin('sign')]) }],
    ['whose directory is not where it says', { offset: 3 }],
    ['whose directory is not as long as it says', { size: 17 }],
  ])('%s is read', async (_what, end) => {
    expect(await headsOf(forgedZip([image, other], end))).toEqual([seenImage, seenOther]);
  });

  it.each([
    ['behind the last one', [image, other, { ...image, content: noise(200_000), isUnlisted: true }]],
    ['between two', [image, { ...image, content: noise(200_000), isUnlisted: true }, other]],
  ])('whose directory leaves out a file %s may have lost it', async (_what, entries) => {
    expect(await headsOf(forgedZip(entries))).toEqual([
      fault(
        null,
        'archive-damaged',
        expect.stringMatching(/^The directory of the archive lists nothing for bytes \d+ to \d+: files may be missing/),
      ),
      seenImage,
      seenOther,
    ]);
  });

  it('with a large leftover of a file manager in it is whole', async () => {
    const leftover = { name: '__MACOSX/._1', content: noise(200_000) };
    expect(await headsOf(forgedZip([image, leftover, other]))).toEqual([seenImage, seenOther]);
  });

  it('with bytes behind its end is read', async () => {
    expect(await headsOf(join([forgedZip([image, other]), latin('padding')]))).toEqual([seenImage, seenOther]);
  });

  it('without files is not passed over in silence', async () => {
    expect(await headsOf(forgedZip([]))).toEqual([
      fault(null, 'archive-damaged', 'The archive holds no files of a study. Send it again.'),
    ]);
  });

  it('that hides its files behind a count of none is damaged', async () => {
    const bytes = Buffer.from(forgedZip([image, other]));
    const end = bytes.lastIndexOf('PK\x05\x06', undefined, 'latin1');
    bytes.fill(0, end + 8, end + 16);
    expect(await headsOf(bytes)).toEqual([
      fault(
        null,
        'archive-damaged',
        `The archive says that it holds no files, though there are ${end} bytes before that. Send it again.`,
      ),
    ]);
  });

  it('in several parts is refused', async () => {
    expect(await headsOf(forgedZip([image], { disk: 2 }))).toEqual([
      fault(
        null,
        'archive-not-supported',
        'The archive is one part of several. Join the parts into one archive and send that.',
      ),
    ]);
  });

  it('that lists more or fewer files than it says is read, and said to', async () => {
    for (const entries of [1, 3]) {
      expect(await headsOf(forgedZip([image, other], { entries }))).toEqual([
        fault(
          null,
          'archive-damaged',
          `The archive says that it holds ${entries} entries, its directory lists 2: files may be missing. Send it again.`,
        ),
        seenImage,
        seenOther,
      ]);
    }
  });

  it('whose directory is damaged in the middle is read around that', async () => {
    const archive = forgedZip([image, other, { ...image, name: 'a/3' }]);
    const at = archive.length - 22 - 2 * 49;
    archive[at] = 0;
    expect(await headsOf(archive)).toEqual([
      fault(
        null,
        'archive-damaged',
        `The directory of the archive is damaged at byte ${at}: a file or more cannot be found. Send it again.`,
      ),
      seenImage,
      { ...seenImage, path: 'a/3' },
    ]);
  });

  it('without its end is refused in two reads', async () => {
    const { source, ranges } = recorded((await zipOf([file('1', noise(200_000))])).slice(0, -30));
    expect(await headsOf(source)).toEqual([
      fault(
        null,
        'archive-damaged',
        `The archive has no directory at its end, byte ${source.size}: it is cut off, or it is no ZIP archive. Send it again.`,
      ),
    ]);
    expect(ranges).toHaveLength(3);
  });

  it('whose directory is encrypted is refused', async () => {
    const [record, locator, end] = [
      fields([
        [4, 0x06064b50],
        [8, 80],
        [2, 62],
        [2, 62],
        [4, 0],
        [4, 0],
        [8, 1],
        [8, 1],
        [8, 100],
        [8, 0],
        [2, 8],
        [8, 90],
        [8, 100],
        [2, 0x660e],
        [2, 128],
        [2, 1],
        [2, 0],
        [2, 0],
      ]),
      fields([
        [4, 0x07064b50],
        [4, 0],
        [8, 104],
        [4, 1],
      ]),
      forgedZip([], { entries: 0xffff, size: 0xffffffff, offset: 0xffffffff }),
    ];
    const archive = join([latin('PK\x03\x04'), noise(100), record, locator, end]);
    expect(await headsOf(archive)).toEqual([
      fault(
        null,
        'archive-encrypted',
        'The directory of the archive is encrypted. Send an archive without a password.',
      ),
    ]);
  });
});
