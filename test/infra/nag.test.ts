import { App, Stack, Validations } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { AwsSolutionsChecks, type NagPack, ServerlessChecks } from 'cdk-nag';
import type { IConstruct } from 'constructs';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { synthesizeWithoutBundles } from './synthesize.ts';

const { app } = synthesizeWithoutBundles();
const packs = [
  ['AwsSolutions', new AwsSolutionsChecks()],
  ['Serverless', new ServerlessChecks()],
] as const;

describe.each(packs)('cdk-nag %s', (_, pack) => {
  test('finds nothing in the stack that is not acknowledged, with or without an archive elsewhere', () => {
    expect(findings(pack, app)).toEqual([]);
    expect(findings(pack, synthesizeWithoutBundles({ archiveBucket: 'hospital-archive' }).app)).toEqual([]);
  });
});

test('the packs do find a careless bucket and queue', () => {
  const careless = new App();
  const stack = new Stack(careless, 'Careless');
  new Bucket(stack, 'Bucket');
  new Queue(stack, 'Queue');

  expect(packs.flatMap(([, pack]) => findings(pack, careless)).toSorted()).toEqual([
    'AwsSolutions-S1 at Careless/Bucket/Resource',
    'AwsSolutions-S10 at Careless/Bucket/Resource',
    'AwsSolutions-SQS3 at Careless/Queue/Resource',
    'AwsSolutions-SQS4 at Careless/Queue/Resource',
    'Serverless-SQSRedrivePolicy at Careless/Queue/Resource',
  ]);
});

test('an acknowledgement silences its own finding and no other', () => {
  const careless = new App();
  const bucket = new Bucket(new Stack(careless, 'Careless'), 'Bucket');
  Validations.of(bucket).acknowledge({ id: 'AwsSolutions-S1', reason: 'Only to see what an acknowledgement does.' });

  expect(findings(new AwsSolutionsChecks(), careless)).toEqual(['AwsSolutions-S10 at Careless/Bucket/Resource']);
});

test('acknowledges these rules at these places, each with a reason, and no others', () => {
  const acknowledgements = acknowledgementsIn(app);

  expect(acknowledgements.filter(({ reason }) => reason.length < 40)).toEqual([]);
  expect(acknowledgements.map(({ id, path }) => `${id} at ${path}`).toSorted()).toEqual([
    'AwsSolutions-APIG4 at MsMriCheck/PortalApi/Api/GET--r--{site}--{studyKey}--{revision}',
    'AwsSolutions-IAM5[Resource::*] at MsMriCheck/Backfill/StartPolicy',
    'AwsSolutions-IAM5[Resource::*] at MsMriCheck/Backfill/Take/Role',
    'AwsSolutions-IAM5[Resource::*] at MsMriCheck/Evaluate/Role',
    'AwsSolutions-IAM5[Resource::*] at MsMriCheck/Ingest/Role',
    'AwsSolutions-IAM5[Resource::*] at MsMriCheck/Notify/Role',
    'AwsSolutions-IAM5[Resource::*] at MsMriCheck/Portal/Role',
    'AwsSolutions-IAM5[Resource::*] at MsMriCheck/Webhook/Role',
    expect.stringMatching(/<Incoming\w+\.Arn>\/backfill\/\*\] at MsMriCheck\/Backfill\/StartPolicy$/),
    expect.stringMatching(/<Incoming\w+\.Arn>\/incoming\/\*\] at MsMriCheck\/Backfill\/Take\/Role$/),
    expect.stringMatching(/<Incoming\w+\.Arn>\/incoming\/\*\] at MsMriCheck\/Ingest\/Role$/),
    ...['configuration-set', 'identity'].map(
      (kind) =>
        `AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:ses:<AWS::Region>:<AWS::AccountId>:${kind}/*] at MsMriCheck/Notify/Role`,
    ),
    ...['execution', 'execution', 'mapRun'].map((kind) =>
      expect.stringMatching(new RegExp(`:states:[^ ]+:${kind}:[^ ]+\\] at MsMriCheck/Backfill/BatchesPolicy$`)),
    ),
    'AwsSolutions-S1 at MsMriCheck/Incoming/Bucket',
    'AwsSolutions-SMG4 at MsMriCheck/IdentityKey',
    'AwsSolutions-SMG4 at MsMriCheck/LinkKey',
    'AwsSolutions-SMG4 at MsMriCheck/WebhookKey',
    'Serverless-LambdaDLQ at MsMriCheck/Backfill/Take/Function',
    'Serverless-LambdaDLQ at MsMriCheck/Evaluate/Function',
    'Serverless-LambdaDLQ at MsMriCheck/Ingest/Function',
    'Serverless-LambdaDLQ at MsMriCheck/Notify/Function',
    'Serverless-LambdaDLQ at MsMriCheck/Portal/Function',
    'Serverless-LambdaDLQ at MsMriCheck/Webhook/Function',
    'Serverless-LambdaEventSourceMappingDestination at MsMriCheck/Evaluate/Function',
    'Serverless-LambdaEventSourceMappingDestination at MsMriCheck/Ingest/Function',
    'Serverless-LambdaEventSourceMappingDestination at MsMriCheck/Notify/Function',
    'Serverless-LambdaEventSourceMappingDestination at MsMriCheck/Webhook/Function',
    'Serverless-SQSRedrivePolicy at MsMriCheck/Intake/DeadLetters',
    'Serverless-SQSRedrivePolicy at MsMriCheck/Notices/DeadLetters',
    'Serverless-SQSRedrivePolicy at MsMriCheck/Settle/DeadLetters',
    'Serverless-SQSRedrivePolicy at MsMriCheck/Webhooks/DeadLetters',
  ]);
});

function findings(pack: NagPack, scope: App): readonly string[] {
  const { violations } = pack.validateScope(scope);
  return violations.flatMap(({ ruleName, violatingResources }) =>
    violatingResources.map(({ constructPath }) => `${ruleName} at ${constructPath}`),
  );
}

function acknowledgementsIn(scope: IConstruct): readonly { id: string; path: string; reason: string }[] {
  return scope.node.findAll().flatMap(({ node }) =>
    node.metadata
      .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
      .flatMap(({ data }) => Object.entries(z.record(z.string(), z.string()).parse(data)))
      .map(([id, reason]) => ({ id: id.replace(/^annotation::/i, ''), path: node.path, reason })),
  );
}
