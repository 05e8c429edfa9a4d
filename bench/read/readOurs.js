// Reading alone, as the command does it: every header below PATH, in a folder, an archive or s3://. Prints what was read.
import module from 'node:module';

module.enableCompileCache?.();
const { readPaths } = await import('../../cli/readPaths.ts');
const objects = await readPaths(process.argv.slice(2), new AbortController().signal);
const bytesRead = objects.reduce((sum, object) => sum + object.bytesRead, 0);
const images = objects.flatMap(({ readings }) => readings).filter(({ kind }) => kind === 'mr-image').length;
console.log(JSON.stringify({ images, bytesRead }));
