import type { DataSet, Element, RawValue } from './dataSet.ts';
import { vendorIndex } from './privateBlocks.ts';
import { vendorAttributes } from './vendorAttributes.ts';

/**
 * What stands in the vendor attributes of some data sets and of the private sequences in them, by name; where several say the
 * same thing the first counts. `null` when there is nothing.
 */
export function vendorValues(dataSets: readonly DataSet[]): ReadonlyMap<string, readonly RawValue[]> | null {
  let found: Map<string, readonly RawValue[]> | null = null;
  const visit = (dataSet: DataSet): void => {
    for (const element of dataSet) {
      const index = vendorIndex(element.key);
      if (index === null) continue;
      found ??= new Map();
      note(found, index, element, visit);
    }
  };
  for (const dataSet of dataSets) visit(dataSet);
  return found;
}

function note(
  found: Map<string, readonly RawValue[]>,
  index: number,
  element: Element,
  visit: (dataSet: DataSet) => void,
): void {
  const name = vendorAttributes[index]?.name;
  if (element.items !== null) element.items.forEach(visit);
  else if (name !== undefined && !found.has(name)) found.set(name, element.values);
}
