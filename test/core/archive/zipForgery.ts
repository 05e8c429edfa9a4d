import { deflateRawSync, crc32 as zlibCrc32 } from 'node:zlib';
import { join } from '../dicom/dicomBytes.ts';

/** A ZIP archive written field by field, so that each may lie (APPNOTE 4.3). */
export type ForgedEntry = {
  readonly name: string | Uint8Array;
  readonly content?: Uint8Array;
  /** 0 stored, 8 deflated. */
  readonly method?: number;
  /** What is stored in place of the (deflated) content. */
  readonly stored?: Uint8Array;
  readonly flags?: number;
  readonly extra?: Uint8Array;
  readonly localExtra?: Uint8Array;
  readonly attributes?: number;
  readonly host?: number;
  /** Left out of the directory. */
  readonly isUnlisted?: boolean;
  /** What the directory says instead of the truth. */
  readonly directory?: Partial<DirectoryFields>;
  /** What the local header says instead of the truth. */
  readonly local?: Partial<LocalFields>;
};

type LocalFields = {
  readonly signature: number;
  readonly method: number;
  readonly flags: number;
  readonly stored: number;
  readonly size: number;
};
type DirectoryFields = { stored: number; size: number; offset: number; crc: number; disk: number; nameLength: number };

export type ForgedEnd = {
  readonly entries?: number;
  readonly disk?: number;
  readonly size?: number;
  readonly offset?: number;
  readonly comment?: Uint8Array;
  readonly prefix?: Uint8Array;
  /** Between the contents and the directory, where offsets are to count from the prefix or not. */
  readonly countsPrefix?: boolean;
  readonly behindDirectory?: Uint8Array;
};

export function forgedZip(entries: readonly ForgedEntry[], end: ForgedEnd = {}): Uint8Array {
  const prefix = end.prefix ?? new Uint8Array(0);
  const base = end.countsPrefix === true ? prefix.length : 0;
  const locals: Uint8Array[] = [];
  const records: Uint8Array[] = [];
  let offset = base;
  for (const entry of entries) {
    const { local, record } = forgedEntry(entry, offset);
    locals.push(local);
    if (entry.isUnlisted !== true) records.push(record);
    offset += local.length;
  }
  const directory = join(records);
  const comment = end.comment ?? new Uint8Array(0);
  const record = fields([
    [4, 0x06054b50],
    [2, end.disk ?? 0],
    [2, 0],
    [2, end.entries ?? records.length],
    [2, end.entries ?? records.length],
    [4, end.size ?? directory.length],
    [4, end.offset ?? offset],
    [2, comment.length],
  ]);
  return join([prefix, ...locals, directory, end.behindDirectory ?? new Uint8Array(0), record, comment]);
}

function forgedEntry(entry: ForgedEntry, offset: number): { local: Uint8Array; record: Uint8Array } {
  const { method = 0, flags = 0, content = new Uint8Array(0), extra, localExtra = extra, attributes = 0 } = entry;
  const name = typeof entry.name === 'string' ? new TextEncoder().encode(entry.name) : entry.name;
  const none = new Uint8Array(0);
  const stored = entry.stored ?? (method === 8 ? deflateRawSync(content) : content);
  const crc = zlibCrc32(content);
  const { local = {}, directory = {} } = entry;
  const header = fields([
    [4, local.signature ?? 0x04034b50],
    [2, 20],
    [2, local.flags ?? flags],
    [2, local.method ?? method],
    [4, 0],
    [4, crc],
    [4, local.stored ?? stored.length],
    [4, local.size ?? content.length],
    [2, name.length],
    [2, (localExtra ?? none).length],
  ]);
  const record = fields([
    [4, 0x02014b50],
    [1, 20],
    [1, entry.host ?? 0],
    [2, 20],
    [2, flags],
    [2, method],
    [4, 0],
    [4, directory.crc ?? crc],
    [4, directory.stored ?? stored.length],
    [4, directory.size ?? content.length],
    [2, directory.nameLength ?? name.length],
    [2, (extra ?? none).length],
    [2, 0],
    [2, directory.disk ?? 0],
    [2, 0],
    [4, attributes],
    [4, directory.offset ?? offset],
  ]);
  return { local: join([header, name, localExtra ?? none, stored]), record: join([record, name, extra ?? none]) };
}

/** Little-endian numbers of the given lengths one after the other. */
export function fields(values: readonly (readonly [bytes: number, value: number])[]): Uint8Array {
  const bytes = new Uint8Array(values.reduce((sum, [length]) => sum + length, 0));
  let at = 0;
  for (const [length, value] of values) {
    for (let index = 0; index < length; index += 1) bytes[at + index] = Math.floor(value / 256 ** index) % 256;
    at += length;
  }
  return bytes;
}

export function extraField(id: number, data: Uint8Array): Uint8Array {
  return join([
    fields([
      [2, id],
      [2, data.length],
    ]),
    data,
  ]);
}
