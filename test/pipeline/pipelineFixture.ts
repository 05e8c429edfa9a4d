import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { demoSite, registerDemoSite } from '../../local/demoSite.ts';
import { dropIntoBucket } from '../../local/dropIntoBucket.ts';
import type { Drop } from '../../local/droppedFiles.ts';
import type { BatchTrouble } from '../../local/eventSources.ts';
import { type JudgedStudy, judgedStudies, liesIn } from '../../local/judgedStudies.ts';
import { type LocalStack, startLocalStack } from '../../local/localStack.ts';
import { repositoryRoot } from '../../local/repositoryRoot.ts';
import { untilSettled } from '../../local/settle.ts';
import { synthesize } from '../../local/synthesize.ts';

export type Pipeline = {
  readonly stack: LocalStack;
  /** Every line that a function logged. */
  readonly lines: readonly string[];
  readonly drop: (drop: Drop, site?: string) => Promise<void>;
  /** Waits until nothing is under way; fails when a function throws or a message becomes a dead letter. */
  readonly settled: () => Promise<void>;
  /** The one study that was dropped into this folder. */
  readonly studyIn: (folder: string) => Promise<JudgedStudy>;
  readonly stop: () => Promise<void>;
};

/** Synthesizes the app and runs its template, with the demo centre registered. */
export async function startPipeline(): Promise<Pipeline> {
  mkdirSync(join(repositoryRoot, '.local'), { recursive: true });
  const assembly = mkdtempSync(join(repositoryRoot, '.local', 'test-pipeline-'));
  await synthesize(assembly);
  const troubles: BatchTrouble[] = [];
  const lines: string[] = [];
  const stack = await startLocalStack({
    assembly,
    parameters: { SenderAddress: 'ms-mri-check@demo-centre.example' },
    onLog: (_, line) => lines.push(line),
    onTrouble: (trouble) => troubles.push(trouble),
  });
  await registerDemoSite(stack.clients.documents, stack.environment('DIRECTORY_TABLE'));
  const bucket = stack.output('BucketName');
  return {
    stack,
    lines,
    drop: async (drop, site = demoSite) => {
      await dropIntoBucket({ s3: stack.clients.s3, bucket, site, drop });
    },
    settled: () => untilSettled(stack, { timeoutSeconds: 240, troubles, now: Date.now }),
    studyIn: async (folder) => {
      const here = (await judgedStudies(stack)).filter((study) => liesIn(folder, study));
      const [study] = here;
      if (study === undefined || here.length > 1) throw new Error(`${here.length} studies lie in ${folder}`);
      return study;
    },
    stop: async () => {
      await stack.stop();
      rmSync(assembly, { recursive: true });
    },
  };
}
