import { type Mutation, mutations } from './mutations.ts';

const signatures = ['PK\x01\x02', 'PK\x03\x04', 'PK\x05\x06', 'PK\x06\x06', 'PK\x06\x07', 'PK\x07\x08'].map((text) =>
  Buffer.from(text, 'latin1'),
);

/** A number in one of a ZIP archive's records, set to what it should not be. */
const lieInZipRecord: Mutation = (bytes, { random }) => {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const signature = signatures[random.below(signatures.length)] ?? signatures[0];
  const from = random.below(bytes.length + 1);
  const at = signature === undefined ? -1 : buffer.indexOf(signature, random.oneIn(2) ? 0 : from);
  const place = at + 4 + random.below(46);
  if (at < 0 || place + 4 > bytes.length) return bytes;
  const value = random.pick([
    0,
    1,
    8,
    9,
    0xffff,
    0xffffffff,
    bytes.length,
    at,
    random.below(bytes.length + 1),
    0x7fffffff,
  ]);
  if (random.oneIn(2)) buffer.writeUInt16LE(value & 0xffff, place);
  else buffer.writeUInt32LE(value, place);
  return bytes;
};

const block = 512;
const checksumAt = 148;

/** A field of a tar header, with the checksum made good again. */
const lieInTarHeader: Mutation = (bytes, { random }) => {
  const at = random.below(Math.floor(bytes.length / block) + 1) * block;
  const header = bytes.subarray(at, at + block);
  if (header.length < block) return bytes;
  const field = random.pick([0, 100, 124, 124, 124, 136, 156, 156, 157, 257, 345]);
  const text = random.pick([
    '77777777777\0',
    '00000000000\0',
    '-0000000001\0',
    '\x80\0\0\0\xff\xff\xff\xff',
    'x',
    'L',
    'S',
    '../../x',
    'g',
    '2',
  ]);
  header.set(Buffer.from(text, 'latin1'), field);
  header.fill(0x20, checksumAt, checksumAt + 8);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.set(Buffer.from(`${sum.toString(8).padStart(6, '0')}\0 `, 'latin1'), checksumAt);
  return bytes;
};

const { flipBits, setBytes, cut, removeBlock, splice, insertFromDonor, duplicateBlock } = mutations;

/** The ways to damage an archive. */
export const archiveMutations: readonly Mutation[] = [
  lieInZipRecord,
  lieInZipRecord,
  lieInZipRecord,
  lieInTarHeader,
  lieInTarHeader,
  ...[flipBits, setBytes, cut, removeBlock, splice, insertFromDonor, duplicateBlock].flatMap(
    (mutation) => mutation ?? [],
  ),
];
