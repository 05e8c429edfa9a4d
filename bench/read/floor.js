// The least that reading can take: opens each file of a folder, reads what a header reader reads first, closes it.
// Several passes show what that takes in a process that is warm: the last is told.
import { closeSync, fstatSync, openSync, readdirSync, readSync } from 'node:fs';
import { join } from 'node:path';

const [, , folder = '', firstReadSize = '8192', passes = '1'] = process.argv;
const buffer = Buffer.allocUnsafe(Number(firstReadSize));

function readAll() {
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
  return { images, bytesRead, ms: performance.now() - startedAt };
}

let last = readAll();
for (let pass = 1; pass < Number(passes); pass += 1) last = readAll();
console.log(JSON.stringify(last));
