import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { frameAttributes, type HeaderReader, readHeader, studyHeaderReader } from '../../../core/dicom/index.ts';
import { type BuiltElement, dicomFile, el, withElements } from './dicomBytes.ts';
import { classicMr } from './mrObjects.ts';

const privateBlock = [el(0x00190010, 'LO', 'SIEMENS MR HEADER'), el(0x0019100c, 'IS', '1000')];

/** Elements that differ between the images of a series, are odd, or are missing in some. */
const changes = fc.record({
  SeriesInstanceUID: fc.constantFrom('1.2.826.2', '1.2.826.3'),
  InstanceNumber: fc.integer({ min: 0, max: 9 }).map(String),
  EchoTime: fc.constantFrom('90', '90.0', '9,5', '', 'ninety', '90\\91'),
  DiffusionBValue: fc.constantFrom<readonly number[] | null>(null, [0], [800]),
  MagneticFieldStrength: fc.constantFrom('3', '30000', '1.5 '),
  SeriesDescription: fc.constantFrom('FLAIR', 'FLAIR ', 'fläir', ''),
  hasVendor: fc.boolean(),
  without: fc.subarray([0x00180081, 0x00180050, 0x00080060, 0x00280030]),
  syntax: fc.constantFrom('explicit' as const, 'implicit' as const, 'bigEndian' as const, 'deflated' as const),
});

const plainChange = {
  SeriesInstanceUID: '1.2.826.2',
  InstanceNumber: '1',
  EchoTime: '90',
  DiffusionBValue: null,
  MagneticFieldStrength: '3',
  SeriesDescription: 'FLAIR',
  hasVendor: false,
  syntax: 'explicit',
} as const;

function image(change: typeof changes extends fc.Arbitrary<infer Change> ? Change : never, index: number): Uint8Array {
  const { DiffusionBValue } = change;
  const elements: BuiltElement[] = [
    el(0x00080005, 'CS', 'ISO_IR 100'),
    el(0x00080018, 'UI', `1.2.826.9.${index}`),
    el(0x0008103e, 'LO', change.SeriesDescription),
    el(0x00180081, 'DS', change.EchoTime),
    el(0x00180087, 'DS', change.MagneticFieldStrength),
    el(0x0020000e, 'UI', change.SeriesInstanceUID),
    el(0x00200013, 'IS', change.InstanceNumber),
    ...(DiffusionBValue === null ? [] : [el(0x00189087, 'FD', DiffusionBValue)]),
    ...(change.hasVendor ? privateBlock : []),
  ];
  return dicomFile(withElements(classicMr, elements, change.without), change.syntax);
}

function spelledOut(reading: ReturnType<HeaderReader>) {
  if (reading.kind !== 'mr-image') return reading;
  const { shared: _shared, frames, ...rest } = reading.header;
  return { ...reading, header: { ...rest, frames: frames.map((frame) => frameAttributes(reading.header, frame)) } };
}

describe('the reader of whole studies', () => {
  it('says of each image what reading it alone says, whatever was read before', () => {
    fc.assert(
      fc.property(fc.array(changes, { minLength: 2, maxLength: 12 }), (series) => {
        const read = studyHeaderReader();
        const files = series.map(image);
        const together = files.map((bytes) => spelledOut(read(bytes, bytes.length)));
        expect(together).toEqual(files.map((bytes) => spelledOut(readHeader(bytes, bytes.length))));
      }),
    );
  });

  it('says of each damaged image of a series what reading it alone says', () => {
    const base = image({ ...plainChange, without: [], hasVendor: true }, 1);
    const damage = fc.record({
      at: fc.integer({ min: 132, max: base.length - 1 }),
      bytes: fc.uint8Array({ maxLength: 6 }),
      removed: fc.integer({ min: 0, max: 6 }),
    });
    fc.assert(
      fc.property(fc.array(fc.option(damage), { minLength: 2, maxLength: 30 }), (series) => {
        const read = studyHeaderReader();
        for (const change of series) {
          const bytes =
            change === null
              ? base
              : Buffer.concat([base.subarray(0, change.at), change.bytes, base.subarray(change.at + change.removed)]);
          expect(spelledOut(read(bytes, bytes.length))).toEqual(spelledOut(readHeader(bytes, bytes.length)));
        }
      }),
      { numRuns: 200 },
    );
  });

  const shared = new URL('../../../../shared/dicom', import.meta.url);
  it.runIf(existsSync(shared))(
    'says of real files what reading each alone says (skipped where they are not there)',
    () => {
      const read = studyHeaderReader();
      const files = readdirSync(shared, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name));
      for (const file of [...files, ...files.reverse()]) {
        const bytes = readFileSync(file);
        expect(spelledOut(read(bytes, bytes.length)), file).toEqual(spelledOut(readHeader(bytes, bytes.length)));
      }
    },
  );

  it('holds once what the images of a series have in common, and in each what is its own', () => {
    const read = studyHeaderReader();
    const [first, second] = [1, 2].map((number) => {
      const bytes = dicomFile(withElements(classicMr, [el(0x00200013, 'IS', String(number))]));
      const reading = read(bytes, bytes.length);
      return reading.kind === 'mr-image' ? reading.header : null;
    });
    expect(second?.shared).toBe(first?.shared);
    expect(first?.frames).toEqual([{}]);
    expect(second?.frames).toEqual([{ InstanceNumber: 2 }]);
  });
});
