import { describe, expect, it } from 'vitest';
import { findProtocol, protocolSha256, protocols, protocolsInForce } from '../../../core/protocol/index.ts';

const id = 'magnims-cmsc-naims-2021';
const idsOn = (date: string | null) => protocolsInForce(date).map((protocol) => protocol.id);

describe('protocolsInForce', () => {
  it('has the 2021 edition from its issue on', () => {
    expect(idsOn('2021-07-31')).not.toContain(id);
    expect(idsOn('2021-08-01')).toContain(id);
    expect(idsOn('2025-01-01')).toContain(id);
  });

  it('has the editions without an end for an unknown date', () => {
    expect(protocolsInForce(null)).toEqual(
      protocols.filter(({ status, inForce }) => status === 'active' && inForce.until === null),
    );
    expect(idsOn(null)).toContain(id);
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
