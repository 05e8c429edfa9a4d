import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { z } from 'zod';
import { MsMriCheckStack, readSettings } from '../../infra/index.ts';

const resourceSchema = z.looseObject({ Type: z.string(), Properties: z.record(z.string(), z.unknown()).default({}) });
export type Resource = z.infer<typeof resourceSchema>;

/** What a template holds. */
export interface Synthesis {
  readonly resources: Readonly<Record<string, Resource>>;
  /** Logical id → properties of every resource of one type. */
  readonly propertiesOf: (type: string) => ReadonlyMap<string, Readonly<Record<string, unknown>>>;
}

/** The stack as cdk.json would have it, with placeholders for the bundles, which take seconds and change nothing here. */
export function synthesizeWithoutBundles(
  context: Readonly<Record<string, unknown>> = {},
): Synthesis & { readonly app: App; readonly template: Template } {
  const outdir = mkdtempSync(join(tmpdir(), 'ms-mri-check-infra-'));
  const app = new App({
    outdir,
    context: { ...contextOfCdkJson(), 'aws:cdk:bundling-stacks': [], ...context },
  });
  const template = Template.fromStack(new MsMriCheckStack(app, 'MsMriCheck', { settings: readSettings(app.node) }));
  rmSync(outdir, { recursive: true });
  return { app, template, ...readTemplate(template.toJSON()) };
}

export function readTemplate(document: unknown): Synthesis {
  const { Resources: resources } = z.object({ Resources: z.record(z.string(), resourceSchema) }).parse(document);
  return {
    resources,
    propertiesOf: (type) =>
      new Map(
        Object.entries(resources)
          .filter(([, resource]) => resource.Type === type)
          .map(([logicalId, resource]) => [logicalId, resource.Properties]),
      ),
  };
}

function contextOfCdkJson(): Readonly<Record<string, unknown>> {
  const text = readFileSync(join(import.meta.dirname, '../../cdk.json'), 'utf8');
  return z.object({ context: z.record(z.string(), z.unknown()) }).parse(JSON.parse(text)).context;
}
