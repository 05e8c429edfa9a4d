import { spawn } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { LocalStackError } from './localStackError.ts';
import { repositoryRoot } from './repositoryRoot.ts';

/**
 * Synthesizes the CDK app into `folder` with a quiet period of two seconds. The folder lies inside the repository, so that bundles find the
 * packages that Lambda's runtime brings along (the AWS SDK) in `node_modules`.
 *
 * @throws {LocalStackError} with what `cdk synth` said.
 */
export async function synthesize(
  folder: string,
  context: Readonly<Record<string, string>> = { quietSeconds: '2' },
): Promise<void> {
  const settings = Object.entries(context).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const cdk = spawn(
    process.execPath,
    [
      join(repositoryRoot, 'node_modules', 'aws-cdk', 'bin', 'cdk'),
      'synth',
      '--quiet',
      '--output',
      folder,
      ...settings,
    ],
    { cwd: repositoryRoot, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, PATH: pathWithOwnNode() } },
  );
  const exited = new Promise<number | null>((resolve, reject) => {
    cdk.once('error', reject);
    cdk.once('close', resolve);
  });
  const [output, errors, status] = await Promise.all([text(cdk.stdout), text(cdk.stderr), exited]);
  if (status !== 0) throw new LocalStackError(`cdk synth failed with status ${status}:\n${output}${errors}`);
}

/** The app runs on the Node that the repository pins, whatever the machine's own is. */
function pathWithOwnNode(): string {
  return [join(repositoryRoot, 'node_modules', '.bin'), process.env.PATH ?? ''].join(delimiter);
}
