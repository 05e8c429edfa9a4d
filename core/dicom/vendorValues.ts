import type { DataSet, RawValue } from './dataSet.ts';
import { privateSequence, vendorIndex } from './privateBlocks.ts';
import { vendorAttributes } from './vendorAttributes.ts';

/**
 * What stands in the vendor attributes of a data set and of the private sequences in it, by name; where several say the same
 * thing the first counts. `null` when there is nothing.
 */
export function vendorValues(dataSet: DataSet): ReadonlyMap<string, readonly RawValue[]> | null {
  let found: Map<string, readonly RawValue[]> | null = null;
  const visit = (visited: DataSet): void => {
    for (const { key, values, items } of visited) {
      if (key === privateSequence) items?.forEach(visit);
      const index = vendorIndex(key);
      if (index === null || values === null) continue;
      const name = vendorAttributes[index]?.name;
      if (name === undefined || found?.has(name) === true) continue;
      found ??= new Map();
      found.set(name, values);
    }
  };
  visit(dataSet);
  return found;
}
