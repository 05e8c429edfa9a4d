import { Header } from 'tar/header';

/** A header block of a tar archive (POSIX.1-2017, pax, "ustar Interchange Format"; GNU tar manual, "Basic Tar Format"). */
export type TarHeader = {
  readonly kind: 'header';
  readonly typeFlag: string;
  readonly path: string;
  readonly size: number;
  /** Old GNU sparse files: blocks that map their holes stand before the content ("isextended", GNU tar manual). */
  readonly mapGoesOn: boolean;
};

export const tarBlockBytes = 512;

/** Reads one block: a header, the zeros that end an archive, or neither. */
export function tarHeaderAt(block: Uint8Array): TarHeader | { readonly kind: 'end' } | { readonly kind: 'no-header' } {
  const header = decode(block);
  if (header === null) return { kind: 'no-header' };
  if (header.nullBlock) return { kind: 'end' };
  const { path, size } = header;
  // Base 256 has negative sizes too, which would lead back to what was read.
  if (!header.cksumValid || path === undefined || size === undefined || !Number.isSafeInteger(size) || size < 0) {
    return { kind: 'no-header' };
  }
  const typeFlag = String.fromCharCode(block[156] ?? 0);
  return { kind: 'header', typeFlag, path, size, mapGoesOn: typeFlag === 'S' && block[482] !== 0 };
}

function decode(block: Uint8Array): Header | null {
  try {
    return new Header(Buffer.from(block.buffer, block.byteOffset, tarBlockBytes));
  } catch (error) {
    // It throws for sizes and times in base 256 that no number holds.
    if (error instanceof Error) return null;
    throw error;
  }
}

/** The records of a pax extended header: `LENGTH KEYWORD=VALUE\n`, the length counting itself (POSIX.1-2017, pax). */
export function paxRecords(content: Uint8Array): ReadonlyMap<string, string> {
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  const records = new Map<string, string>();
  for (let at = 0; at < bytes.length; ) {
    const space = bytes.indexOf(' ', at);
    if (space < 0) break;
    const digits = bytes.toString('latin1', at, Math.min(space, at + 20));
    const length = /^\d+$/.test(digits) ? Number(digits) : 0;
    if (length <= space - at || at + length > bytes.length) break;
    const record = bytes.toString('utf8', space + 1, at + length - 1);
    const equals = record.indexOf('=');
    if (equals > 0) records.set(record.slice(0, equals), record.slice(equals + 1));
    at += length;
  }
  return records;
}
