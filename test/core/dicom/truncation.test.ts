import { describe, expect, it } from 'vitest';
import { type HeaderReading, type NeedMoreBytes, readHeader } from '../../../core/dicom/index.ts';
import { type BuiltElement, dicomFile, el, type Syntax, withElements } from './dicomBytes.ts';
import { classicMr, classicReading, enhancedMr } from './mrObjects.ts';

const objects: readonly [string, readonly BuiltElement[]][] = [
  ['a classic image', classicMr],
  ['a header without pixel data', classicMr.filter(({ tag }) => tag < 0x00290000)],
  ['an enhanced image', enhancedMr],
];
const cases = objects.flatMap(([name, elements]) =>
  (['explicit', 'implicit', 'bigEndian', 'deflated'] as const).map(
    (syntax): [string, Syntax, readonly BuiltElement[]] => [name, syntax, elements],
  ),
);

describe.each(cases)('%s in %s', (_name, syntax, elements) => {
  const file = dicomFile(elements, syntax);
  const whole = readHeader(file, file.length);

  it('cut off anywhere is truncated or whole, never a header with fewer attributes', () => {
    expect(whole.kind).toBe('mr-image');
    for (let cut = 1; cut < file.length; cut += 1) {
      const reading = readHeader(file.subarray(0, cut), cut);
      if (codeOf(reading) !== 'truncated-header') expect(reading, `cut at ${cut}`).toEqual(whole);
    }
  });

  it('of which only a part is at hand asks for more or is whole', () => {
    for (let cut = 0; cut < file.length; cut += 1) {
      const reading = readHeader(file.subarray(0, cut), file.length);
      if (reading.kind === 'need-more') expect(reading.bytes, `with ${cut}`).toBeGreaterThan(cut);
      else expect(reading, `with ${cut}`).toEqual(whole);
    }
  });
});

describe('a header that is cut off', () => {
  it('names the byte and the element, and keeps the UIDs that were read', () => {
    const elements = classicMr.filter(({ tag }) => tag <= 0x00180081);
    const file = dicomFile(elements);
    const cut = file.length - 2;
    expect(readHeader(file.subarray(0, cut), cut)).toEqual({
      kind: 'rejected',
      code: 'truncated-header',
      reason: `The header is cut off in (0018,0081) EchoTime: the file ends inside this element, which begins at byte ${file.length - 12}. Send the file again.`,
      identity: {
        StudyInstanceUID: null,
        SeriesInstanceUID: null,
        SOPInstanceUID: '1.2.826.3.3',
        SOPClassUID: '1.2.840.10008.5.1.4.1.1.4',
        Modality: 'MR',
        StudyDate: '20250102',
      },
    });
  });

  it('at an element boundary is known by what must follow', () => {
    const file = dicomFile(classicMr.filter(({ tag }) => tag <= 0x00200037));
    expect(readHeader(file, file.length)).toMatchObject({
      code: 'truncated-header',
      reason: expect.stringContaining('before (0028,0010) Rows'),
    });
  });

  it('inside pixel data is whole', () => {
    const file = dicomFile(classicMr);
    expect(readHeader(file.subarray(0, -20), file.length - 20)).toEqual(classicReading);
  });
});

describe('a wrong length', () => {
  it('that leads from the header into the pixels makes it damaged, never a header with fewer attributes', () => {
    const pixels = new Uint8Array(4_000).fill(0x7f);
    const bytes = dicomFile(withElements(classicMr, [el(0x7fe00010, 'OW', pixels)])).slice();
    const at = Buffer.from(bytes).indexOf(Buffer.from([0x18, 0x00, 0x50, 0x00, 0x44, 0x53]));
    new DataView(bytes.buffer).setUint16(at + 6, 3_000, true);
    expect(readHeader(bytes, bytes.length)).toMatchObject({
      code: 'malformed-header',
      reason: expect.stringMatching(
        /^The header has no \(0028,0010\) Rows before byte \d+, where it ends: an element before that is damaged\./,
      ),
    });
  });
});

describe('asking for more', () => {
  const icon = el(0x00191099, 'OB', new Uint8Array(300_000));
  const file = dicomFile(withElements(classicMr, [icon]));

  it('takes what follows a long value, or the step that covers a short rest', () => {
    const behind = Buffer.from(file).indexOf(Buffer.from([0x19, 0x00, 0x99, 0x10])) + 12 + 300_000;
    expect(readHeader(file.subarray(0, 8_192), file.length)).toEqual({
      kind: 'need-more',
      from: behind,
      bytes: file.length,
    });
    expect(readHeader(file.subarray(0, 8_192), file.length + 10_000_000)).toEqual({
      kind: 'need-more',
      from: behind,
      bytes: behind + 8_192,
    });
    expect(readHeader(file.subarray(0, behind - 20_000), file.length + 10_000_000)).toEqual({
      kind: 'need-more',
      from: behind - 20_000,
      bytes: 524_288,
    });
  });

  it('stops at once where the object cannot hold what an element says', () => {
    expect(readHeader(file.subarray(0, 8_192), 200_000)).toMatchObject({ code: 'truncated-header' });
  });

  it('stops where no header goes on', () => {
    const huge = dicomFile(withElements(classicMr, [el(0x00191099, 'OB', new Uint8Array(2))])).slice();
    const at = Buffer.from(huge).indexOf(Buffer.from([0x19, 0x00, 0x99, 0x10]));
    new DataView(huge.buffer).setUint32(at + 8, 0x40000000, true);
    expect(readHeader(huge, 0x80000000)).toMatchObject({ code: 'limit-exceeded' });
  });
});

function codeOf(reading: HeaderReading | NeedMoreBytes): string {
  return reading.kind === 'rejected' ? reading.code : reading.kind;
}
