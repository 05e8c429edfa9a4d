/**
 * Siemens' private CSA header (group 0029) as its scanners write it: `SV10`, a count, then named tags with items.
 * It is tens of kilobytes and stands between the acquisition attributes and the pixels, so that a reader which does
 * not stop early pays for it.
 */
export type CsaTag = { readonly name: string; readonly vr: string; readonly values: readonly string[] };

const nameBytes = 64;
const itemsPerTag = 6;
/** Separator values that the format repeats; readers check for them. */
const tagMark = 77;
const itemMark = 205;

export function csaHeader(tags: readonly CsaTag[]): Uint8Array {
  const header = Buffer.alloc(16);
  header.write('SV10', 0, 'latin1');
  header.set([4, 3, 2, 1], 4);
  header.writeUInt32LE(tags.length, 8);
  header.writeUInt32LE(tagMark, 12);
  const whole = Buffer.concat([header, ...tags.map(csaTag)]);
  return whole.length % 2 === 0 ? whole : Buffer.concat([whole, Buffer.alloc(1)]);
}

function csaTag({ name, vr, values }: CsaTag): Buffer {
  const head = Buffer.alloc(nameBytes + 20);
  head.write(name, 0, nameBytes - 1, 'latin1');
  head.writeInt32LE(values.length, nameBytes);
  head.write(vr, nameBytes + 4, 3, 'latin1');
  head.writeInt32LE(values.length === 0 ? 0 : itemsPerTag, nameBytes + 12);
  head.writeInt32LE(values.length === 0 ? tagMark : itemMark, nameBytes + 16);
  if (values.length === 0) return head;
  const items = Array.from({ length: Math.max(itemsPerTag, values.length) }, (_, index) =>
    csaItem(values[index] ?? ''),
  );
  head.writeInt32LE(items.length, nameBytes + 12);
  return Buffer.concat([head, ...items]);
}

function csaItem(value: string): Buffer {
  const length = value === '' ? 0 : value.length + 1;
  const item = Buffer.alloc(16 + Math.ceil(length / 4) * 4);
  item.writeInt32LE(length, 0);
  item.writeInt32LE(length, 4);
  item.writeInt32LE(tagMark, 8);
  item.writeInt32LE(length, 12);
  item.write(value, 16, 'latin1');
  return item;
}
