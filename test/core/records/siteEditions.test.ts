import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { protocolDigest, protocols } from '../../../core/protocol/index.ts';
import { editionName, packJson, protocolOfEdition, siteProtocolItem } from '../../../core/records/index.ts';

const [protocol] = protocols;
if (protocol === undefined) throw new Error('There is no protocol.');
const own = { ...protocol, id: 'our-site' };
const kept = siteProtocolItem('north', own);
if (kept === null) throw new Error('It fits.');

describe('a protocol of the site’s own', () => {
  test('comes back as it was kept, under a key that names its content', () => {
    const read = protocolOfEdition(kept.edition, kept.item);
    expect(read).toStrictEqual(own);
    expect(read === null ? null : protocolDigest(read)).toBe(protocolDigest(own));
    expect(kept.item).toMatchObject({ pk: 'SITE#north', sk: `PROTOCOL#${kept.edition.ownSha256}` });
    expect(siteProtocolItem('north', { ...own, revision: 2 })?.item.sk).not.toBe(kept.item.sk);
  });

  test.each([
    ['is not there', null],
    ['has another content', { ...kept.item, protocol: { json: JSON.stringify({ ...own, title: 'Another' }) } }],
  ])('is not known when it %s', (_, item) => {
    expect(protocolOfEdition(kept.edition, item)).toBeNull();
  });

  test('is not known when another version wrote what this one cannot read', () => {
    const later = siteProtocolItem('north', { ...own, tolerance: { ...own.tolerance, mm: -1 } });
    expect(later === null ? undefined : protocolOfEdition(later.edition, later.item)).toBeNull();
  });

  test('is not kept when it is too large', () => {
    const scope = randomBytes(400_000).toString('base64');
    expect(siteProtocolItem('north', { ...own, scope })).toBeNull();
    expect(packJson(own)).not.toBeNull();
  });
});

describe('an edition of the catalogue', () => {
  const { id, revision } = protocol;
  test('is the newest, or the revision that is named', () => {
    expect(protocolOfEdition({ id, revision: null }, null)).toBe(protocol);
    expect(protocolOfEdition({ id, revision }, null)).toBe(protocol);
    expect([editionName({ id, revision: null }), editionName({ id, revision: 3 })]).toStrictEqual([id, `${id}@3`]);
  });

  test('is not known by another id or revision', () => {
    expect(protocolOfEdition({ id: 'no-such', revision: null }, null)).toBeNull();
    expect(protocolOfEdition({ id, revision: 999 }, null)).toBeNull();
  });
});
