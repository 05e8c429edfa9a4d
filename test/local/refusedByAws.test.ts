import { describe, expect, it } from 'vitest';
import { type Endpoints, scopeOf } from '../../local/physicalNames.ts';
import { parseTemplate } from '../../local/readAssembly.ts';
import { refusedByAws } from '../../local/refusedByAws.ts';
import { serviceGrants } from '../../local/serviceGrants.ts';
import { readWiring } from '../../local/wiring.ts';
import { functionOf, queuePolicyOf } from './smallAssembly.ts';

const endpoints: Endpoints = {
  messaging: 'http://127.0.0.1:1',
  dynamodb: 'http://127.0.0.1:2',
  inbox: 'http://127.0.0.1:3',
  secrets: 'http://127.0.0.1:4',
  httpApis: new Map(),
};

function refused(resources: object): readonly string[] {
  const template = parseTemplate({ Resources: resources }, 'Test.template.json');
  const scope = scopeOf(template, {}, endpoints);
  return refusedByAws(readWiring(template, scope), serviceGrants(template, scope));
}

const arnOf = (logicalId: string) => ({ 'Fn::GetAtt': [logicalId, 'Arn'] });
const queue = (Properties: object = {}) => ({ Type: 'AWS::SQS::Queue', Properties });
const role = { Type: 'AWS::IAM::Role' };

describe('a queue is refused', () => {
  it.each([
    [{ DelaySeconds: 900 }, []],
    [{ DelaySeconds: 901 }, ['Queue.DelaySeconds: AWS takes 0 to 900, not 901']],
    [{ VisibilityTimeout: 43_201 }, ['Queue.VisibilityTimeout: AWS takes 0 to 43200, not 43201']],
    [{ MessageRetentionPeriod: 59 }, ['Queue.MessageRetentionPeriod: AWS takes 60 to 1209600, not 59']],
    [{ ReceiveMessageWaitTimeSeconds: 21 }, ['Queue.ReceiveMessageWaitTimeSeconds: AWS takes 0 to 20, not 21']],
  ])('for a number out of its range: %j', (properties, expected) => {
    expect(refused({ Queue: queue(properties) })).toEqual(expected);
  });

  it.each([
    [0, ['Queue.RedrivePolicy.maxReceiveCount: AWS takes 1 to 1000, not 0']],
    [1, []],
    [1000, []],
    [1001, ['Queue.RedrivePolicy.maxReceiveCount: AWS takes 1 to 1000, not 1001']],
  ])('for a count of receptions that SQS does not take: %d', (maxReceiveCount, expected) => {
    const RedrivePolicy = { deadLetterTargetArn: arnOf('Dead'), maxReceiveCount };
    expect(refused({ Dead: queue(), Queue: queue({ RedrivePolicy }) })).toEqual(expected);
  });

  it.each([
    'arn:aws:sqs:us-east-1:000000000000:Gone',
    'arn:aws:sqs:eu-west-1:000000000000:Dead',
  ])('for a dead-letter queue that is not in the template: %s', (deadLetterTargetArn) => {
    const RedrivePolicy = { deadLetterTargetArn, maxReceiveCount: 3 };
    expect(refused({ Dead: queue(), Queue: queue({ RedrivePolicy }) })).toEqual([
      `Queue.RedrivePolicy.deadLetterTargetArn: ${deadLetterTargetArn} is no queue of this template`,
    ]);
  });
});

describe('the event source of a function is refused', () => {
  const source = (timeoutSeconds: number, queueProperties: object, mapping: object = {}) =>
    refused({
      Role: role,
      Queue: queue(queueProperties),
      Work: functionOf('work', {}, timeoutSeconds),
      Source: {
        Type: 'AWS::Lambda::EventSourceMapping',
        Properties: { EventSourceArn: arnOf('Queue'), FunctionName: { Ref: 'Work' }, ...mapping },
      },
    });

  it.each([
    [30, {}, []],
    [31, {}, ['Queue.VisibilityTimeout: 30 s is less than the Timeout of Work, 31 s']],
    [60, { VisibilityTimeout: 60 }, []],
    [60, { VisibilityTimeout: 59 }, ['Queue.VisibilityTimeout: 59 s is less than the Timeout of Work, 60 s']],
    [901, { VisibilityTimeout: 901 }, ['Work.Timeout: AWS takes 1 to 900, not 901']],
  ])('when messages come back while the function may still run: %d s, %j', (timeoutSeconds, properties, expected) => {
    expect(source(timeoutSeconds, properties)).toEqual(expected);
  });

  it.each([
    [{ BatchSize: 10 }, []],
    [{ BatchSize: 11, MaximumBatchingWindowInSeconds: 1 }, []],
    [{ BatchSize: 11 }, ['Source.MaximumBatchingWindowInSeconds: AWS takes a BatchSize of 11 only with at least 1 s']],
    [{ BatchSize: 10_001, MaximumBatchingWindowInSeconds: 1 }, ['Source.BatchSize: AWS takes 1 to 10000, not 10001']],
    [{ BatchSize: 0 }, ['Source.BatchSize: AWS takes 1 to 10000, not 0']],
    [{ MaximumBatchingWindowInSeconds: 301 }, ['Source.MaximumBatchingWindowInSeconds: AWS takes 0 to 300, not 301']],
    [
      { ScalingConfig: { MaximumConcurrency: 1 } },
      ['Source.ScalingConfig.MaximumConcurrency: AWS takes 2 to 1000, not 1'],
    ],
  ])('for batches that Lambda does not make: %j', (mapping, expected) => {
    expect(source(10, {}, mapping)).toEqual(expected);
  });
});

describe('a subscription is refused', () => {
  const subscribed = (properties: object, policies: object) =>
    refused({
      Topic: { Type: 'AWS::SNS::Topic' },
      Other: { Type: 'AWS::SNS::Topic' },
      Queue: queue(),
      Subscription: {
        Type: 'AWS::SNS::Subscription',
        Properties: { TopicArn: { Ref: 'Topic' }, Protocol: 'sqs', Endpoint: arnOf('Queue'), ...properties },
      },
      ...policies,
    });
  const allowed = { Policy: queuePolicyOf('Queue', 'sns.amazonaws.com') };

  it.each([
    'exact',
    1,
    true,
    null,
    { prefix: 'a' },
    { suffix: 'a' },
    { 'anything-but': 'a' },
    { 'anything-but': ['a', 1] },
    { 'anything-but': { prefix: 'a' } },
    { numeric: ['>=', 0, '<', 1] },
    { exists: false },
    { 'equals-ignore-case': 'a' },
    { cidr: '10.0.0.0/8' },
  ])('not for the filter %j', (condition) => {
    expect(subscribed({ FilterPolicy: { outcome: [condition] } }, allowed)).toEqual([]);
  });

  it.each([
    { anything: 'a' },
    { 'starts-with': 'a' },
    { prefix: 1 },
    { prefix: 'a', suffix: 'b' },
    { 'anything-but': [] },
    { exists: 'yes' },
    { numeric: ['=='] },
    {},
    ['a'],
  ])('for the filter %j, which SNS does not know', (condition) => {
    expect(subscribed({ FilterPolicy: { a: ['fine'], outcome: ['fine', condition] } }, allowed)).toEqual([
      `Subscription.FilterPolicy.outcome[1]: SNS takes no condition ${JSON.stringify(condition)}`,
    ]);
  });

  it('for fields in fields of attributes, which only a body has', () => {
    const FilterPolicy = { outcome: { worst: ['a'] } };
    expect(subscribed({ FilterPolicy }, allowed)).toEqual([
      'Subscription.FilterPolicy.outcome: SNS takes a list of conditions, not {"worst":["a"]}',
    ]);
    expect(subscribed({ FilterPolicy, FilterPolicyScope: 'MessageBody' }, allowed)).toEqual([]);
  });

  const from = (topic: string) => ({ Condition: { ArnEquals: { 'aws:SourceArn': { Ref: topic } } } });
  const notAllowed = ['Subscription.Endpoint: no QueuePolicy lets sns.amazonaws.com send from Topic to Queue'];
  it.each([
    ['none', {}, notAllowed],
    ['one for this topic', { Policy: queuePolicyOf('Queue', 'sns.amazonaws.com', from('Topic')) }, []],
    ['one for any topic', allowed, []],
    ['one for anybody and everything', { Policy: queuePolicyOf('Queue', '', { Principal: '*', Action: 'SQS:*' }) }, []],
    ['one for another topic', { Policy: queuePolicyOf('Queue', 'sns.amazonaws.com', from('Other')) }, notAllowed],
    ['one for another service', { Policy: queuePolicyOf('Queue', 's3.amazonaws.com') }, notAllowed],
    [
      'one to receive',
      { Policy: queuePolicyOf('Queue', 'sns.amazonaws.com', { Action: 'sqs:ReceiveMessage' }) },
      notAllowed,
    ],
    ['one that denies', { Policy: queuePolicyOf('Queue', 'sns.amazonaws.com', { Effect: 'Deny' }) }, notAllowed],
    ['one of another queue', { More: queue(), Policy: queuePolicyOf('More', 'sns.amazonaws.com') }, notAllowed],
    [
      'one for a role',
      { Role: role, Policy: queuePolicyOf('Queue', '', { Principal: { AWS: arnOf('Role') } }) },
      notAllowed,
    ],
  ])('by the policies of its queue: %s', (_, policies, expected) => {
    expect(subscribed({}, policies)).toEqual(expected);
  });
});

describe('a bucket that notifies a queue', () => {
  const notifying = (policies: object) =>
    refused({
      Queue: queue(),
      Bucket: {
        Type: 'AWS::S3::Bucket',
        Properties: {
          NotificationConfiguration: { QueueConfigurations: [{ Event: 's3:ObjectCreated:*', Queue: arnOf('Queue') }] },
        },
      },
      ...policies,
    });

  it('needs a policy of that queue that lets S3 send', () => {
    const refusal = 'Bucket.NotificationConfiguration: no QueuePolicy lets s3.amazonaws.com send to Queue';
    expect(notifying({})).toEqual([refusal]);
    expect(notifying({ Policy: queuePolicyOf('Queue', 'sns.amazonaws.com') })).toEqual([refusal]);
    const named = { Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::deployed-*' } } };
    expect(notifying({ Policy: queuePolicyOf('Queue', 's3.amazonaws.com', named) })).toEqual([]);
  });
});

describe('a route of an HTTP API', () => {
  const routed = (permission: object | null) =>
    refused({
      Role: role,
      Web: functionOf('web'),
      Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'web', ProtocolType: 'HTTP' } },
      Integration: {
        Type: 'AWS::ApiGatewayV2::Integration',
        Properties: {
          ApiId: { Ref: 'Api' },
          IntegrationType: 'AWS_PROXY',
          IntegrationUri: arnOf('Web'),
          PayloadFormatVersion: '2.0',
        },
      },
      Route: {
        Type: 'AWS::ApiGatewayV2::Route',
        Properties: {
          ApiId: { Ref: 'Api' },
          RouteKey: 'GET /r/{name}',
          Target: { 'Fn::Sub': `integrations/\${Integration}` },
        },
      },
      ...(permission === null
        ? {}
        : {
            Permission: {
              Type: 'AWS::Lambda::Permission',
              Properties: {
                Action: 'lambda:InvokeFunction',
                FunctionName: arnOf('Web'),
                Principal: 'apigateway.amazonaws.com',
                ...permission,
              },
            },
          }),
    });
  const from = (path: string) => ({
    SourceArn: { 'Fn::Sub': `arn:\${AWS::Partition}:execute-api:\${AWS::Region}:\${AWS::AccountId}:${path}` },
  });
  const refusal = ['Route.Target: no Lambda Permission lets apigateway.amazonaws.com call Web for GET /r/{name}'];

  it.each([
    ['none', null, refusal],
    ['one for every route', {}, []],
    ['one for this route', from(`\${Api}/*/*/r/{name}`), []],
    ['one for this API', from(`\${Api}/*`), []],
    ['one by the name of the function', { FunctionName: { Ref: 'Web' } }, []],
    ['one for another path', from(`\${Api}/*/*/x`), refusal],
    ['one for another API', from('Elsewhere/*'), refusal],
    ['one for another service', { Principal: 's3.amazonaws.com' }, refusal],
    ['one for another action', { Action: 'lambda:GetFunction' }, refusal],
    ['one for another function', { FunctionName: 'Gone' }, refusal],
  ])('needs a permission to call its function: %s', (_, permission, expected) => {
    expect(routed(permission)).toEqual(expected);
  });
});
