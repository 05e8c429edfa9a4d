import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

const root = join(import.meta.dirname, '../..');

/** Bundles reading alone into a folder, as the command is bundled that it is a part of, and says what to start. */
export async function bundledReader(folder: string): Promise<string> {
  await build({
    absWorkingDir: root,
    entryPoints: { readOurs: 'bench/read/readOurs.js', readingThread: 'cli/readingThread.js' },
    outdir: folder,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    minifyWhitespace: true,
    logLevel: 'warning',
    banner: { js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);" },
  });
  writeFileSync(join(folder, 'package.json'), '{"type": "module"}');
  return join(folder, 'readOurs.js');
}
