import { parseArgs } from 'node:util';

/** @throws TypeError for an option or a number that cannot be */
export function readCostOptions(args: readonly string[]): {
  readonly instances: readonly number[];
  readonly packings: readonly Packing[];
  /** Into `docs/scale.md`. */
  readonly write: boolean;
} {
  const { values } = parseArgs({
    args: [...args],
    options: {
      instances: { type: 'string', default: '200,1000,5000' },
      packing: { type: 'string', default: 'loose,zip' },
      write: { type: 'boolean', default: false },
    },
  });
  const instances = values.instances.split(',').map(Number);
  if (!instances.every((count) => Number.isInteger(count) && count > 0)) {
    throw new TypeError(`--instances takes whole numbers with commas between them, not "${values.instances}"`);
  }
  return { instances, packings: values.packing.split(',').map(packing), write: values.write };
}

export type Packing = 'loose' | 'zip';

function packing(name: string): Packing {
  if (name === 'loose' || name === 'zip') return name;
  throw new TypeError(`--packing takes loose, zip or both with a comma between them, not "${name}"`);
}
