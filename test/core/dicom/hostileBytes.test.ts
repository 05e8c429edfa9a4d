import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readHeader } from '../../../core/dicom/index.ts';
import { dicomFile, join } from './dicomBytes.ts';
import { classicMr, enhancedMr } from './mrObjects.ts';

const files = [classicMr, enhancedMr].flatMap((elements) =>
  (['explicit', 'implicit', 'bigEndian', 'deflated'] as const).map((syntax) => dicomFile(elements, syntax)),
);
const position = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });
const change = fc.oneof(
  fc.record({ kind: fc.constant('flip' as const), at: position, bit: fc.nat(7) }),
  fc.record({
    kind: fc.constant('overwrite' as const),
    at: position,
    bytes: fc.uint8Array({ minLength: 1, maxLength: 8 }),
  }),
  fc.record({ kind: fc.constant('cut' as const), at: position }),
  fc.record({ kind: fc.constant('splice' as const), at: position, from: position, other: fc.nat(files.length - 1) }),
  fc.record({ kind: fc.constant('remove' as const), at: position, count: fc.nat(40) }),
);
type Change = typeof change extends fc.Arbitrary<infer T> ? T : never;

describe('damaged files', () => {
  // A reading that does not end fails by the runner's own limit; how long readings take is what `npm run fuzz` holds.
  it('are read or rejected, never thrown at', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...files),
        fc.array(change, { minLength: 1, maxLength: 4 }),
        position,
        (file, changes, part) => {
          const mutant = changes.reduce(damaged, file);
          const whole = readHeader(mutant, mutant.length);
          const partial = readHeader(mutant.subarray(0, Math.floor(part * mutant.length)), mutant.length);
          expect(['mr-image', 'rejected']).toContain(whole.kind);
          expect(['mr-image', 'rejected', 'need-more']).toContain(partial.kind);
          expect(JSON.stringify(whole).length).toBeLessThan(200_000);
        },
      ),
      { numRuns: 3_000 },
    );
  });

  it('of a million empty elements end at the limit', () => {
    const empty = new Uint8Array(
      Buffer.alloc(8_000_000, Buffer.from([0x08, 0x00, 0x02, 0x00, 0x55, 0x4c, 0x00, 0x00])),
    );
    const file = join([dicomFile(classicMr.slice(0, 4)), empty]);
    expect(readHeader(file, file.length)).toMatchObject({ code: 'truncated-header' });
  });
});

function damaged(file: Uint8Array, how: Change): Uint8Array {
  const at = Math.floor(how.at * file.length);
  switch (how.kind) {
    case 'flip':
      return overwritten(file, at, [(file[at] ?? 0) ^ (1 << how.bit)]);
    case 'overwrite':
      return overwritten(file, at, how.bytes);
    case 'cut':
      return file.slice(0, at);
    case 'remove':
      return join([file.subarray(0, at), file.subarray(at + how.count)]);
    case 'splice': {
      const other = files[how.other] ?? file;
      return join([file.subarray(0, at), other.subarray(Math.floor(how.from * other.length))]);
    }
  }
}

function overwritten(file: Uint8Array, at: number, bytes: ArrayLike<number>): Uint8Array {
  const copy = file.slice();
  copy.set(Array.from(bytes).slice(0, file.length - at), at);
  return copy;
}
