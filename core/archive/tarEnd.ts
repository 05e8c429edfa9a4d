import type { ByteCursor } from './byteCursor.ts';
import { tarBlockBytes, tarHeaderAt } from './tarHeader.ts';

/** What the zeros at the end of a tar archive amount to: its end; or a doubt, and whether files follow that can be read. */
export type TarEnd =
  | { readonly kind: 'end' }
  | { readonly kind: 'doubtful'; readonly reason: string; readonly filesFollow: boolean };

const markBytes = 2 * tarBlockBytes;
/** Writers fill up the last record with zeros: of 20 blocks by default, of other sizes by choice (GNU tar manual, "Blocking Factor"). */
const usualRecordBytes = 20 * tarBlockBytes;
const smallestOtherRecord = 16 * 1024;
const largestRecord = 1024 * 1024;
const stepBytes = 16 * 1024;

/**
 * Reads on where a block of zeros stands in place of a header. Two of them, with what fills up the last record, end an archive
 * (POSIX.1-2017, pax, "ustar Interchange Format"). Zeros stand also where a file was not downloaded or written whole, so that
 * anything else leaves a doubt.
 */
export async function tarEndAt(cursor: ByteCursor): Promise<TarEnd> {
  const start = cursor.position();
  const behind = await skipZeros(cursor, largestRecord + markBytes);
  const zeros = cursor.position() - start;
  if (behind === 'end') {
    if (zeros < markBytes) {
      return doubtful(
        `The archive ends with ${zeros} bytes of zeros at byte ${start}, where ${markBytes} mark its end`,
      );
    }
    return fillsRecord(zeros, cursor.position()) ? { kind: 'end' } : tooManyZeros(zeros, start);
  }
  if (behind === 'zeros') return tooManyZeros(zeros, start);
  const filesFollow = tarHeaderAt(behind).kind === 'header';
  const follows = filesFollow ? 'other files follow' : 'other bytes follow, which are no header,';
  const what = `Zeros at byte ${start} end the archive, yet ${follows} at byte ${cursor.position()}`;
  return doubtful(`${what}: it is two archives in one, or a part of it is overwritten`, filesFollow);
}

/** Moves on over zeros, whole blocks of them; answers the block that is none, or why there is none. */
async function skipZeros(cursor: ByteCursor, most: number): Promise<Uint8Array | 'zeros' | 'end'> {
  for (let skipped = 0; skipped <= most; ) {
    const bytes = await cursor.peek(stepBytes);
    const other = bytes.findIndex((byte) => byte !== 0);
    if (other < 0) {
      skipped += await cursor.advance(bytes.length);
      if (bytes.length < stepBytes) return 'end';
      continue;
    }
    await cursor.advance(other - (other % tarBlockBytes));
    return cursor.peek(tarBlockBytes);
  }
  return 'zeros';
}

function fillsRecord(zeros: number, archiveBytes: number): boolean {
  const padding = zeros - markBytes;
  if (padding < usualRecordBytes) return true;
  for (let record = smallestOtherRecord; record <= largestRecord; record *= 2) {
    if (padding < record) return archiveBytes % record === 0;
  }
  return false;
}

function tooManyZeros(zeros: number, start: number): TarEnd {
  return doubtful(
    `From byte ${start} on stand ${zeros} zeros and more, beyond what ends an archive: the rest of it may not have arrived`,
  );
}

function doubtful(what: string, filesFollow = false): TarEnd {
  return { kind: 'doubtful', reason: `${what}. Send it again.`, filesFollow };
}
