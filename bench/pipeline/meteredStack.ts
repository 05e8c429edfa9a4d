import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { demoSite, registerDemoSite } from '../../local/demoSite.ts';
import type { BatchTrouble } from '../../local/eventSources.ts';
import type { Invoked } from '../../local/functionHost.ts';
import { type LocalStack, startLocalStack } from '../../local/localStack.ts';
import type { MeteredRequest } from '../../local/meter.ts';
import { repositoryRoot } from '../../local/repositoryRoot.ts';
import { untilSettled } from '../../local/settle.ts';
import { synthesize } from '../../local/synthesize.ts';

/** What the deployed part of the stack did since it was last asked. */
export type Done = {
  readonly requests: readonly MeteredRequest[];
  readonly invocations: readonly Invoked[];
  /** Written to the functions' logs. */
  readonly logBytes: number;
};

export type MeteredStack = {
  readonly stack: LocalStack;
  readonly site: string;
  /** Waits until nothing is under way. @throws PipelineError when something failed or it took too long */
  readonly settled: (timeoutSeconds: number) => Promise<void>;
  readonly take: () => Done;
  readonly stop: () => Promise<void>;
};

/** The synthesized stack on this machine, every request of its functions counted. @param quietSeconds its quiet period */
export async function startMeteredStack(quietSeconds: number): Promise<MeteredStack> {
  mkdirSync(join(repositoryRoot, '.local'), { recursive: true });
  const assembly = mkdtempSync(join(repositoryRoot, '.local', 'bench-'));
  await synthesize(assembly, { quietSeconds: String(quietSeconds) });
  const troubles: BatchTrouble[] = [];
  let invocations: Invoked[] = [];
  let logBytes = 0;
  let taken = 0;
  const stack = await startLocalStack({
    assembly,
    parameters: { SenderAddress: 'ms-mri-check@demo-centre.example' },
    metered: true,
    onInvoked: (invoked) => invocations.push(invoked),
    onLog: (_, line) => {
      logBytes += Buffer.byteLength(line) + 1;
    },
    onTrouble: (trouble) => troubles.push(trouble),
  });
  await registerDemoSite(stack.clients.documents, stack.environment('DIRECTORY_TABLE'));
  return {
    stack,
    site: demoSite,
    settled: (timeoutSeconds) => untilSettled(stack, { timeoutSeconds, troubles, now: Date.now }),
    take: () => {
      const requests = stack.requests().slice(taken);
      taken += requests.length;
      const done = { requests, invocations, logBytes };
      invocations = [];
      logBytes = 0;
      return done;
    },
    stop: async () => {
      await stack.stop();
      rmSync(assembly, { recursive: true });
    },
  };
}
