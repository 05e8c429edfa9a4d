import { expect, it } from 'vitest';
import { isLoopback } from '../../local/loopbackOnly.ts';

it.each([
  ['127.0.0.1', true],
  ['127.8.9.1', true],
  ['::1', true],
  ['::ffff:127.0.0.1', true],
  [undefined, true],
  ['192.168.1.5', false],
  ['::ffff:192.168.1.5', false],
  ['2001:db8::1', false],
])('an address of %s is of this machine: %s', (address, expected) => {
  expect(isLoopback(address)).toBe(expected);
});
