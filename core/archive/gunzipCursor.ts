import { createGunzip } from 'node:zlib';
import type { ArchiveSource } from './archiveSource.ts';
import type { ByteCursor } from './byteCursor.ts';
import type { InflationBudget } from './inflationBudget.ts';

/** A cursor that owns an inflater, and must be closed. */
export type GunzipCursor = ByteCursor & { readonly close: () => void };

const readBytes = 1024 * 1024;
/** Bursts to 33 MiB at the very most, before anyone looks at the limits. */
const fedBytes = 32 * 1024;

/** A cursor over what a gzip file inflates to, all its members one after the other (RFC 1952 2.2). */
export function gunzipCursor(source: ArchiveSource, budget: InflationBudget): GunzipCursor {
  const gunzip = createGunzip({ chunkSize: 64 * 1024 });
  const chunks: Uint8Array[] = [];
  let atHand = 0;
  let position = 0;
  let fed = 0;
  let block: { start: number; bytes: Uint8Array } = { start: 0, bytes: new Uint8Array(0) };
  let isEnded = false;
  let brokenBy: string | null = null;
  let failure: Error | null = null;
  gunzip.on('data', (chunk: Uint8Array) => {
    chunks.push(chunk);
    atHand += chunk.length;
    budget.spendOnStream(chunk.length);
  });
  gunzip.on('error', (error: Error) => {
    failure = error;
  });

  const feed = async (): Promise<void> => {
    if (fed === source.size) {
      await end();
      isEnded = true;
    } else {
      if (fed === block.start + block.bytes.length) {
        block = { start: fed, bytes: await source.read(fed, Math.min(fed + readBytes, source.size)) };
      }
      const part = block.bytes.subarray(fed - block.start, fed - block.start + fedBytes);
      await write(part);
      fed += part.length;
    }
    if (failure !== null) {
      brokenBy = isEnded ? 'the compressed data end too early' : `the compressed data are damaged before byte ${fed}`;
      isEnded = true;
    }
  };

  const write = (part: Uint8Array): Promise<void> => untilClosedOr((done) => gunzip.write(part, () => done()));

  /** Only when it is closed is it known whether the compressed data were whole. */
  const end = (): Promise<void> => untilClosedOr(() => gunzip.end());

  /** What fails closes the inflater, at times without an answer to the write that failed. */
  const untilClosedOr = (start: (done: () => void) => void): Promise<void> =>
    new Promise((resolve) => {
      gunzip.once('close', resolve);
      start(() => {
        gunzip.off('close', resolve);
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
    close: () => gunzip.destroy(),
  };
}
