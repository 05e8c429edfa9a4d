import { Header } from 'tar/header';
import { describe, expect, it, test } from 'vitest';
import { paxRecords, tarHeaderAt } from '../../../core/archive/tarHeader.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('the records of a pax header', () => {
  it.each([
    ['two records', '11 a=Hello\n11 b=World\n', { a: 'Hello', b: 'World' }],
    ['nothing', '', {}],
    ['text without a blank', 'abc', {}],
    ['zeros', '\0\0\0', {}],
    ['a length of zero', '0 a=b\n', {}],
    ['a length shorter than itself', '1 a=b\n', {}],
    ['a length beyond the end', '99 a=b\n', {}],
    ['a record and then text without a blank', '6 a=b\nabc', { a: 'b' }],
  ])('of %s are read as far as they go, and never again and again', (_what, content, records) => {
    expect(Object.fromEntries(paxRecords(bytes(content)))).toEqual(records);
  });
});

test('a size below zero, which base 256 can spell, is no header: it would lead back to what was read', () => {
  const block = Buffer.alloc(512);
  new Header({ path: 'a', size: 1, type: 'File', mode: 0o644 }).encode(block, 0);
  expect(tarHeaderAt(block)).toMatchObject({ kind: 'header', size: 1 });
  block.fill(0xff, 124, 136);
  block.fill(' ', 148, 156);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  expect(tarHeaderAt(block)).toEqual({ kind: 'no-header' });
});
