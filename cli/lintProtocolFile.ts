import { type LintFinding, lintProtocol } from '../core/library/index.ts';
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
  if (file === null) return exitStatus.notCompliant;
  const { protocol, examples, intervalExamples } = file;
  const name = `${path}: ${protocol.id}@${protocol.revision}`;
  if (findings.length > 0) {
    process.stdout.write(`${name} can be used; what is advised is about its ${subjectsOf(findings)}\n`);
    return exitStatus.notCompliant;
  }
  process.stdout.write(
    `${name}, ${protocol.requirements.length} requirements, ${examples.length + intervalExamples.length} examples, nothing to mend\n`,
  );
  return exitStatus.compliant;
}

/** "limits and examples" */
function subjectsOf(findings: readonly LintFinding[]): string {
  const subjects = findings.flatMap((finding) => (finding.kind === 'advice' ? finding.about : []));
  return [...new Set(subjects)].join(' and ');
}
