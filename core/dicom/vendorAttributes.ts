import { attributeValue, type Remarks } from './attributeValue.ts';
import type { RawValue } from './dataSet.ts';
import type { ValueRepresentation } from './valueRepresentation.ts';

/** A private element that stands in where a standard attribute is missing. */
export type VendorAttribute = {
  /** Private Creator (PS3.5 7.8.1), without padding. */
  readonly creator: string;
  readonly group: number;
  /** The low byte; the high one is the block that the creator reserved. */
  readonly element: number;
  /** What an implicit or `UN` element holds; `SQ`: its items are looked into for further vendor attributes. */
  readonly vr: ValueRepresentation;
  /** Unique in this table. */
  readonly name: string;
  readonly source: string;
};

export const vendorAttributes: readonly VendorAttribute[] = [
  {
    creator: 'SIEMENS MR HEADER',
    group: 0x0019,
    element: 0x0c,
    vr: 'IS',
    name: 'SiemensBValue',
    source: 'Siemens syngo MR conformance statement, private attributes of "SIEMENS MR HEADER"',
  },
];

/**
 * Fills what the standard attributes leave open; never replaces one that is there and usable.
 *
 * @param vendorValues the raw values under each `name`
 */
export function addVendorAttributes(
  entries: Map<string, unknown>,
  vendorValues: ReadonlyMap<string, readonly RawValue[]>,
  remarks: Remarks,
): void {
  const bValue = vendorValues.get('SiemensBValue');
  if (bValue !== undefined && (entries.get('DiffusionBValue') ?? null) === null) {
    entries.set('DiffusionBValue', attributeValue(bValue, { as: 'number' }, 'DiffusionBValue', remarks));
  }
}
