import { expect, test } from 'vitest';
import { checkSignedPath, signedPath } from '../../../functions/links/signedLink.ts';

const secret = 'a secret of the tests';
const path = '/r/centre-1/study/1';
const expires = 1_700_000_000;

function given(link: string) {
  const { pathname, searchParams } = new URL(link, 'https://check.example');
  return { path: pathname, e: searchParams.get('e') ?? '', s: searchParams.get('s') ?? '' };
}

test.each([
  [expires - 1, 'valid'],
  [expires - 0.001, 'valid'],
  [expires, 'expired'],
  [expires + 1, 'expired'],
])('a link that expires at 1700000000 is, at %d, %s', (nowSeconds, check) => {
  expect(checkSignedPath(secret, given(signedPath(secret, path, expires)), nowSeconds)).toBe(check);
});

test('a link whose expiry was put off is forged, before and after it would have expired', () => {
  const link = { ...given(signedPath(secret, path, expires)), e: String(expires + 60) };
  expect([checkSignedPath(secret, link, expires - 1), checkSignedPath(secret, link, expires + 61)]).toEqual([
    'forged',
    'forged',
  ]);
});
