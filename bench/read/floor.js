// The least that reading can take: opens each file of a folder, reads what a header reader reads first, closes it.
import { closeSync, fstatSync, openSync, readdirSync, readSync } from 'node:fs';
import { join } from 'node:path';

const [, , folder = '', firstReadSize = '8192'] = process.argv;
const buffer = Buffer.allocUnsafe(Number(firstReadSize));
const startedAt = performance.now();
let images = 0;
let bytesRead = 0;
for (const name of readdirSync(folder)) {
  const file = openSync(join(folder, name), 'r');
  fstatSync(file);
  bytesRead += readSync(file, buffer, 0, buffer.length, 0);
  closeSync(file);
  images += 1;
}
console.log(JSON.stringify({ images, bytesRead, msWithoutStart: performance.now() - startedAt }));
