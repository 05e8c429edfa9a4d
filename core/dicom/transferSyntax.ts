/** How the elements of a data set are written. */
export type Encoding = { readonly explicit: boolean; readonly littleEndian: boolean };

export type TransferSyntax = Encoding & { readonly deflated: boolean };

export const explicitLittleEndian: Encoding = { explicit: true, littleEndian: true };
export const implicitLittleEndian: Encoding = { explicit: false, littleEndian: true };
export const explicitBigEndian: Encoding = { explicit: true, littleEndian: false };

const standardPrefix = '1.2.840.10008.1.2';

const particular: ReadonlyMap<string, TransferSyntax> = new Map([
  ['1.2.840.10008.1.2', { ...implicitLittleEndian, deflated: false }],
  ['1.2.840.10008.1.2.2', { ...explicitBigEndian, deflated: false }],
  ['1.2.840.10008.1.2.1.99', { ...explicitLittleEndian, deflated: true }],
  // JPIP Referenced Deflate, and its HTJ2K sibling: only references to pixel data, deflated like the one above.
  ['1.2.840.10008.1.2.4.95', { ...explicitLittleEndian, deflated: true }],
  ['1.2.840.10008.1.2.4.205', { ...explicitLittleEndian, deflated: true }],
  // GE's private syntax: implicit little endian with big endian pixel data, which is never read here.
  ['1.2.840.113619.5.2', { ...implicitLittleEndian, deflated: false }],
]);

/** RFC 2557 MIME encapsulation and XML encoding (both retired): not a sequence of elements. */
const notElements: ReadonlySet<string> = new Set(['1.2.840.10008.1.2.6.1', '1.2.840.10008.1.2.6.2']);

/**
 * How a transfer syntax writes the header; `null` when it is not known. Every standard syntax with compressed pixel
 * data writes its header in explicit little endian (PS3.5 A.4).
 */
export function transferSyntaxByUid(uid: string): TransferSyntax | null {
  const known = particular.get(uid);
  if (known !== undefined) return known;
  if (!uid.startsWith(`${standardPrefix}.`) || notElements.has(uid)) return null;
  return { ...explicitLittleEndian, deflated: false };
}
