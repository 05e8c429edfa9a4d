import { createHash } from 'node:crypto';
import { closeSync, existsSync, fstatSync, openSync, readdirSync, readSync } from 'node:fs';
import { join, relative } from 'node:path';
import { generateSample, sampleStudies } from '../../samples/index.ts';
import { generatedObjects } from './generatedObjects.ts';

/** The first bytes of an object, as many as reading it by ranges takes, and how long the whole is. */
export type CorpusFile = {
  readonly name: string;
  readonly head: Uint8Array;
  readonly totalBytes: number;
  /** What stands before a deflated data set, and the data set inflated: damaged before it is deflated, it gets further. */
  readonly deflated: { readonly prefix: Uint8Array; readonly body: Uint8Array } | null;
};

export type Corpus = {
  readonly files: readonly CorpusFile[];
  /** Tells two corpora apart: an index of a mutant means nothing in another. */
  readonly fingerprint: string;
};

/** How much of a real file is taken: most of an enhanced header, little of the pixel data behind a classic one. */
const longestHead = 128 * 1024;
const usualHead = 16 * 1024;
const enhancedSopClass = Buffer.from('1.2.840.10008.5.1.4.1.1.4.1\0', 'latin1');

/**
 * Generated objects and samples, and the real files of a folder, of which `everyFew` takes one in so many; always in the same
 * order.
 */
export function loadCorpus(realFolder: string | null, everyFew = 1): Corpus {
  const real = realFolder === null ? [] : realFiles(realFolder, everyFew);
  const files = [...generatedObjects(), ...sampleFiles(), ...real];
  const hash = createHash('sha256');
  for (const { name, head } of files) hash.update(name).update(head);
  return { files, fingerprint: hash.digest('hex').slice(0, 12) };
}

/** One slice of each series of the sample studies. */
function sampleFiles(): readonly CorpusFile[] {
  return sampleStudies.flatMap(({ name }) => {
    const firstOfFolder = new Map<string, CorpusFile>();
    for (const { path, bytes } of generateSample(name, { pixels: 'none' })) {
      const folder = path.replace(/[^/]*$/, '');
      if (firstOfFolder.has(folder)) continue;
      firstOfFolder.set(folder, {
        name: `sample ${name}/${path}`,
        head: bytes,
        totalBytes: bytes.length,
        deflated: null,
      });
    }
    return [...firstOfFolder.values()];
  });
}

function realFiles(folder: string, everyFew: number): readonly CorpusFile[] {
  if (!existsSync(folder)) throw new Error(`there is no folder ${folder} to take real files from`);
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted()
    .filter((_, index) => index % everyFew === 0)
    .map((path) => ({ name: relative(folder, path), ...headOf(path), deflated: null }));
}

function headOf(path: string): Pick<CorpusFile, 'head' | 'totalBytes'> {
  const file = openSync(path, 'r');
  try {
    const totalBytes = fstatSync(file).size;
    const buffer = Buffer.alloc(Math.min(longestHead, totalBytes));
    const head = buffer.subarray(0, readSync(file, buffer, 0, buffer.length, 0));
    const isEnhanced = head.includes(enhancedSopClass);
    return { head: isEnhanced ? head : head.subarray(0, usualHead), totalBytes };
  } finally {
    closeSync(file);
  }
}
