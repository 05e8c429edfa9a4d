import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, type Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { z } from 'zod';
import { MsMriCheckStack, readSettings } from '../../infra/index.ts';

const resourceSchema = z.looseObject({ Type: z.string(), Properties: z.record(z.string(), z.unknown()).default({}) });
export type Resource = z.infer<typeof resourceSchema>;

export interface Synthesis {
  readonly app: App;
  readonly template: Template;
  readonly resources: Readonly<Record<string, Resource>>;
  /** Logical id → properties of every resource of one type. */
  readonly propertiesOf: (type: string) => ReadonlyMap<string, Readonly<Record<string, unknown>>>;
}

/** The stack as cdk.json would have it, with placeholders for the bundles, which take seconds and change nothing here. */
export function synthesizeWithoutBundles(context: Readonly<Record<string, unknown>> = {}): Synthesis {
  const app = new App({
    outdir: mkdtempSync(join(tmpdir(), 'ms-mri-check-infra-')),
    context: { ...contextOfCdkJson(), 'aws:cdk:bundling-stacks': [], ...context },
  });
  const stack = new MsMriCheckStack(app, 'MsMriCheck', { settings: readSettings(app.node) });
  return readStack(app, stack);
}

export function readStack(app: App, stack: Stack): Synthesis {
  const template = Template.fromStack(stack);
  const resources = z.record(z.string(), resourceSchema).parse(template.toJSON().Resources);
  return {
    app,
    template,
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
