import { compiledFiles } from './compile.ts';
import { holdToReleased, readReleased, release, writeReleased } from './released.ts';

// What goes out with a version of the program is recorded here, once; from then on a change needs a new revision.
const compiled = compiledFiles();
holdToReleased(readReleased(), compiled);
writeReleased(release(readReleased(), compiled));
console.log('protocols/released.json written');
