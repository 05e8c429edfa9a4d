import { createHmac, timingSafeEqual } from 'node:crypto';

export type LinkCheck = 'valid' | 'expired' | 'forged';

/** How long a link in an e-mail opens its report. */
export const linkLifeSeconds = 30 * 24 * 60 * 60;

/** `path?e=<unix seconds>&s=<signature>`: whoever holds the link may open this one path until it expires. */
export function signedPath(secret: string, path: string, expiresAtSeconds: number): string {
  const query = new URLSearchParams({
    e: String(expiresAtSeconds),
    s: signature(secret, path, String(expiresAtSeconds)),
  });
  return `${path}?${query}`;
}

/** The signature is judged first and in constant time: only a genuine link is told that it has expired. */
export function checkSignedPath(
  secret: string,
  link: { readonly path: string; readonly e: string; readonly s: string },
  nowSeconds: number,
): LinkCheck {
  const expected = Buffer.from(signature(secret, link.path, link.e));
  const given = Buffer.from(link.s);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return 'forged';
  return nowSeconds < Number(link.e) ? 'valid' : 'expired';
}

function signature(secret: string, path: string, expires: string): string {
  if (secret === '') throw new TypeError('The link secret is empty: links under it could be forged.');
  return createHmac('sha256', secret)
    .update(JSON.stringify(['ms-mri-check/1', 'report-link', path, expires]))
    .digest('base64url');
}
