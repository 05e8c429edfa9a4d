import { lintProtocol } from '../core/library/index.ts';
import { isOfCatalogue, refusedId } from './catalogueId.ts';
import { readProtocolText } from './chooseProtocols.ts';
import { type ExitStatus, exitStatus } from './exitStatus.ts';

/** `protocols lint FILE`: what is wrong with it, where, and how to mend it; answers the status to exit with. */
export async function lintProtocolFile(path: string): Promise<ExitStatus> {
  const { file, findings } = lintProtocol(path, await readProtocolText(path));
  const refused = file === null || isOfCatalogue(path) ? null : refusedId(path, file.protocol);
  if (refused !== null) process.stdout.write(`${refused}\n`);
  for (const { kind, message } of findings) {
    process.stdout.write(`${kind === 'advice' ? 'advice: ' : ''}${message}\n`);
  }
  if (refused !== null) return exitStatus.notCompliant;
  if (findings.length > 0 || file === null) return exitStatus.notCompliant;
  const { protocol, examples, intervalExamples } = file;
  process.stdout.write(
    `${path}: ${protocol.id}@${protocol.revision}, ${protocol.requirements.length} requirements, ${examples.length + intervalExamples.length} examples, nothing to mend\n`,
  );
  return exitStatus.compliant;
}
