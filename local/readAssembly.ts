import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { LocalStackError } from './localStackError.ts';

/** One synthesized stack: its template, and where each asset that the template names by key lies on this disk. */
export type Assembly = {
  readonly template: Template;
  /** S3 object key of an asset, as the template's `Code.S3Key` says it → folder. */
  readonly assetFolders: ReadonlyMap<string, string>;
};

const resourceSchema = z.strictObject({
  Type: z.string(),
  Properties: z.record(z.string(), z.unknown()).default({}),
  Condition: z.string().optional(),
  DependsOn: z.unknown().optional(),
  // What happens to a resource that is replaced or removed: nothing is, here.
  DeletionPolicy: z.string().optional(),
  UpdateReplacePolicy: z.string().optional(),
  Metadata: z.unknown().optional(),
});

const templateSchema = z.strictObject({
  Resources: z.record(z.string(), resourceSchema),
  Parameters: z.record(z.string(), z.looseObject({ Type: z.string(), Default: z.unknown().optional() })).default({}),
  Outputs: z.record(z.string(), z.unknown()).default({}),
  // CDK writes these two for the deployed world: is the account bootstrapped, may the region report usage.
  Rules: z.strictObject({ CheckBootstrapVersion: z.unknown() }).optional(),
  Conditions: z.strictObject({ CDKMetadataAvailable: z.unknown() }).optional(),
  Description: z.string().optional(),
});

export type Template = z.infer<typeof templateSchema>;
export type Resource = z.infer<typeof resourceSchema>;

const manifestSchema = z.object({
  artifacts: z.record(
    z.string(),
    z.object({ type: z.string(), properties: z.record(z.string(), z.unknown()).optional() }),
  ),
});

const assetsSchema = z.object({
  files: z.record(
    z.string(),
    z.object({
      source: z.object({ path: z.string(), packaging: z.string() }),
      destinations: z.record(z.string(), z.object({ objectKey: z.string() })),
    }),
  ),
});

/**
 * Reads a cloud assembly folder (`cdk synth`'s output) that holds exactly one stack.
 *
 * @throws {LocalStackError} when it holds none or several, or a template section that nothing here knows.
 */
export function readAssembly(folder: string): Assembly {
  const manifest = manifestSchema.parse(readJson(join(folder, 'manifest.json')));
  const stacks = Object.values(manifest.artifacts).filter((artifact) => artifact.type === 'aws:cloudformation:stack');
  const [stack] = stacks;
  if (stack === undefined || stacks.length > 1) {
    throw new LocalStackError(`${folder} holds ${stacks.length} stacks: the local stack runs exactly one`);
  }
  const templateFile = z.string().parse(stack.properties?.templateFile);
  return {
    template: parseTemplate(readJson(join(folder, templateFile)), templateFile),
    assetFolders: readAssetFolders(folder, templateFile.replace(/\.template\.json$/, '.assets.json')),
  };
}

/** Checks a template's outer shape; `name` is for the message. */
export function parseTemplate(document: unknown, name: string): Template {
  const parsed = templateSchema.safeParse(document);
  if (parsed.success) return parsed.data;
  throw new LocalStackError(`${name}: the local stack does not know this:\n${z.prettifyError(parsed.error)}`);
}

function readAssetFolders(folder: string, assetsFile: string): ReadonlyMap<string, string> {
  const path = join(folder, assetsFile);
  if (!existsSync(path)) return new Map();
  const folders = new Map<string, string>();
  for (const { source, destinations } of Object.values(assetsSchema.parse(readJson(path)).files)) {
    if (source.packaging !== 'zip') continue;
    for (const { objectKey } of Object.values(destinations)) folders.set(objectKey, join(folder, source.path));
  }
  return folders;
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'));
}
