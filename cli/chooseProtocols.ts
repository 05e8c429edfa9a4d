import { findProtocol, type Protocol, protocols } from '../core/protocol/index.ts';
import { UsageError } from './commandError.ts';

/** The editions that `--protocol ID[@REV]` names, each once. */
export function chooseProtocols(names: readonly string[]): readonly Protocol[] {
  return [...new Set(names.map(chooseProtocol))];
}

/** @throws UsageError, with the editions that there are, for one that there is not */
export function chooseProtocol(name: string): Protocol {
  const match = /^(?<id>[^@]+)(?:@(?<revision>[1-9]\d{0,5}))?$/.exec(name);
  const revision = match?.groups?.revision;
  const protocol = findProtocol(match?.groups?.id ?? '', revision === undefined ? undefined : Number(revision));
  if (protocol !== undefined) return protocol;
  const known = protocols.map(({ id, revision: each }) => `${id}@${each}`).join(', ');
  throw new UsageError(`There is no protocol "${name}". Known are: ${known}.`);
}
