import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { wholeCommand } from './contenders.ts';
import { measuredProcess } from './measuredProcess.ts';
import { scannerStudies } from './scannerStudies.ts';
import { type SparseTree, sparseTree } from './sparseTree.ts';

export type MemoryRow = {
  readonly command: 'acquisitions' | 'check';
  readonly files: number;
  /** Resident memory of the process with all its threads, at its highest. */
  readonly peakBytes: number;
  readonly seconds: number;
  readonly reportBytes: number;
};

const commands = ['acquisitions', 'check'] as const;

/**
 * Runs the whole command over one tree at several sizes, each time in a fresh process, the smallest first.
 *
 * @param work where the tree is made; removing it is the caller's
 */
export async function* measureMemory(work: string, sizes: readonly number[]): AsyncGenerator<MemoryRow> {
  const folder = join(work, 'tree');
  const out = join(work, 'report.json');
  mkdirSync(folder);
  const images = [...scannerStudies('none')];
  let tree: SparseTree = { files: 0, bytes: 0 };
  for (const files of sizes.toSorted((one, other) => one - other)) {
    tree = await sparseTree(folder, images, files, tree);
    for (const command of commands) {
      const { peakBytes, seconds } = await measuredProcess(wholeCommand(command, folder, out));
      yield { command, files, peakBytes, seconds, reportBytes: statSync(out).size };
    }
  }
}

/** How many bytes each further file takes, from the smaller tree to this one; `null` for the smallest. */
export function bytesPerFurtherFile(rows: readonly MemoryRow[], row: MemoryRow): number | null {
  const smaller = rows.findLast(({ command, files }) => command === row.command && files < row.files);
  if (smaller === undefined) return null;
  return (row.peakBytes - smaller.peakBytes) / (row.files - smaller.files);
}
