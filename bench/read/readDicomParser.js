import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import dicomParser from 'dicom-parser';

const [, , folder = ''] = process.argv;
let images = 0;
let failed = 0;
for (const name of readdirSync(folder)) {
  try {
    const dataSet = dicomParser.parseDicom(readFileSync(join(folder, name)), { untilTag: 'x7fe00010' });
    if (dataSet.string('x0020000d')) images += 1;
  } catch {
    failed += 1;
  }
}
console.log(JSON.stringify({ images, failed }));
