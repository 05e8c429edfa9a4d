import { crc32, createInflateRaw, type InflateRaw } from 'node:zlib';
import type { ArchiveSource } from './archiveSource.ts';
import type { ByteCursor } from './byteCursor.ts';
import { gzipHeaderBytes, judgeBehindGzip } from './gzipMember.ts';
import type { InflationBudget } from './inflationBudget.ts';

/** A cursor that owns an inflater, and must be closed. */
export type GunzipCursor = ByteCursor & {
  /** Whether what was inflated is known not to be what was packed: the checksum fails, or no compression makes such bytes. */
  readonly isAltered: () => boolean;
  /** What is odd about the bytes behind the compressed data, once they were come to; `null` for nothing. */
  readonly behind: () => BehindGzip | null;
  readonly close: () => void;
};

export type BehindGzip = { readonly kind: 'passed-over' | 'damaged'; readonly reason: string };

/** One member of a gzip file while it is inflated (RFC 1952 2.3). */
type Member = {
  readonly inflater: InflateRaw;
  readonly dataStart: number;
  crc32: number;
  length: number;
  failure: Error | null;
};

const readBytes = 1024 * 1024;
/** Bursts to 33 MiB at the very most, before anyone looks at the limits. */
const fedBytes = 32 * 1024;
const trailerBytes = 8;
/** Each member takes an inflater of its own; writers that make many put 64 KiB into each. */
const freeMembers = 10_000;
const smallestMember = 1024;

/**
 * A cursor over what a gzip file inflates to, all its members one after the other (RFC 1952 2.2). Node's own reader of gzip drops what
 * it has inflated of a portion in which it finds a fault, and does not tell a failed checksum from bytes behind the last member.
 */
export function gunzipCursor(source: ArchiveSource, budget: InflationBudget): GunzipCursor {
  const chunks: Uint8Array[] = [];
  let atHand = 0;
  let position = 0;
  let fed = 0;
  let block: { start: number; bytes: Uint8Array } = { start: 0, bytes: new Uint8Array(0) };
  let member: Member | null = null;
  let isEnded = false;
  let isAltered = false;
  let members = 0;
  let inflated = 0;
  let brokenBy: string | null = null;
  let behind: BehindGzip | null = null;

  const feed = async (): Promise<void> => {
    if (member !== null) await inflatePart(member);
    else if (fed === source.size) isEnded = true;
    else await beginMember();
  };

  const beginMember = async (): Promise<void> => {
    await fill();
    const header = gzipHeaderBytes(block.bytes.subarray(fed - block.start));
    if (header === 'too-short' && block.start < fed) {
      // It may go on in the next block.
      block = { start: fed, bytes: await source.read(fed, Math.min(fed + readBytes, source.size)) };
      return beginMember();
    }
    if (typeof header === 'number') {
      fed += header;
      member = startMember(fed);
      return;
    }
    isEnded = true;
    if (fed === 0) alteredBy('its header is none of gzip');
    else behind = await judgeBehindGzip(source, fed);
  };

  const startMember = (dataStart: number): Member => {
    const inflater = createInflateRaw({ chunkSize: 64 * 1024 });
    const started: Member = { inflater, dataStart, crc32: 0, length: 0, failure: null };
    inflater.on('data', (chunk: Uint8Array) => {
      chunks.push(chunk);
      atHand += chunk.length;
      started.crc32 = crc32(chunk, started.crc32);
      started.length += chunk.length;
      budget.spendOnStream(chunk.length);
    });
    inflater.on('error', (error: Error) => {
      started.failure = error;
    });
    return started;
  };

  const inflatePart = async (current: Member): Promise<void> => {
    if (fed === source.size) {
      brokenBy = 'the compressed data end too early';
      isEnded = true;
      return;
    }
    await fill();
    const part = block.bytes.subarray(fed - block.start, fed - block.start + fedBytes);
    await write(current, part);
    fed += part.length;
    if (current.failure !== null) {
      alteredBy(`the compressed data are damaged before byte ${fed}`);
      return;
    }
    const dataEnd = current.dataStart + current.inflater.bytesWritten;
    // What it leaves is no more of this member's.
    if (dataEnd < fed) await endMember(current, dataEnd);
  };

  const endMember = async (ended: Member, dataEnd: number): Promise<void> => {
    ended.inflater.destroy();
    member = null;
    members += 1;
    inflated += ended.length;
    fed = dataEnd + trailerBytes;
    if (fed > source.size) {
      fed = source.size;
      brokenBy = 'the compressed data end too early';
      isEnded = true;
      return;
    }
    const trailer = await bytesAt(dataEnd, fed);
    const view = new DataView(trailer.buffer, trailer.byteOffset, trailerBytes);
    if (view.getUint32(0, true) !== ended.crc32) {
      alteredBy(`the checksum at byte ${dataEnd} is not that of what was inflated`);
    } else if (view.getUint32(4, true) !== ended.length % 2 ** 32) {
      alteredBy(`the length at byte ${dataEnd + 4} is not that of what was inflated`);
    } else if (members > freeMembers && inflated < smallestMember * members) {
      brokenBy = `the compressed data are cut into more than ${freeMembers} parts of next to nothing`;
      isEnded = true;
    }
  };

  const alteredBy = (why: string): void => {
    isAltered = true;
    brokenBy ??= why;
    isEnded = true;
  };

  /** Has the block at hand in which byte `fed` stands. */
  const fill = async (): Promise<void> => {
    if (fed >= block.start && fed < block.start + block.bytes.length) return;
    block = { start: fed, bytes: await source.read(fed, Math.min(fed + readBytes, source.size)) };
  };

  const bytesAt = async (start: number, end: number): Promise<Uint8Array> => {
    const blockEnd = block.start + block.bytes.length;
    if (start >= block.start && end <= blockEnd) return block.bytes.subarray(start - block.start, end - block.start);
    return source.read(start, end);
  };

  /** What fails closes the inflater, at times without an answer to the write that failed. */
  const write = ({ inflater }: Member, part: Uint8Array): Promise<void> =>
    new Promise((resolve) => {
      inflater.once('close', resolve);
      inflater.write(part, () => {
        inflater.off('close', resolve);
        resolve();
      });
    });

  const has = async (bytes: number): Promise<void> => {
    while (atHand < bytes && !isEnded && budget.exhausted() === null) await feed();
  };

  /** Takes `bytes` from the front of what is at hand. */
  const drop = (bytes: number): void => {
    let left = bytes;
    while (left > 0) {
      const first = chunks.shift();
      if (first === undefined) break;
      if (first.length > left) chunks.unshift(first.subarray(left));
      left -= Math.min(left, first.length);
    }
    atHand -= bytes;
    position += bytes;
  };

  return {
    position: () => position,
    peek: async (bytes) => {
      await has(bytes);
      const [first] = chunks;
      if (first !== undefined && first.length >= bytes) return first.subarray(0, bytes);
      const whole = Buffer.concat(chunks);
      chunks.splice(0, chunks.length, whole);
      return whole.subarray(0, bytes);
    },
    advance: async (bytes) => {
      let left = bytes;
      for (;;) {
        const step = Math.min(left, atHand);
        drop(step);
        left -= step;
        if (left === 0 || isEnded || budget.exhausted() !== null) return bytes - left;
        await feed();
      }
    },
    window: () => null,
    brokenBy: () => brokenBy,
    isAltered: () => isAltered,
    behind: () => behind,
    close: () => member?.inflater.destroy(),
  };
}
