import { compiledProtocols } from './compiledProtocols.ts';
import type { Protocol } from './protocol.ts';

export { type AllowanceFault, tooLargeAllowances } from './allowances.ts';
export { constraintsIn } from './constraintsIn.ts';
export * from './example.ts';
export type * from './intervalExample.ts';
export { intervalInWords, situationInWords } from './intervalInWords.ts';
export * from './protocol.ts';
export { protocolDigest } from './protocolDigest.ts';
export { requirementTexts } from './requirementTexts.ts';
export * from './scanInterval.ts';

/** Every guideline edition that is shipped, drafts and superseded revisions included; by id, then revision. */
export const protocols: readonly Protocol[] = compiledProtocols.map(({ protocol }) => protocol);

/**
 * International editions in force on an ISO date (YYYY-MM-DD), also those that a later one has superseded since; for an unknown date
 * those that have no end. A national or a site's own edition counts where it is named.
 */
export function protocolsInForce(date: string | null): readonly Protocol[] {
  const inForce = protocols.filter(({ status, territory, inForce: { from, until } }) => {
    if (status === 'draft' || territory !== 'international') return false;
    if (date === null) return until === null;
    return from <= date && (until === null || date < until);
  });
  // Of several revisions of one edition the newest speaks.
  return inForce.filter(({ id, revision }) => !inForce.some((other) => other.id === id && other.revision > revision));
}

/** The protocol of that id; its newest revision when none is named. */
export function findProtocol(id: string, revision?: number): Protocol | undefined {
  return protocols
    .filter((protocol) => protocol.id === id && (revision === undefined || protocol.revision === revision))
    .reduce<Protocol | undefined>(
      (newest, next) => (newest && newest.revision > next.revision ? newest : next),
      undefined,
    );
}

/** SHA-256 of the content of `id` at `revision`, as compiled. */
export function protocolSha256(id: string, revision: number): string | undefined {
  return compiledProtocols.find(({ protocol }) => protocol.id === id && protocol.revision === revision)?.sha256;
}
