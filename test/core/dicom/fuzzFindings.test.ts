import { describe, expect, it } from 'vitest';
import { readHeader } from '../../../core/dicom/index.ts';
import { dicomFile, el, withElements } from './dicomBytes.ts';
import { classicMr } from './mrObjects.ts';

/** What the fuzzer found, each with the smallest bytes that show it. */
describe('a header that a fuzzer made', () => {
  // The pattern that strips a UID's padding looks at each blank again for each blank before it: a second per UID of 16 KB.
  it.fails('has its UIDs stripped of 16,000 blanks in time that grows with their number, not its square', () => {
    const blanks = `${' '.repeat(16_300)}x`;
    const file = dicomFile(withElements(classicMr, [el(0x0020000d, 'UI', blanks), el(0x00080018, 'UI', blanks)]));
    const before = process.threadCpuUsage().user;
    expect(readHeader(file, file.length)).toMatchObject({ code: 'missing-uid' });
    // 20 times what it takes when each blank is looked at once.
    expect(process.threadCpuUsage().user - before).toBeLessThan(200_000);
  });

  // Decimal strings become numbers before it is known that text is wanted: "0.500000" is not "0.5".
  it.fails('keeps a text as it is written where a decimal string stands in its place', () => {
    const file = dicomFile(withElements(classicMr, [el(0x00209056, 'DS', '01.500')]));
    expect(readHeader(file, file.length)).toMatchObject({ header: { shared: { StackID: '01.500' } } });
  });

  // The names of agents are cut at 256 characters each, and joined without end.
  it.fails('has no text of more than 256 characters, however many contrast agents it lists', () => {
    const agents = Array.from({ length: 40 }, () => [el(0x00080104, 'LO', 'Gadobutrol '.repeat(20))]);
    const file = dicomFile(withElements(classicMr, [{ tag: 0x00180012, vr: 'SQ', value: agents }]));
    const reading = readHeader(file, file.length);
    expect(reading.kind === 'mr-image' && (reading.header.shared.ContrastBolusAgent?.length ?? 0)).toBeLessThan(257);
  });
});
