import { describe, expect, it } from 'vitest';
import { readHeader } from '../../../core/dicom/index.ts';
import { dicomFile, el, withElements } from './dicomBytes.ts';
import { classicMr } from './mrObjects.ts';

/** What the fuzzer found, each with the smallest bytes that show it. */
describe('a header that a fuzzer made', () => {
  // A pattern that strips the padding would look at each blank again for each blank before it: seconds for a file of 64 KB.
  it('has no UID where blanks go on for 64 KB, and takes no notice of them', () => {
    const blanks = `${' '.repeat(65_000)}x`;
    const file = dicomFile(withElements(classicMr, [el(0x0020000d, 'UI', blanks), el(0x00080018, 'UI', blanks)]));
    expect(readHeader(file, file.length)).toMatchObject({ code: 'missing-uid' });
  });

  it('keeps a text as it is written where a decimal string stands in its place', () => {
    const file = dicomFile(withElements(classicMr, [el(0x00209056, 'DS', '01.500')]));
    expect(readHeader(file, file.length)).toMatchObject({ header: { shared: { StackID: '01.500' } } });
  });

  it('has no text of more than 256 characters, however many contrast agents it lists', () => {
    const agents = Array.from({ length: 40 }, () => [el(0x00080104, 'LO', 'Gadobutrol '.repeat(20))]);
    const file = dicomFile(withElements(classicMr, [{ tag: 0x00180012, vr: 'SQ', value: agents }]));
    const reading = readHeader(file, file.length);
    expect(reading.kind === 'mr-image' && (reading.header.shared.ContrastBolusAgent?.length ?? 0)).toBeLessThan(257);
  });
});
