import { createHash } from 'node:crypto';
import type { Protocol } from './protocol.ts';

const known = new WeakMap<Protocol, string>();

/** SHA-256 of the protocol's JSON, to tell two contents of one revision apart. */
export function protocolDigest(protocol: Protocol): string {
  const digest = known.get(protocol) ?? createHash('sha256').update(JSON.stringify(protocol)).digest('hex');
  known.set(protocol, digest);
  return digest;
}
