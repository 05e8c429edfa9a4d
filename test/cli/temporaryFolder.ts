import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { generateSample } from '../../samples/index.ts';

export type TemporaryFolder = AsyncDisposable & { readonly path: string };

/** A new folder that is removed with all it holds when it is disposed of. */
export async function temporaryFolder(): Promise<TemporaryFolder> {
  const path = await mkdtemp(join(tmpdir(), 'ms-mri-check-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

/**
 * Writes the images of a sample study without their pixels below `folder`, each changed by `change`; answers its folder. What its
 * `study.json` says is left out, so that nothing but the options decides what is judged.
 */
export async function writeSample(
  folder: string,
  name: string,
  change: (bytes: Uint8Array, path: string) => Uint8Array | null = (bytes) => bytes,
): Promise<string> {
  for (const file of generateSample(name, { pixels: 'none' })) {
    if (file.path === 'study.json') continue;
    const bytes = change(file.bytes, file.path);
    if (bytes !== null) await writeBelow(join(folder, name), file.path, bytes);
  }
  return join(folder, name);
}

/** One image of each series is enough where nothing is judged. */
export function firstOfEachSeries(): (bytes: Uint8Array, path: string) => Uint8Array | null {
  const seen = new Set<string>();
  return (bytes, path) => {
    const isFirst = !seen.has(dirname(path));
    seen.add(dirname(path));
    return isFirst ? bytes : null;
  };
}

export async function writeBelow(folder: string, path: string, content: Uint8Array | string): Promise<string> {
  const target = join(folder, path);
  await mkdir(dirname(target), { recursive: true });
  await writeFile(target, content);
  return target;
}

/** The bytes of an Explicit VR Little Endian object without the first element of this tag and short VR. */
export function withoutElement(bytes: Uint8Array, group: number, element: number, vr: string): Uint8Array {
  const tag = Buffer.from([group & 0xff, group >> 8, element & 0xff, element >> 8, ...Buffer.from(vr, 'latin1')]);
  const start = Buffer.from(bytes).indexOf(tag);
  if (start < 0) return bytes;
  const end = start + 8 + new DataView(bytes.buffer, bytes.byteOffset).getUint16(start + 6, true);
  return Buffer.concat([bytes.subarray(0, start), bytes.subarray(end)]);
}
