import { describe, expect, it } from 'vitest';
import { type Keyword, readHeader } from '../../../core/dicom/index.ts';
import { type BuiltElement, dicomFile, el, latin, withElements } from './dicomBytes.ts';
import { classicMr } from './mrObjects.ts';

/** The value of an attribute and the remarks, of a classic image with these elements. */
function readWith(keyword: Keyword, ...changes: readonly BuiltElement[]) {
  const file = dicomFile(withElements(classicMr, changes));
  const reading = readHeader(file, file.length);
  if (reading.kind !== 'mr-image') throw new Error(`not read: ${JSON.stringify(reading)}`);
  return [reading.header.shared[keyword], reading.header.remarks];
}

describe('numbers', () => {
  const junk = ['EchoTime is not a number; it was not used'];

  it.each([
    ['0', 0, []],
    ['-0', 0, []],
    [' 3.5 ', 3.5, []],
    ['+1.5E+2', 150, []],
    ['388\0', 388, []],
    ['3 \0 \0', 3, []],
    ['\0\0', null, []],
    ['3\x005', null, junk],
    ['3\0.5', null, junk],
    ['3\x1b5', null, junk],
    ['\x003', null, junk],
    ['3\u00ad5', null, junk],
    ['', null, []],
    ['  ', null, []],
    ['1,5', 1.5, ['EchoTime is written with a decimal comma']],
    ['1,234,5', null, junk],
    ['abc', null, junk],
    ['NaN', null, junk],
    ['Infinity', null, junk],
    ['0x10', null, junk],
    ['9e999', null, ['EchoTime is not a finite number; it was not used']],
    ['5\\7', 5, ['EchoTime holds several values; the first is used']],
    ['\\7', null, ['EchoTime holds several values; the first is used']],
  ])('the text %j is %j', (text, value, remarks) => {
    expect(readWith('EchoTime', el(0x00180081, 'DS', text))).toEqual([value, remarks]);
  });

  it.each([
    ['FD', 90.5],
    ['FL', 90.5],
    ['US', 90],
    ['SS', -90],
    ['UL', 90_000],
    ['SL', -90_000],
  ])('binary %s is understood wherever it stands', (vr, value) => {
    expect(readWith('FlipAngle', el(0x00181314, vr, [value]))).toEqual([value, []]);
  });

  it('that are not finite hold nothing', () => {
    const remarks = ['DiffusionBValue is not a finite number; it was not used'];
    expect(readWith('DiffusionBValue', el(0x00189087, 'FD', [Number.NaN]))).toEqual([null, remarks]);
  });

  it('in a list of the wrong length are not used', () => {
    expect(readWith('PixelSpacing', el(0x00280030, 'DS', '0.5'))).toEqual([
      null,
      ['PixelSpacing holds 1 values instead of 2; it was not used'],
    ]);
  });

  it('with one that is none make no list', () => {
    expect(readWith('PixelSpacing', el(0x00280030, 'DS', '0.5\\x'))).toEqual([
      null,
      ['PixelSpacing is not a number; it was not used'],
    ]);
  });
});

describe('field strength', () => {
  it.each([
    ['3', 3, []],
    ['0', 0, []],
    ['0.55', 0.55, []],
    ['15000', 1.5, ['MagneticFieldStrength 15000 was read as gauss: 1.5 T']],
    ['30000', 3, ['MagneticFieldStrength 30000 was read as gauss: 3 T']],
    ['150000', 150_000, []],
    ['1500', 1.5, ['MagneticFieldStrength 1500 was read as millitesla: 1.5 T']],
    ['100', 100, []],
  ])('%s is %d T', (text, value, remarks) => {
    expect(readWith('MagneticFieldStrength', el(0x00180087, 'DS', text))).toEqual([value, remarks]);
  });
});

describe('b-value', () => {
  const creator = el(0x00190010, 'LO', 'SIEMENS MR HEADER');

  it('of Siemens stands in the block that its creator reserved', () => {
    expect(readWith('DiffusionBValue', creator, el(0x0019100c, 'IS', '1000'))).toEqual([1000, []]);
    const moved = [el(0x00190010, 'LO', 'OTHER'), el(0x00190011, 'LO', 'SIEMENS MR HEADER')];
    expect(readWith('DiffusionBValue', ...moved, el(0x0019110c, 'IS', '0'))).toEqual([0, []]);
  });

  it('of another creator is none', () => {
    const other = el(0x00190010, 'LO', 'GEMS_ACQU_01');
    expect(readWith('DiffusionBValue', other, el(0x0019100c, 'IS', '1000'))).toEqual([undefined, []]);
  });

  it('of the standard goes first', () => {
    const both = [creator, el(0x0019100c, 'IS', '1000'), el(0x00189087, 'FD', [995])];
    expect(readWith('DiffusionBValue', ...both)).toEqual([995, []]);
  });
});

describe('text', () => {
  it.each([
    ['Latin-1', 'ISO_IR 100', Buffer.from('Sch\u00e4del', 'latin1'), 'Schädel'],
    ['UTF-8', 'ISO_IR 192', Buffer.from('脳 T1'), '脳 T1'],
    ['Cyrillic', 'ISO_IR 144', Buffer.from([0xbc, 0xbe, 0xd7, 0xd3]), 'МОзг'],
    ['Greek', 'ISO_IR 126', Buffer.from([0xc5, 0xe3]), 'Εγ'],
    ['GB18030', 'GB18030', Buffer.from([0xcd, 0xb7]), '头'],
    ['Japanese with code extensions', '\\ISO 2022 IR 87', latin('T1 \x1b$BF,\x1b(B'), 'T1 頭'],
    ['Korean with code extensions', '\\ISO 2022 IR 149', latin('\x1b$)C\xb3\xfa'), '뇌'],
  ])('in %s is decoded', (_name, term, bytes, text) => {
    const changes = [el(0x00080005, 'CS', term), el(0x0008103e, 'LO', new Uint8Array(bytes))];
    expect(readWith('SeriesDescription', ...changes)).toEqual([text, []]);
  });

  it('in an unknown character set is read as Latin-1, with a remark', () => {
    expect(readWith('SeriesDescription', el(0x00080005, 'CS', 'ISO_IR 999'))).toEqual([
      't2_flair_sag',
      ['SpecificCharacterSet names an unknown character set; text was read as Latin-1'],
    ]);
  });

  it.each([
    ['control characters', 'a\x1b[31m\0b', 'a[31mb'],
    ['line breaks', 'a\r\nb', 'a b'],
    ['surrounding blanks', '  FLAIR  ', 'FLAIR'],
    ['nothing', '', ''],
    ['several values', 'a\\b', 'a\\b'],
    ['no end', 'x'.repeat(9_000), 'x'.repeat(256)],
  ])('with %s', (_name, written, text) => {
    expect(readWith('SeriesDescription', el(0x0008103e, 'LO', written))).toEqual([text, []]);
  });

  it('lists keep their order, and are nothing when empty', () => {
    expect(readWith('ScanOptions', el(0x00180022, 'CS', 'FS \\PFP'))).toEqual([['FS', 'PFP'], []]);
    expect(readWith('ScanOptions', el(0x00180022, 'CS', ''))).toEqual([null, []]);
  });

  it('lists have an end', () => {
    const [value] = readWith('ScanOptions', el(0x00180022, 'CS', Array(500).fill('FS').join('\\')));
    expect(value).toHaveLength(64);
  });
});
