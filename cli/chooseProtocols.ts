import { readFile } from 'node:fs/promises';
import { findProtocol, type Protocol, protocols } from '../core/protocol/index.ts';
import { refusedId } from './catalogueId.ts';
import { NothingReadableError, UsageError } from './commandError.ts';

/** The editions that `--protocol ID[@REV]` or `--protocol FILE.yaml` names, each once. */
export async function chooseProtocols(names: readonly string[]): Promise<readonly Protocol[]> {
  const chosen: Protocol[] = [];
  for (const name of new Set(names)) chosen.push(await chooseProtocol(name));
  return [...new Set(chosen)];
}

/**
 * The edition that an id, with or without its revision, names, or the year that a single edition's id ends in, such as 2021.
 *
 * @throws UsageError, with the editions that there are, for one that there is not, and with its faults for a file that has any
 * @throws NothingReadableError for a file that cannot be read
 */
export async function chooseProtocol(name: string): Promise<Protocol> {
  if (isProtocolFile(name)) return protocolOfFile(name);
  const match = /^(?<id>[^@]+)(?:@(?<revision>[1-9]\d{0,5}))?$/.exec(name);
  const revision = match?.groups?.revision;
  const id = match?.groups?.id ?? '';
  const protocol = findProtocol(idOfYear(id) ?? id, revision === undefined ? undefined : Number(revision));
  if (protocol !== undefined) return protocol;
  const known = protocols.map(({ id, revision: each }) => `${id}@${each}`).join(', ');
  throw new UsageError(
    `There is no protocol "${name}". Known are: ${known}. A file of your own is named by a path that ends in .yaml.`,
  );
}

function idOfYear(year: string): string | null {
  if (!/^\d{4}$/.test(year)) return null;
  const ids = new Set(protocols.map(({ id }) => id).filter((id) => id.endsWith(`-${year}`)));
  return ids.size === 1 ? ([...ids][0] ?? null) : null;
}

/** @throws NothingReadableError */
export async function readProtocolText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new NothingReadableError(`The protocol file ${path} cannot be read: ${why}`);
  }
}

/** Whether a name of `--protocol` is that of a file. */
export function isProtocolFile(name: string): boolean {
  return /\.ya?ml$/i.test(name);
}

async function protocolOfFile(path: string): Promise<Protocol> {
  const text = await readProtocolText(path);
  // Reading YAML takes longer than judging a study: only where there is a file.
  const { checkProtocol } = await import('../core/library/index.ts');
  const { file, findings } = checkProtocol(path, text);
  if (file === null) {
    const faults = findings.map(({ message }) => message).join('\n');
    throw new UsageError(`${path} is no protocol to judge by:\n${faults}\nTry: ms-mri-check protocols lint ${path}`);
  }
  const refused = refusedId(path, file.protocol);
  if (refused !== null) throw new UsageError(refused);
  return file.protocol;
}
