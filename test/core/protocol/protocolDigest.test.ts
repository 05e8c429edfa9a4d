import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { compileProtocol } from '../../../core/protocol/compileProtocol.ts';
import { protocolDigest } from '../../../core/protocol/index.ts';

const yaml = readFileSync(new URL('../../../protocols/cmsc-2016.yaml', import.meta.url), 'utf8');
const digestOf = (text: string) => protocolDigest(compileProtocol('edition.yaml', text));

/** The file with the first `from` after `after` replaced by `to`. */
function changed(after: string, from: string, to: string): string {
  const at = yaml.indexOf(from, yaml.indexOf(after));
  expect(at).toBeGreaterThan(0);
  return `${yaml.slice(0, at)}${to}${yaml.slice(at + from.length)}`;
}

it.each([
  ['id: pml-safety.high-pml-risk', 'max: 6', 'max: 5'],
  ['id: pml-safety.high-pml-risk', 'verification: primary', 'verification: reproduced'],
  ['intervalGrace:', 'days: 14', 'days: 7'],
])('the digest covers the intervals: %s, %s → %s', (after, from, to) => {
  expect(digestOf(changed(after, from, to))).not.toBe(digestOf(yaml));
});

it('the digest leaves out their examples', () => {
  expect(digestOf(changed('intervalExamples:', 'shows: on treatment', 'shows: treated'))).toBe(digestOf(yaml));
});
