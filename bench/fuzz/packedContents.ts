import { inflateRawSync, constants as zlib } from 'node:zlib';

const localHeader = Buffer.from('PK\x03\x04', 'latin1');
const gzipHeader = Buffer.from([0x1f, 0x8b, 8]);
const mostInflated = 16 * 1024 * 1024;
const mostContents = 400;
const deepest = 3;

/**
 * Everything that an archive can hold, found without its directory: the bytes as they are (stored entries, tar), and what
 * inflates behind each local header and in each gzip stream; and so on inside of those.
 */
export function packedContents(archive: Uint8Array): readonly Buffer[] {
  const contents: Buffer[] = [];
  const open = [{ bytes: Buffer.from(archive.buffer, archive.byteOffset, archive.length), depth: 0 }];
  for (let next = open.pop(); next !== undefined && contents.length < mostContents; next = open.pop()) {
    const { bytes, depth } = next;
    contents.push(bytes);
    if (depth < deepest) open.push(...inflatedIn(bytes).map((inflated) => ({ bytes: inflated, depth: depth + 1 })));
  }
  return contents;
}

function inflatedIn(bytes: Buffer): readonly Buffer[] {
  const zipped = placesOf(localHeader, bytes).flatMap((at) => {
    if (at + 30 > bytes.length) return [];
    return inflatedFrom(bytes, at + 30 + bytes.readUInt16LE(at + 26) + bytes.readUInt16LE(at + 28));
  });
  return [...zipped, ...gunzipped(bytes)];
}

/** Gzip members one after the other are one stream (RFC 1952 2.2), and each is listed alone too. */
function gunzipped(bytes: Buffer): readonly Buffer[] {
  const members = placesOf(gzipHeader, bytes).map((at) => inflatedFrom(bytes, at + gzipHeaderLength(bytes, at)));
  return members.length > 1 ? [...members, Buffer.concat(members)] : members;
}

function gzipHeaderLength(bytes: Buffer, at: number): number {
  const flags = bytes[at + 3] ?? 0;
  let end = at + 10;
  if (flags & 4 && end + 2 <= bytes.length) end += 2 + bytes.readUInt16LE(end);
  for (const flag of [8, 16]) if (flags & flag) end = bytes.indexOf(0, end) + 1 || bytes.length;
  return end + (flags & 2 ? 2 : 0) - at;
}

/** As much as can be inflated: of a damaged stream, what comes before the damage. */
function inflatedFrom(bytes: Buffer, start: number): Buffer {
  const whole = inflated(bytes.subarray(start));
  if (whole !== null) return whole;
  let readable = 0;
  let damaged = bytes.length - start;
  while (damaged - readable > 1) {
    const middle = Math.floor((readable + damaged) / 2);
    if (inflated(bytes.subarray(start, start + middle)) === null) damaged = middle;
    else readable = middle;
  }
  return inflated(bytes.subarray(start, start + readable)) ?? Buffer.alloc(0);
}

function inflated(compressed: Buffer): Buffer | null {
  try {
    return inflateRawSync(compressed, { finishFlush: zlib.Z_SYNC_FLUSH, maxOutputLength: mostInflated });
  } catch (error) {
    if (error instanceof Error && 'code' in error) return null;
    throw error;
  }
}

function placesOf(wanted: Buffer, bytes: Buffer): readonly number[] {
  const places: number[] = [];
  for (let at = bytes.indexOf(wanted); at >= 0; at = bytes.indexOf(wanted, at + 1)) places.push(at);
  return places;
}
