import { realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Protocol, protocols } from '../core/protocol/index.ts';

/** Why a file may not bear its id, which is that of an edition of the catalogue; `null` where it may. */
export function refusedId(path: string, { id }: Pick<Protocol, 'id'>): string | null {
  if (!protocols.some((shipped) => shipped.id === id)) return null;
  return `${path} has the id "${id}", which is that of an edition of this catalogue: give it its own.`;
}

/** Whether the file is one of the catalogue itself, as one who corrects it lints it. */
export function isOfCatalogue(path: string): boolean {
  const folder = join(import.meta.dirname, '../protocols');
  try {
    return realpathSync(dirname(path)) === realpathSync(folder);
  } catch {
    // What was installed without its protocol files holds none.
    return false;
  }
}
