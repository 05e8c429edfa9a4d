import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import dcmjs from 'dcmjs';

dcmjs.log.setLevel('silent');
const [, , folder = ''] = process.argv;
let images = 0;
let failed = 0;
for (const name of readdirSync(folder)) {
  try {
    const bytes = readFileSync(join(folder, name));
    const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
    const { dict } = dcmjs.data.DicomMessage.readFile(buffer, { untilTag: '7FE00010', includeUntilTagValue: false });
    if (dict['0020000D']) images += 1;
  } catch {
    failed += 1;
  }
}
console.log(JSON.stringify({ images, failed }));
