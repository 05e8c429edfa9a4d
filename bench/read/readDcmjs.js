import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { dcmjsHeader } from './dcmjsHeader.js';

const [, , folder = ''] = process.argv;
let images = 0;
let failed = 0;
for (const name of readdirSync(folder)) {
  try {
    if (dcmjsHeader(join(folder, name))) images += 1;
  } catch {
    failed += 1;
  }
}
console.log(JSON.stringify({ images, failed }));
