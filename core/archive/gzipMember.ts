import type { ArchiveSource } from './archiveSource.ts';
import type { BehindGzip } from './gunzipCursor.ts';

const fixedBytes = 10;
const flags = { headerCrc: 2, extra: 4, name: 8, comment: 16, reserved: 0xe0 } as const;

/** How long the header of a gzip member is that begins here (RFC 1952 2.3), or why there is none. */
export function gzipHeaderBytes(bytes: Uint8Array): number | 'no-header' | 'too-short' {
  if (magic.some((byte, index) => index < bytes.length && bytes[index] !== byte)) return 'no-header';
  if (bytes.length < fixedBytes) return 'too-short';
  const set = bytes[3] ?? 0;
  if ((set & flags.reserved) !== 0) return 'no-header';
  let end = fixedBytes;
  if ((set & flags.extra) !== 0) end += 2 + (bytes[end] ?? 0) + 256 * (bytes[end + 1] ?? 0);
  for (const text of [flags.name, flags.comment]) {
    if ((set & text) === 0) continue;
    const zero = bytes.indexOf(0, end);
    if (zero < 0) return 'too-short';
    end = zero + 1;
  }
  if ((set & flags.headerCrc) !== 0) end += 2;
  return end <= bytes.length ? end : 'too-short';
}

/** The mark of gzip, and deflate, the one method there is. */
const magic = [0x1f, 0x8b, 8];

/** Writers and media pad with zeros, and senders add a signature or a line break: never as much. */
const mostBehind = 64 * 1024;

/** What stands behind the last member, from byte `start` on: gzip passes over it, but it may be what was a member. */
export async function judgeBehindGzip(source: ArchiveSource, start: number): Promise<BehindGzip | null> {
  const length = source.size - start;
  const bytes = Buffer.from(await source.read(start, Math.min(source.size, start + mostBehind)));
  if (length > mostBehind || bytes.includes(Buffer.from(magic))) {
    const reason = `Behind the compressed data stand ${length} bytes, from byte ${start} on, that cannot be inflated: a part of the archive may be damaged. Send it again.`;
    return { kind: 'damaged', reason };
  }
  if (bytes.every((byte) => byte === 0)) return null;
  const reason = `Behind the compressed data stand ${length} bytes, from byte ${start} on, that are none. They were passed over, as gzip does.`;
  return { kind: 'passed-over', reason };
}
