import { describe, expect, it } from 'vitest';
import { readHeader, readHeaderByRange } from '../../../core/dicom/index.ts';
import { dicomFile, el, sq, withElements } from './dicomBytes.ts';
import { classicMr, classicReading, enhancedMr } from './mrObjects.ts';

function recordingStore(object: Uint8Array) {
  const fetched: [number, number][] = [];
  const fetchRange = async (start: number, end: number) => {
    fetched.push([start, end]);
    return object.subarray(start, end);
  };
  return { fetched, fetchRange };
}

describe('reading by ranges', () => {
  it('takes 8 KiB of a large object whose header fits', async () => {
    const object = dicomFile(withElements(classicMr, [el(0x7fe00010, 'OW', new Uint8Array(500_000))]));
    const { fetched, fetchRange } = recordingStore(object);
    expect(await readHeaderByRange(fetchRange, object.length)).toEqual({ reading: classicReading, bytesRead: 8_192 });
    expect(fetched).toEqual([[0, 8_192]]);
  });

  it('takes only what is missing when the header goes on', async () => {
    const large = [el(0x00191099, 'OB', new Uint8Array(20_000)), el(0x7fe00010, 'OW', new Uint8Array(500_000))];
    const object = dicomFile(withElements(classicMr, large));
    const { fetched, fetchRange } = recordingStore(object);
    expect(await readHeaderByRange(fetchRange, object.length)).toEqual({ reading: classicReading, bytesRead: 32_768 });
    expect(fetched).toEqual([
      [0, 8_192],
      [8_192, 32_768],
    ]);
  });

  it('leaves out a long value that is passed over', async () => {
    const large = [el(0x00191099, 'OB', new Uint8Array(100_000)), el(0x7fe00010, 'OW', new Uint8Array(500_000))];
    const object = dicomFile(withElements(classicMr, large));
    const behind = Buffer.from(object).indexOf(Buffer.from([0x19, 0x00, 0x99, 0x10])) + 12 + 100_000;
    const { fetched, fetchRange } = recordingStore(object);
    expect(await readHeaderByRange(fetchRange, object.length)).toEqual({ reading: classicReading, bytesRead: 16_384 });
    expect(fetched).toEqual([
      [0, 8_192],
      [behind, behind + 8_192],
    ]);
  });

  it('reads on to the pixels of an enhanced image once what its frames share lies behind', async () => {
    const [wide, tall, frames] = [64, 64, 40];
    const shared = sq(0x52009229, [[sq(0x002110fe, [[el(0x00211019, 'OB', new Uint8Array(150_000))]], true)]], true);
    const perFrame = sq(
      0x52009230,
      Array.from({ length: frames }, () => [el(0x00211011, 'OB', new Uint8Array(1000))]),
    );
    const pixels = el(0x7fe00010, 'OW', new Uint8Array(wide * tall * frames * 2));
    const size = [el(0x00280008, 'IS', String(frames)), el(0x00280010, 'US', [tall]), el(0x00280011, 'US', [wide])];
    const object = dicomFile(withElements(enhancedMr, [...size, shared, perFrame, pixels]));
    const { fetched, fetchRange } = recordingStore(object);
    const { reading, bytesRead } = await readHeaderByRange(fetchRange, object.length);
    expect(reading).toEqual(readHeader(object, object.length));
    const behindShared = Buffer.from(object).indexOf(Buffer.from([0x21, 0x00, 0x19, 0x10])) + 12 + 150_000;
    expect(fetched).toEqual([
      [0, 8_192],
      [behindShared, object.length - wide * tall * frames * 2 + 12],
    ]);
    expect(bytesRead).toBeLessThan(51_000);
  });

  it('takes a small object whole and an empty one not at all', async () => {
    const object = dicomFile(classicMr);
    const { fetched, fetchRange } = recordingStore(object);
    expect(await readHeaderByRange(fetchRange, object.length)).toEqual({
      reading: classicReading,
      bytesRead: object.length,
    });
    const { reading, bytesRead } = await readHeaderByRange(fetchRange, 0);
    expect([reading.kind === 'rejected' && reading.code, bytesRead]).toEqual(['empty', 0]);
    expect(fetched).toEqual([[0, object.length]]);
  });

  it('never holds more of an object than 32 MiB', async () => {
    const header = Array.from({ length: 640 }, (_, i) => el(0x00191001 + i, 'OB', new Uint8Array(31 * 1024)));
    const object = dicomFile(
      withElements(classicMr, [...header, el(0x7fe00010, 'OW', new Uint8Array(16 * 1024 * 1024))]),
    );
    const { fetched, fetchRange } = recordingStore(object);
    expect((await readHeaderByRange(fetchRange, object.length)).bytesRead).toBe(32 * 1024 * 1024);
    expect(fetched.at(-1)).toEqual([16 * 1024 * 1024, 32 * 1024 * 1024]);
  });

  it('rejects an object whose header goes on beyond 32 MiB, without reading that far', async () => {
    const tooLong = el(0x00191001, 'OB', new Uint8Array(32 * 1024 * 1024));
    const object = dicomFile(withElements(classicMr, [tooLong]));
    const { fetched, fetchRange } = recordingStore(object);
    const { reading } = await readHeaderByRange(fetchRange, object.length);
    expect(reading.kind === 'rejected' && reading.code).toBe('limit-exceeded');
    expect(fetched).toEqual([[0, 8_192]]);
  });

  it('fails when the store has less than it said', async () => {
    const { fetchRange } = recordingStore(dicomFile(classicMr));
    await expect(readHeaderByRange(fetchRange, 8_000)).rejects.toThrow('Asked for bytes 0 to 8000 of an object');
  });
});
