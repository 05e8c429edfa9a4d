import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { webhookSignature } from '../../core/records/index.ts';

type IsOurs = (header: string | undefined, body: string | Buffer, secret: string) => boolean;

/** The check that `docs/webhooks.md` shows to receivers, as it stands there. */
let isOurs: IsOurs;
beforeAll(async () => {
  const page = readFileSync(new URL('../../docs/webhooks.md', import.meta.url), 'utf8');
  const [, code = ''] = /```js\n([\s\S]*?)```/.exec(page) ?? [];
  const module: unknown = await import(
    /* @vite-ignore */ `data:text/javascript,${encodeURIComponent(`${code}\nexport { isOurs };`)}`
  );
  ({ isOurs } = module as { readonly isOurs: IsOurs });
});

const secret = 'secret-of-a-webhook';
const body = '{"site":"nörth"}';
const now = () => Math.floor(Date.now() / 1000);
const signed = (seconds = now()) => webhookSignature(secret, body, seconds);

describe('the check of signatures in docs/webhooks.md', () => {
  test('takes what is signed, as text or as bytes', () => {
    expect(isOurs(signed(), body, secret)).toBe(true);
    expect(isOurs(signed(), Buffer.from(body), secret)).toBe(true);
  });

  test('refuses another body, another secret, and what is old', () => {
    expect(isOurs(signed(), `${body} `, secret)).toBe(false);
    expect(isOurs(signed(), body, 'another')).toBe(false);
    expect(isOurs(signed(now() - 400), body, secret)).toBe(false);
    expect(isOurs(signed(now() + 400), body, secret)).toBe(false);
  });

  test.each([
    ['no header', () => undefined],
    ['an empty one', () => ''],
    ['no v1', () => `t=${now()}`],
    ['a v1 without a value', () => `t=${now()},v1`],
    ['an empty v1', () => `t=${now()},v1=`],
    ['a short v1', () => signed().slice(0, -1)],
    ['64 characters that are no hex digits', () => `t=${now()},v1=${'z'.repeat(64)}`],
    ['64 characters of two bytes', () => `t=${now()},v1=${'ä'.repeat(64)}`],
    ['hex digits and one that is none', () => `${signed().slice(0, -1)}z`],
    ['no time', () => signed().replace(/^t=\d+,/, '')],
    ['a time that is none', () => signed().replace(/^t=\d+/, 't=now')],
  ])('refuses %s, and does not throw', (_, header) => {
    expect(isOurs(header(), body, secret)).toBe(false);
  });
});
