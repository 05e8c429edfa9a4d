import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../../local/repositoryRoot.ts';

export type SmallAssembly = { readonly folder: string; readonly remove: () => void };

/** Writes a cloud assembly as `cdk synth` would: one stack, and one folder for each bundle (name → its index.mjs). */
export function writeAssembly(template: object, bundles: Readonly<Record<string, string>> = {}): SmallAssembly {
  mkdirSync(join(repositoryRoot, '.local'), { recursive: true });
  const folder = mkdtempSync(join(repositoryRoot, '.local', 'test-assembly-'));
  const write = (name: string, document: unknown): void => writeFileSync(join(folder, name), JSON.stringify(document));
  write('manifest.json', {
    artifacts: { Small: { type: 'aws:cloudformation:stack', properties: { templateFile: 'Small.template.json' } } },
  });
  write('Small.template.json', template);
  const files: Record<string, unknown> = {};
  for (const [name, code] of Object.entries(bundles)) {
    mkdirSync(join(folder, `asset.${name}`));
    writeFileSync(join(folder, `asset.${name}`, 'index.mjs'), code);
    files[name] = {
      source: { path: `asset.${name}`, packaging: 'zip' },
      destinations: { current: { bucketName: 'assets', objectKey: `${name}.zip` } },
    };
  }
  write('Small.assets.json', { files });
  return { folder, remove: () => rmSync(folder, { recursive: true }) };
}

/** A function of the template whose bundle is `bundle`. */
export function functionOf(
  bundle: string,
  variables: Readonly<Record<string, unknown>> = {},
  timeoutSeconds = 10,
): object {
  return {
    Type: 'AWS::Lambda::Function',
    Properties: {
      Code: { S3Bucket: { 'Fn::Sub': `assets-\${AWS::AccountId}` }, S3Key: `${bundle}.zip` },
      Handler: 'index.handler',
      Runtime: 'nodejs24.x',
      Timeout: timeoutSeconds,
      MemorySize: 256,
      Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
      Environment: { Variables: variables },
    },
  };
}

/** Lets an AWS service send to a queue of the template. */
export function queuePolicyOf(queue: string, service: string, statement: object = {}): object {
  return {
    Type: 'AWS::SQS::QueuePolicy',
    Properties: {
      Queues: [{ Ref: queue }],
      PolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Action: 'sqs:SendMessage',
            Principal: { Service: service },
            Resource: { 'Fn::GetAtt': [queue, 'Arn'] },
            ...statement,
          },
        ],
      },
    },
  };
}
