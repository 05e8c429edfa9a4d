// `npm run build`: the command in few files, since finding, stripping and evaluating 250 modules takes longer than reading a study.
// Plain JavaScript: `npm ci` runs this on whatever Node it was started with.
import { mkdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const dist = join(root, 'dist');
const isDependency = (path) => path.split(/[/\\]/).includes('node_modules');
/** What decides about the bundle without being in it; the lock file stands for all dependencies. */
const decidesToo = ['package-lock.json', 'tsconfig.json', fileURLToPath(import.meta.url)];

const esbuild = await installedEsbuild();
if (esbuild === null) {
  console.log('The command is not bundled, since esbuild is not installed; it runs from its sources and starts later.');
} else {
  await bundle(esbuild);
}

async function installedEsbuild() {
  try {
    return await import('esbuild');
  } catch (error) {
    if (error.code === 'ERR_MODULE_NOT_FOUND') return null;
    throw error;
  }
}

async function bundle({ build }) {
  // From here until the list is there again, the command runs from its sources.
  rmSync(dist, { recursive: true, force: true });
  const seen = new Map();
  const look = (path) => {
    const { size, mtimeMs } = statSync(path);
    seen.set(path, [relative(dist, path).split(sep).join('/'), size, mtimeMs]);
  };
  for (const path of decidesToo) look(resolve(root, path));

  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: ['cli/runCommand.ts', 'cli/readingThread.js'],
    outdir: dist,
    bundle: true,
    // What the sources load lazily stays in files of its own.
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    minifyWhitespace: true,
    sourcemap: 'linked',
    sourcesContent: false,
    metafile: true,
    logLevel: 'warning',
    // The AWS SDK holds modules that ask for Node's with `require`.
    banner: { js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);" },
    plugins: [lookBeforeReading(look)],
  });

  for (const path of Object.keys(metafile.outputs)) look(resolve(root, path));
  const missed = Object.keys(metafile.inputs).find((path) => !isDependency(path) && !seen.has(resolve(root, path)));
  if (missed !== undefined) throw new Error(`${missed} went into the bundle and nobody looked at its time.`);
  const list = join(dist, 'inputs.json');
  mkdirSync(dirname(list), { recursive: true });
  writeFileSync(`${list}.part`, JSON.stringify({ entry: 'runCommand.js', files: [...seen.values()] }));
  renameSync(`${list}.part`, list);
}

/** A file that is changed while it is bundled must count as changed. */
function lookBeforeReading(look) {
  return {
    name: 'look before reading',
    setup({ onLoad }) {
      onLoad({ filter: /./, namespace: 'file' }, ({ path }) => {
        if (!isDependency(path)) look(path);
        return null;
      });
    },
  };
}
