import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import { demoSite, registerDemoSite } from '../../local/demoSite.ts';
import { dropIntoBucket } from '../../local/dropIntoBucket.ts';
import type { Drop } from '../../local/droppedFiles.ts';
import type { BatchTrouble } from '../../local/eventSources.ts';
import { type JudgedStudy, judgedStudies, liesIn } from '../../local/judgedStudies.ts';
import { type LocalStack, startLocalStack } from '../../local/localStack.ts';
import { operatorEnvironment } from '../../local/operatorEnvironment.ts';
import { readAssembly } from '../../local/readAssembly.ts';
import { repositoryRoot } from '../../local/repositoryRoot.ts';
import { untilSettled } from '../../local/settle.ts';
import { synthesize } from '../../local/synthesize.ts';
import { registerWebhook } from './registerWebhook.ts';

export type Pipeline = {
  readonly stack: LocalStack;
  /** Every line that a function logged. */
  readonly lines: readonly string[];
  readonly drop: (drop: Drop, site?: string) => Promise<void>;
  /** Waits until nothing is under way; fails when a function throws or a message becomes a dead letter. */
  readonly settled: () => Promise<void>;
  /** The one study that was dropped into this folder. */
  readonly studyIn: (folder: string) => Promise<JudgedStudy>;
  /** Has the function of a backfill take what lies in a bucket, as the state machine would. */
  readonly backfill: (bucket: string, prefix: string) => Promise<void>;
  /** As `site add --webhook` does, in a process of its own; answers the secret that it shows. */
  readonly registerWebhook: (site: string, url: string) => Promise<string>;
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
  const [backfillFunction = 'none'] = Object.entries(readAssembly(assembly).template.Resources).flatMap(
    ([logicalId, { Type }]) =>
      Type === 'AWS::Lambda::Function' && logicalId.startsWith('Backfill') ? [logicalId] : [],
  );
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
    backfill: async (bucket, prefix) => {
      const { Contents = [] } = await stack.clients.s3.send(
        new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix }),
      );
      const items = Contents.map(({ Key, Size, ETag, LastModified }) => ({
        ...{ Key, Size, Etag: ETag, StorageClass: 'STANDARD' },
        LastModified: Math.trunc((LastModified?.getTime() ?? 0) / 1000),
      }));
      const BatchInput = { site: demoSite, bucket, quiet: true };
      for (let start = 0; start < items.length; start += 100) {
        const batch = { BatchInput, Items: items.slice(start, start + 100) };
        const left = await stack.invoke(backfillFunction, batch);
        if (JSON.stringify(left) !== JSON.stringify({ BatchInput, Items: [] })) throw new Error('Objects are left.');
      }
    },
    registerWebhook: (site, url) => registerWebhook(operatorEnvironment(stack), site, url),
    stop: async () => {
      await stack.stop();
      rmSync(assembly, { recursive: true });
    },
  };
}
