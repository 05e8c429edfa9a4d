import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readHeader } from '../../../core/dicom/index.ts';
import {
  type BuiltElement,
  dicomFile,
  el,
  type Item,
  join,
  latin,
  metaOf,
  preamble,
  sq,
  syntaxes,
  withElements,
} from './dicomBytes.ts';
import { classicMr, mrImageStorage } from './mrObjects.ts';

function read(bytes: Uint8Array) {
  return readHeader(bytes, bytes.length);
}

const identity = {
  StudyInstanceUID: '1.2.826.1',
  SeriesInstanceUID: '1.2.826.2',
  SOPInstanceUID: '1.2.826.3.3',
  SOPClassUID: mrImageStorage,
  Modality: 'MR',
  StudyDate: '20250102',
};

describe('what is no DICOM', () => {
  it('an empty file', () => {
    expect(read(new Uint8Array(0))).toEqual({
      kind: 'rejected',
      code: 'empty',
      reason: 'The file is empty. Send it again.',
      identity: null,
    });
  });

  it.each([
    ['a text file', latin('Dear colleague,\r\nplease find enclosed the images.'), 'not-dicom', 'a text file'],
    ['a web page', latin('<!DOCTYPE html><html></html>'), 'not-dicom', 'an HTML page'],
    ['JSON', latin('{"complete": true}'), 'not-dicom', 'a JSON document'],
    ['PDF', latin('%PDF-1.7\n%\xe2\xe3'), 'not-dicom', 'a PDF document'],
    ['JPEG', latin('\xff\xd8\xff\xe0\0\x10JFIF'), 'not-dicom', 'a JPEG picture'],
    [
      'ZIP',
      latin('PK\x03\x04\x14\0'),
      'archive-not-supported',
      'This is a ZIP archive, not a DICOM file: send the DICOM files that it holds.',
    ],
    ['gzip', gzipSync('x'), 'archive-not-supported', 'This is a gzip file, not a DICOM file: '],
    [
      'RAR',
      latin('Rar!\x1a\x07\x01\0'),
      'archive-not-supported',
      'This is a RAR archive, which is not read: send a ZIP or tar archive, or the DICOM files themselves.',
    ],
    ['7-Zip', latin("7z\xbc\xaf'\x1c"), 'archive-not-supported', 'This is a 7-Zip archive, which is not read: '],
    ['bzip2', latin('BZh91AY'), 'archive-not-supported', 'This is a bzip2 file, which is not read: '],
    ['xz', latin('\xfd7zXZ\0'), 'archive-not-supported', 'This is an xz file, which is not read: '],
    ['zeros', new Uint8Array(1000), 'malformed-header', 'begins with zeros where a DICOM header should be'],
  ])('%s', (_name, bytes, code, words) => {
    expect(read(bytes)).toMatchObject({
      kind: 'rejected',
      code,
      reason: expect.stringContaining(words),
      identity: null,
    });
  });

  it('random bytes never pass', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 4_000 }), (bytes) => {
        expect(['empty', 'not-dicom', 'archive-not-supported', 'truncated-header', 'malformed-header']).toContain(
          codeOf(bytes),
        );
      }),
      { numRuns: 2_000 },
    );
  });

  it('a beginning like a first element is not enough', () => {
    expect(codeOf(join([latin('\x08\0\x05\0CS\x0a\0ISO_IR 100'), new Uint8Array(500)]))).toBe('not-dicom');
  });
});

describe('DICOM that is not judged', () => {
  it('a DICOMDIR', () => {
    const meta = metaOf([el(0x00080016, 'UI', '1.2.840.10008.1.3.10')], syntaxes.explicit);
    expect(codeOf(join([preamble(), meta, latin('\x04\0\x30\x11CS\0\0')]))).toBe('dicomdir');
  });

  it.each([
    ['1.2.840.10008.5.1.4.1.1.2', 'CT', 'not-mr', 'This is a CT image (modality CT), not MR. It is not judged.'],
    ['1.2.840.10008.5.1.4.1.1.128', 'PT', 'not-mr', 'This is a PET image (modality PT), not MR. It is not judged.'],
    [
      '1.2.840.10008.5.1.4.1.1.88.22',
      'SR',
      'not-an-image',
      'This is a structured report, not an MR image. It is not judged.',
    ],
    [
      '1.2.840.10008.5.1.4.1.1.88.59',
      'KO',
      'not-an-image',
      'This is a key object selection, not an MR image. It is not judged.',
    ],
    [
      '1.2.840.10008.5.1.4.1.1.11.1',
      'PR',
      'not-an-image',
      'This is a presentation state, not an MR image. It is not judged.',
    ],
    [
      '1.2.840.10008.5.1.4.1.1.104.1',
      'DOC',
      'not-an-image',
      'This is an encapsulated PDF, not an MR image. It is not judged.',
    ],
    ['1.2.840.10008.5.1.4.1.1.66', 'MR', 'not-an-image', 'This is raw data, not an MR image. It is not judged.'],
    [
      '1.2.840.10008.5.1.4.1.1.7',
      'OT',
      'not-an-image',
      'This is a secondary capture, not an MR image. It is not judged.',
    ],
    [
      '1.2.840.10008.5.1.4.1.1.4.2',
      'MR',
      'not-an-image',
      'This is MR spectroscopy, not an MR image. It is not judged.',
    ],
    [
      '1.3.12.2.1107.5.9.1',
      'MR',
      'not-an-image',
      "This is Siemens' raw data or spectroscopy, not an MR image. It is not judged.",
    ],
    [
      '1.2.840.113619.4.2',
      'MR',
      'not-an-image',
      "SOP class 1.2.840.113619.4.2 is none of the standard's MR images. It is not judged.",
    ],
  ])('%s of modality %s is %s and keeps its identity', (SOPClassUID, Modality, code, reason) => {
    const elements = withElements(classicMr, [el(0x00080016, 'UI', SOPClassUID), el(0x00080060, 'CS', Modality)]);
    expect(read(dicomFile(elements))).toEqual({
      kind: 'rejected',
      code,
      reason,
      identity: { ...identity, SOPClassUID, Modality },
    });
  });

  it('an unknown transfer syntax', () => {
    expect(codeOf(dicomFile(classicMr, 'explicit', '1.2.3.4'))).toBe('unsupported-transfer-syntax');
  });

  it.each([
    ['StudyInstanceUID', 0x0020000d],
    ['SeriesInstanceUID', 0x0020000e],
  ])('a header without %s', (keyword, tag) => {
    expect(read(dicomFile(withElements(classicMr, [], [tag])))).toEqual({
      kind: 'rejected',
      code: 'missing-uid',
      reason: `The header has no valid ${keyword}, so that its study cannot be told. Export it again.`,
      identity: { ...identity, [keyword]: null },
    });
  });

  it('a UID that holds anything but digits and dots is none', () => {
    expect(codeOf(dicomFile(withElements(classicMr, [el(0x0020000d, 'UI', '1.2#STUDY')])))).toBe('missing-uid');
  });
});

describe('a header that cannot be read', () => {
  it('a sequence without items', () => {
    const broken = el(0x00081140, 'SQ', latin('\x08\0\x16\0UI\0\0'));
    const delimited = dicomFile(withElements(classicMr, [broken]));
    const at = Buffer.from(delimited).indexOf(Buffer.from([0x08, 0x00, 0x40, 0x11]));
    new DataView(delimited.buffer).setUint32(at + 8, 0xffffffff, true);
    expect(read(delimited)).toMatchObject({
      code: 'malformed-header',
      reason: `The header cannot be read: at byte ${at + 12}, (0008,1140) is a sequence that holds something other than items. Send the file again.`,
      identity: { SOPInstanceUID: '1.2.826.3.3' },
    });
  });

  it('an item that stands alone', () => {
    const file = dicomFile(classicMr);
    const at = Buffer.from(file).indexOf(Buffer.from([0x18, 0x00, 0x50, 0x00]));
    file.set([0xfe, 0xff, 0x0d, 0xe0], at);
    expect(codeOf(file)).toBe('malformed-header');
  });

  it('sequences nested beyond every need', () => {
    expect(codeOf(dicomFile(withElements(classicMr, [nested(17)])))).toBe('limit-exceeded');
    expect(codeOf(dicomFile(withElements(classicMr, [nested(16)])))).toBe('mr-image');
  });

  it('a deflated data set that is none', () => {
    const file = join([preamble(), metaOf(classicMr, syntaxes.deflated), new Uint8Array(600).fill(0xff)]);
    expect(codeOf(file)).toBe('malformed-header');
  });
});

function nested(depth: number): BuiltElement {
  const item: Item = depth === 1 ? [] : [nested(depth - 1)];
  return sq(0x00081140, [item], true);
}

function codeOf(bytes: Uint8Array): string {
  const reading = read(bytes);
  return reading.kind === 'rejected' ? reading.code : reading.kind;
}
