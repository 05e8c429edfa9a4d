import type { DataSet, RawValue } from './dataSet.ts';
import { privateSequence, vendorIndex } from './privateBlocks.ts';
import { vendorAttributes } from './vendorAttributes.ts';

/**
 * What stands in the vendor attributes of some data sets and of the private sequences in them, by name; where several say the
 * same thing the first counts. `null` when there is nothing.
 */
export function vendorValues(dataSets: readonly DataSet[]): ReadonlyMap<string, readonly RawValue[]> | null {
  let found: Map<string, readonly RawValue[]> | null = null;
  const visit = (dataSet: DataSet): void => {
    for (const { key, values, items } of dataSet) {
      if (key === privateSequence) items?.forEach(visit);
      const index = vendorIndex(key);
      if (index === null || values === null) continue;
      const name = vendorAttributes[index]?.name;
      if (name === undefined || found?.has(name) === true) continue;
      found ??= new Map();
      found.set(name, values);
    }
  };
  for (const dataSet of dataSets) visit(dataSet);
  return found;
}
