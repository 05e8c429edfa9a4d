import { describe, expect, it } from 'vitest';
import { readHeaderByRange } from '../../../core/dicom/index.ts';
import { dicomFile, el, withElements } from './dicomBytes.ts';
import { classicMr, classicReading } from './mrObjects.ts';

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
    const large = [el(0x00191099, 'OB', new Uint8Array(100_000)), el(0x7fe00010, 'OW', new Uint8Array(500_000))];
    const object = dicomFile(withElements(classicMr, large));
    const { fetched, fetchRange } = recordingStore(object);
    expect(await readHeaderByRange(fetchRange, object.length)).toEqual({ reading: classicReading, bytesRead: 131_072 });
    expect(fetched).toEqual([
      [0, 8_192],
      [8_192, 131_072],
    ]);
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
    const header = Array.from({ length: 20 }, (_, i) => el(0x00191001 + i, 'OB', new Uint8Array(1024 * 1024)));
    const object = dicomFile(
      withElements(classicMr, [...header, el(0x7fe00010, 'OW', new Uint8Array(16 * 1024 * 1024))]),
    );
    const { fetched, fetchRange } = recordingStore(object);
    expect((await readHeaderByRange(fetchRange, object.length)).bytesRead).toBe(32 * 1024 * 1024);
    expect(fetched.at(-1)).toEqual([8 * 1024 * 1024, 32 * 1024 * 1024]);
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
