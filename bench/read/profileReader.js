// Reads a folder several times in one process under the CPU profiler and prints where the time of the last pass went.
import { readdirSync } from 'node:fs';
import { Session } from 'node:inspector/promises';
import { join } from 'node:path';
import { profiledParts } from './profiledParts.ts';
import { sourceFrames } from './sourceFrames.ts';

const [, , reader = '', folder = ''] = process.argv;
/** A new reader for each pass: what it remembers of the first must not help the second. */
const readers = {
  ours: async () => {
    const { fileReader } = await import('../../cli/fileReader.ts');
    const readFile = fileReader();
    return (path) => readFile({ path, pathBytes: null }).readings[0]?.kind === 'mr-image';
  },
  dcmjs: async () => (await import('./dcmjsHeader.js')).dcmjsHeader,
};
const warmingPasses = 2;
const paths = readdirSync(folder).map((name) => join(folder, name));

function readAll(read) {
  let headers = 0;
  for (const path of paths) {
    try {
      if (read(path)) headers += 1;
    } catch {
      // dcmjs throws on what it cannot read; the number of headers shows it.
    }
  }
  return headers;
}

const session = new Session();
session.connect();
await session.post('Profiler.enable');
await session.post('Profiler.setSamplingInterval', { interval: 100 });
// From the beginning, although only the last pass counts: of code that was optimized before, V8 does not know what it inlined.
await session.post('Profiler.start');
for (let pass = 0; pass < warmingPasses; pass += 1) readAll(await readers[reader]());
const read = await readers[reader]();
const startedAtUs = Number(process.hrtime.bigint() / 1000n);
const headers = readAll(read);
const endedAtUs = Number(process.hrtime.bigint() / 1000n);
const { profile } = await session.post('Profiler.stop');
const { parts, functions, microseconds } = profiledParts(profile, sourceFrames(), { startedAtUs, endedAtUs });

const unwatched = await readers[reader]();
const unwatchedFrom = performance.now();
readAll(unwatched);
const unwatchedMs = performance.now() - unwatchedFrom;
console.log(
  JSON.stringify({
    files: paths.length,
    headers,
    unwatchedMs,
    watchedMs: microseconds / 1000,
    parts,
    functions: functions.slice(0, 12),
  }),
);
