import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ProtocolFileError } from '../core/protocol/compileProtocol.ts';

const path = join(import.meta.dirname, 'released.json');

/** `id@revision` → SHA-256 of what was released. */
export type Released = Readonly<Record<string, string>>;

export type Digested = {
  readonly sha256: string;
  readonly protocol: { readonly id: string; readonly revision: number; readonly status: string };
};

/** The digests of the revisions that were released, as recorded. */
export function readReleased(): Released {
  // Our own file, written below.
  return JSON.parse(readFileSync(path, 'utf8')) as Released;
}

/**
 * A verdict names the revision that it was made by: what was released stays as it was.
 *
 * @throws ProtocolFileError for a released revision whose content changed, or that is gone
 */
export function holdToReleased(released: Released, compiled: readonly Digested[]): void {
  const now = new Map(compiled.map(({ sha256, protocol }) => [keyOf(protocol), sha256]));
  const faults = Object.entries(released).flatMap(([key, sha256]) => {
    if (now.get(key) === sha256) return [];
    return now.has(key)
      ? `protocols/: ${key} was released and has changed: undo the change, or copy the file, raise its revision and say in its changelog why`
      : `protocols/: ${key} was released and is gone: verdicts name it, so keep its file beside the newer one`;
  });
  if (faults.length > 0) throw new ProtocolFileError(faults.join('\n'));
}

/** Records what is not recorded yet, but drafts. */
export function release(released: Released, compiled: readonly Digested[]): Released {
  const added = compiled
    .filter(({ protocol }) => protocol.status !== 'draft')
    .map(({ sha256, protocol }) => [keyOf(protocol), sha256] as const);
  return Object.fromEntries([...added, ...Object.entries(released)].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Writes `released.json`. */
export function writeReleased(released: Released): void {
  writeFileSync(path, `${JSON.stringify(released, null, 2)}\n`);
}

function keyOf({ id, revision }: Digested['protocol']): string {
  return `${id}@${revision}`;
}
