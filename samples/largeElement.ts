/**
 * A data element with a large binary value in explicit VR little endian (DICOM PS3.5 7.1.2), to stand after what dcmjs
 * has written: dcmjs gathers a value in pieces of 256 bytes, which would be most of the time of making a study.
 */
export function largeElement(tag: string, vr: 'OB' | 'OW', value: Uint8Array): Uint8Array {
  const padded = value.length + (value.length % 2);
  const element = Buffer.alloc(12 + padded);
  element.writeUInt16LE(Number.parseInt(tag.slice(0, 4), 16), 0);
  element.writeUInt16LE(Number.parseInt(tag.slice(4), 16), 2);
  element.write(vr, 4, 'latin1');
  element.writeUInt32LE(padded, 8);
  element.set(value, 12);
  return element;
}
