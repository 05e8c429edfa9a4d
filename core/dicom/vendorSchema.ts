import { entryOf, type Leaf, leaf, type Schema } from './dataSet.ts';
import { privateCreator, privateSequence, vendorKey } from './privateBlocks.ts';
import { vendorAttributes } from './vendorAttributes.ts';

const vendorElements = new Map<number, Leaf | Schema>([[privateCreator, leaf(privateCreator, 'LO')]]);

/** An item of a private sequence, which may hold further ones. */
const privateItem: Schema = { kind: 'items', elements: vendorElements, vendors: true };

vendorElements.set(privateSequence, privateItem);
vendorAttributes.forEach(({ vr }, index) => {
  const key = vendorKey(index);
  vendorElements.set(key, leaf(key, vr));
});

/** A schema over tags that looks for vendor attributes too. */
export function schemaWithVendors(wanted: readonly (Leaf | readonly [number, Schema])[]): Schema {
  return { kind: 'items', elements: new Map([...wanted.map(entryOf), ...vendorElements]), vendors: true };
}
