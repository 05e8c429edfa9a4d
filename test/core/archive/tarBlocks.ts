import { join, latin } from '../dicom/dicomBytes.ts';

/** A tar archive written block by block (POSIX.1-2017, pax; GNU tar manual). */
export type TarMember = {
  readonly name: string;
  readonly content?: Uint8Array;
  readonly typeFlag?: string;
  /** `ustar` with its version, GNU's own, or nothing as before POSIX. */
  readonly magic?: 'ustar\x0000' | 'ustar  \0' | '';
  readonly prefix?: string;
  /** The twelve characters of the size, where they are not what is true. */
  readonly size?: Uint8Array;
  readonly checksum?: string;
  /** How many blocks before the content map the holes of an old GNU sparse file. */
  readonly mapBlocks?: number;
};

export function tarArchive(members: readonly TarMember[], end: Uint8Array = new Uint8Array(1024)): Uint8Array {
  return join([...members.map(tarMember), end]);
}

export function tarMember(member: TarMember): Uint8Array {
  const { name, content = new Uint8Array(0), typeFlag = '0', magic = 'ustar\x0000', prefix = '', size } = member;
  const header = new Uint8Array(512);
  header.set(new TextEncoder().encode(name).subarray(0, 100), 0);
  header.set(latin('0000644\x000001000\x000001000\0'), 100);
  header.set(size ?? latin(`${content.length.toString(8).padStart(11, '0')}\0`), 124);
  header.set(latin('14735000000\0        '), 136);
  header.set(latin(typeFlag), 156);
  header.set(latin(magic), 257);
  header.set(latin(prefix), 345);
  const { mapBlocks = 0 } = member;
  if (mapBlocks > 0) header[482] = 1;
  const map = new Uint8Array(512 * mapBlocks);
  for (let block = 0; block + 1 < mapBlocks; block += 1) map[512 * block + 504] = 1;
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.set(latin(member.checksum ?? `${sum.toString(8).padStart(6, '0')}\0 `), 148);
  return join([header, map, content, new Uint8Array((512 - (content.length % 512)) % 512)]);
}

/** A pax extended header for the next member. */
export function paxHeader(records: Readonly<Record<string, string>>, typeFlag = 'x'): TarMember {
  const text = Object.entries(records).map(([key, value]) => paxRecord(key, value));
  return { name: 'PaxHeaders/x', typeFlag, content: new TextEncoder().encode(text.join('')) };
}

/** GNU's way to a long name for the next member. */
export function gnuLongName(name: string): TarMember {
  return { name: '././@LongLink', typeFlag: 'L', magic: 'ustar  \0', content: new TextEncoder().encode(`${name}\0`) };
}

/** A size in base 256 (GNU tar manual, "Basic Tar Format"). */
export function base256(value: number): Uint8Array {
  const bytes = new Uint8Array(12);
  new DataView(bytes.buffer).setBigUint64(4, BigInt(value));
  bytes[0] = 0x80;
  return bytes;
}

function paxRecord(key: string, value: string): string {
  const rest = ` ${key}=${value}\n`;
  const restBytes = Buffer.byteLength(rest);
  let length = restBytes + 1;
  while (String(length).length + restBytes !== length) length = String(length).length + restBytes;
  return `${length}${rest}`;
}
