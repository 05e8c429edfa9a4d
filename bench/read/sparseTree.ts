import { closeSync, ftruncateSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import dicomParser from 'dicom-parser';
import type { SampleFile } from '../../samples/index.ts';
import { withOtherUids } from './otherUids.ts';

/** An image of which only what can matter to a reader takes room on the disk. */
type SparseImage = {
  readonly path: string;
  readonly bytes: Uint8Array;
  /** Ends of the bytes that are written and beginnings of the next: what is between is a hole. */
  readonly holes: readonly { readonly from: number; readonly to: number }[];
  /** With its pixels. */
  readonly totalBytes: number;
  readonly uids: readonly string[];
};

export type SparseTree = { readonly files: number; readonly bytes: number };

/**
 * A tree of images that is many times as large as the disk room that it takes: large values and pixels are holes in the
 * files. The images repeat, each repetition as studies of its own in a folder six levels down.
 */
export async function sparseTree(
  folder: string,
  images: Iterable<SampleFile>,
  files: number,
  grown: SparseTree = { files: 0, bytes: 0 },
): Promise<SparseTree> {
  const sparse = Array.from(images, sparseImage);
  let { bytes } = grown;
  let made = '';
  for (let index = grown.files; index < files; index += 1) {
    const image = sparse[index % sparse.length];
    if (image === undefined) throw new Error('There is no image to repeat.');
    const repetition = Math.floor(index / sparse.length);
    const path = join(folder, deepFolder(repetition), image.path);
    if (dirname(path) !== made) mkdirSync(dirname(path), { recursive: true });
    made = dirname(path);
    writeSparse(path, image, repetition);
    bytes += image.totalBytes;
    // Ctrl-C is heard between turns.
    if (index % 500 === 0) await nextTurn();
  }
  return { files, bytes };
}

function deepFolder(repetition: number): string {
  const digits = String(repetition).padStart(4, '0');
  return join('archive', digits.slice(0, 2), digits.slice(2), `patient-${digits}`, 'exports', 'mr');
}

/** Shorter ones are written: a hole of less than two blocks saves nothing. */
const shortestHole = 8 * 1024;

function sparseImage({ path, bytes }: SampleFile): SparseImage {
  const dataSet = dicomParser.parseDicom(bytes);
  const [study, series, instance, rows, columns] = [
    dataSet.string('x0020000d'),
    dataSet.string('x0020000e'),
    dataSet.string('x00080018'),
    dataSet.uint16('x00280010'),
    dataSet.uint16('x00280011'),
  ];
  const pixels = dataSet.elements.x7fe00010;
  if (!study || !series || !instance || !rows || !columns || pixels === undefined)
    throw new Error(`${path}: no image.`);
  const pixelBytes = 2 * rows * columns;
  const written = Buffer.from(bytes.subarray(0, pixels.dataOffset));
  // Explicit VR OW: the four bytes before the value are its length (PS3.5 7.1.2).
  written.writeUInt32LE(pixelBytes, pixels.dataOffset - 4);
  const holes = Object.values(dataSet.elements)
    .filter(({ tag, length }) => tag !== 'x7fe00010' && length >= shortestHole)
    .map(({ dataOffset, length }) => ({ from: dataOffset, to: dataOffset + length }))
    .toSorted((one, other) => one.from - other.from);
  return { path, bytes: written, holes, totalBytes: pixels.dataOffset + pixelBytes, uids: [study, series, instance] };
}

function writeSparse(path: string, image: SparseImage, repetition: number): void {
  const bytes = repetition === 0 ? image.bytes : withOtherUids(image.bytes, image.uids, repetition);
  const file = openSync(path, 'wx');
  try {
    let from = 0;
    for (const hole of [...image.holes, { from: bytes.length, to: bytes.length }]) {
      writeSync(file, bytes, from, hole.from - from, from);
      from = hole.to;
    }
    ftruncateSync(file, image.totalBytes);
  } finally {
    closeSync(file);
  }
}
