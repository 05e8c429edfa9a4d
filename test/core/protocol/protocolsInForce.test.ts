import { describe, expect, it } from 'vitest';
import { findProtocol, protocolSha256, protocols, protocolsInForce } from '../../../core/protocol/index.ts';

const id = 'magnims-cmsc-naims-2021';
const idsOn = (date: string | null) => protocolsInForce(date).map((protocol) => protocol.id);

describe('protocolsInForce', () => {
  it.each([
    ['2015-11-30', []],
    ['2015-12-01', ['magnims-2015']],
    ['2016-03-01', ['cmsc-2016', 'magnims-2015']],
    ['2021-07-31', ['cmsc-2016', 'magnims-2015']],
    ['2021-08-01', ['magnims-cmsc-naims-2021']],
    ['2025-09-30', ['magnims-cmsc-naims-2021']],
    ['2025-10-01', ['magnims-cmsc-naims-2021', 'magnims-cmsc-naims-2024']],
    [null, ['magnims-cmsc-naims-2021', 'magnims-cmsc-naims-2024']],
  ])('on %s has %j', (date, ids) => {
    expect(idsOn(date)).toEqual(ids);
  });

  it('never has a draft or a national edition', () => {
    const never = protocols.filter(({ status, territory }) => status === 'draft' || territory !== 'international');
    expect(never.map(({ id }) => id)).toEqual(['cmsc-2018', 'poland-2020']);
  });
});

describe('findProtocol', () => {
  it('finds the newest revision, or the one named', () => {
    expect(findProtocol(id)?.id).toBe(id);
    expect(findProtocol(id, 1)?.revision).toBe(1);
  });

  it('finds nothing under another name or revision', () => {
    expect(findProtocol('no-such-edition')).toBeUndefined();
    expect(findProtocol(id, 999)).toBeUndefined();
  });
});

it('each protocol has a digest', () => {
  for (const protocol of protocols) expect(protocolSha256(protocol.id, protocol.revision)).toMatch(/^[0-9a-f]{64}$/);
  expect(protocolSha256(id, 999)).toBeUndefined();
});
