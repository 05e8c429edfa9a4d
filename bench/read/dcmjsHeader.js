import { readFileSync } from 'node:fs';
import dcmjs from 'dcmjs';

dcmjs.log.setLevel('silent');

/** Whether dcmjs finds the header of a study's object in a file. It is given the whole file and told to stop at the pixels. */
export function dcmjsHeader(path) {
  const bytes = readFileSync(path);
  const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  const { dict } = dcmjs.data.DicomMessage.readFile(buffer, { untilTag: '7FE00010', includeUntilTagValue: false });
  return Boolean(dict['0020000D']);
}
