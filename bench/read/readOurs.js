// Reading alone, as the command does it: every header below PATH, in a folder, an archive or s3://. Prints what was read.
// Several passes, each with a new reader, show what that takes in a process that is warm: the last is told.
import module from 'node:module';

module.enableCompileCache?.();
const [{ readPaths }, { defaultArchiveLimits }] = await Promise.all([
  import('../../cli/readPaths.ts'),
  import('../../core/archive/index.ts'),
]);
const [, , path = '', passes = '1'] = process.argv;

async function readAll() {
  const startedAt = performance.now();
  const objects = await readPaths([path], defaultArchiveLimits, new AbortController().signal);
  const ms = performance.now() - startedAt;
  const bytesRead = objects.reduce((sum, object) => sum + object.bytesRead, 0);
  const images = objects.flatMap(({ readings }) => readings).filter(({ kind }) => kind === 'mr-image').length;
  return { images, bytesRead, ms };
}

let last = await readAll();
for (let pass = 1; pass < Number(passes); pass += 1) last = await readAll();
console.log(JSON.stringify(last));
